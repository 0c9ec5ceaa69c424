"""Multinomial naive Bayes over words, or words and pairs: the floor that a classifier has to beat.

As in McCallum & Nigam 1998 ("A comparison of event models for naive Bayes text classification"),
with Lidstone's smoothing. Whether pairs help, and how much smoothing, is tried out: a floor that
was chosen badly would flatter what stands beside it.
"""

import itertools
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slm_core.profiling.terms.words import words_of

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


@dataclass(frozen=True)
class WordCounts:
    """What naive Bayes is: how often each word came in the texts of each label."""

    settings: NaiveBayesSettings
    labels: tuple[str, ...]
    texts: tuple[int, ...]
    """Of each label."""
    counts: tuple[dict[str, int], ...]
    """Of each label: how often each of its words came, and each pair where pairs count."""


def count_words(words: Words, labels: Sequence[str], settings: NaiveBayesSettings) -> WordCounts:
    """Count the words of texts by their labels."""
    by_label: dict[str, Counter[str]] = {label: Counter() for label in labels}
    for text, label in zip(words, labels, strict=True):
        by_label[label].update(_features(text, settings))
    texts = Counter(labels)
    return WordCounts(
        settings,
        tuple(by_label),
        tuple(texts[label] for label in by_label),
        tuple(map(dict, by_label.values())),
    )


class NaiveBayes:
    """Labels by counted words."""

    def __init__(self, counted: WordCounts) -> None:
        self.labels, self._settings = counted.labels, counted.settings
        known = sorted(set().union(*counted.counts))
        self._numbers = {word: number for number, word in enumerate(known)}
        counts = np.full((len(self.labels), len(known)), counted.settings.smoothing, np.float32)
        for row, of_label in zip(counts, counted.counts, strict=True):
            row[[self._numbers[word] for word in of_label]] += list(of_label.values())
        self._weights = np.log(counts / counts.sum(1, keepdims=True))  # (labels, features)
        self._prior = np.log(np.array(counted.texts) / sum(counted.texts))

    def log_likelihoods(self, words: Words) -> NDArray[np.float64]:
        """Of each text under each label (texts, labels), in nats; what never came counts for no
        label."""
        return np.stack([self._score(text) for text in words])

    def probabilities(self, words: Words) -> NDArray[np.float64]:
        """Of each label for each text (texts, labels)."""
        scores = self._prior + self.log_likelihoods(words)
        scores -= scores.max(1, keepdims=True)
        chances = np.exp(scores)
        return chances / chances.sum(1, keepdims=True)

    def _score(self, text: Sequence[str]) -> NDArray[np.float64]:
        features = _features(text, self._settings)
        ids = [self._numbers[word] for word in features if word in self._numbers]
        return self._weights[:, ids].sum(1, dtype=np.float64)


def _features(words: Sequence[str], settings: NaiveBayesSettings) -> list[str]:
    pairs = itertools.pairwise(words) if settings.pairs else ()
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
        counted = count_words([words[at] for at in rest], [labels[at] for at in rest], settings)
        model = NaiveBayes(counted)
        columns = [place[label] for label in model.labels]
        chances[np.ix_(judged, columns)] = model.probabilities([words[at] for at in judged])
    return chances
