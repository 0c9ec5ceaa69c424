"""What a classifier has to beat: the commonest label, and naive Bayes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.classification.label_scores import label_scores
from slm_core.evaluation.classification.naive_bayes import (
    NaiveBayes,
    best_settings,
    count_words,
    cross_validated,
    words_in,
)


@dataclass(frozen=True)
class LabelFloor:
    """What one of them reaches; shares from 0 to 1."""

    accuracy: float
    f1: float
    """The mean over labels."""


@dataclass(frozen=True)
class LabelFloors:
    """Both, on the same texts."""

    commonest: LabelFloor
    """Always the commonest label of the training texts."""
    naive_bayes: LabelFloor
    """Naive Bayes over words, with pairs where they help, learned from the training texts."""


def label_floors(
    texts: Sequence[str], labels: Sequence[str], *, judged: Sequence[str], right: Sequence[str]
) -> LabelFloors:
    """Learned from `texts` with their `labels`, and tried on `judged`, whose labels are `right`."""
    words = words_in(texts)
    model = NaiveBayes(count_words(words, labels, best_settings(words, labels)))
    chances = model.probabilities(words_in(judged))
    return _floors(model.labels, labels, right, chances)


def cross_validated_floors(texts: Sequence[str], labels: Sequence[str]) -> LabelFloors:
    """The floors where there are no other texts to learn from: each tenth of these is judged by
    what was learned from the rest."""
    words, names = words_in(texts), list(dict.fromkeys(labels))
    chances = cross_validated(words, labels, names, best_settings(words, labels))
    return _floors(names, labels, labels, chances)


def _floors(
    names: Sequence[str],
    learned: Sequence[str],
    right: Sequence[str],
    chances: NDArray[np.float64],
) -> LabelFloors:
    commonest = Counter(learned).most_common(1)[0][0]
    always = np.tile([name == commonest for name in names], (len(right), 1)).astype(float)
    guessed, found = label_scores(names, right, always), label_scores(names, right, chances)
    return LabelFloors(
        commonest=LabelFloor(guessed.accuracy, guessed.f1),
        naive_bayes=LabelFloor(found.accuracy, found.f1),
    )
