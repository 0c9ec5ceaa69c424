"""Multinomial naive Bayes over words, or words and pairs: the floor that a classifier has to beat.

As in McCallum & Nigam 1998 ("A comparison of event models for naive Bayes text classification"),
with Lidstone's smoothing. Whether pairs help, and how much smoothing, is tried out: a floor that
was chosen badly would flatter what stands beside it.
"""

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slm_core.profiling.terms.words import WordTable, words_of

_FOLDS, _SEED = 10, 1
_MOST_TRIED = 5_000
"""Texts on which settings are tried, drawn at random."""


@dataclass(frozen=True)
class NaiveBayesSettings:
    """What is counted, and how."""

    pairs: bool = False
    """Whether pairs of words count, too."""
    smoothing: float = 0.1
    """Added to each count."""


TRIED = tuple(
    NaiveBayesSettings(pairs, smoothing) for pairs in (False, True) for smoothing in (1.0, 0.3, 0.1)
)

Words = Sequence[Sequence[str]]
"""The words of each text."""


class NaiveBayes:
    """Counts by label."""

    def __init__(self, words: Words, labels: Sequence[str], settings: NaiveBayesSettings) -> None:
        self.labels = tuple(dict.fromkeys(labels))
        self._pairs = settings.pairs
        number = {label: place for place, label in enumerate(self.labels)}
        self._table = WordTable()
        features = [self._table.ids(self._features(text)) for text in words]
        self._known = len(self._table)
        counts = np.full((len(self.labels), self._known), settings.smoothing, np.float32)
        prior = np.zeros(len(self.labels))
        for ids, label in zip(features, labels, strict=True):
            np.add.at(counts[number[label]], ids, 1.0)
            prior[number[label]] += 1
        self._weights = np.log(counts / counts.sum(1, keepdims=True))  # (labels, features)
        self._prior = np.log(prior / prior.sum())

    def probabilities(self, words: Words) -> NDArray[np.float64]:
        """Of each label for each text (texts, labels); what never came counts for no label."""
        scores = np.stack([self._score(text) for text in words])
        scores -= scores.max(1, keepdims=True)
        chances = np.exp(scores)
        return chances / chances.sum(1, keepdims=True)

    def _score(self, text: Sequence[str]) -> NDArray[np.float64]:
        ids = self._table.ids(self._features(text))
        return self._prior + self._weights[:, ids[ids < self._known]].sum(1)

    def _features(self, words: Sequence[str]) -> list[str]:
        pairs = itertools.pairwise(words) if self._pairs else ()
        return [*words, *(f"{one} {two}" for one, two in pairs)]


def words_in(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text, as naive Bayes takes them."""
    return [words_of(text) for text in texts]


def best_settings(words: Words, labels: Sequence[str]) -> NaiveBayesSettings:
    """Those of TRIED that do best on texts they were not counted from."""
    places = list(range(len(words)))
    if len(places) > _MOST_TRIED:
        places = random.Random(_SEED).sample(places, _MOST_TRIED)
    some, known = [words[at] for at in places], [labels[at] for at in places]
    names = list(dict.fromkeys(known))
    right = np.array([names.index(label) for label in known])

    def accuracy(settings: NaiveBayesSettings) -> float:
        chances = cross_validated(some, known, names, settings)
        return float((chances.argmax(1) == right).mean())

    return max(TRIED, key=accuracy)


def cross_validated(
    words: Words, labels: Sequence[str], names: Sequence[str], settings: NaiveBayesSettings
) -> NDArray[np.float64]:
    """Probabilities (texts, names) of each tenth of the texts, counted from the other nine."""
    order = list(range(len(words)))
    random.Random(_SEED).shuffle(order)
    place = {name: at for at, name in enumerate(names)}
    chances = np.zeros((len(words), len(names)))
    folds = min(_FOLDS, len(words))
    for fold in range(folds):
        judged = order[fold::folds]
        rest = [at for other in range(folds) if other != fold for at in order[other::folds]]
        rest = rest or judged
        model = NaiveBayes([words[at] for at in rest], [labels[at] for at in rest], settings)
        columns = [place[label] for label in model.labels]
        chances[np.ix_(judged, columns)] = model.probabilities([words[at] for at in judged])
    return chances
