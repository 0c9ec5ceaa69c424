"""What a classifier has to beat: the commonest label, and naive Bayes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.classification.label_scores import LabelScores, label_scores
from slm_core.evaluation.classification.naive_bayes import (
    NaiveBayes,
    best_settings,
    count_words,
    cross_validated,
    words_in,
)
from slm_core.messages import Message, msg, plural


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


def as_floor(scores: LabelScores) -> LabelFloor:
    """What something that was judged in the same way reaches."""
    return LabelFloor(scores.accuracy, scores.f1)


def beats_words(scores: LabelScores, floors: LabelFloors) -> Message:
    """Whether models are worth their while beside counting words, with both figures."""
    counted = floors.naive_bayes.accuracy
    more = round(abs(scores.accuracy - counted) * scores.texts)
    figures = {"texts": scores.texts, "share": scores.accuracy, "floor": counted}
    if not more:
        return msg(
            "The models do as well as counting words, and no better: both put {share:.1%} of "
            "{texts:,} texts right.",
            texts=scores.texts,
            share=scores.accuracy,
        )
    if scores.accuracy > counted:
        return plural(
            "The models do better than counting words: {share:.1%} right instead of {floor:.1%}, "
            "which is {n:,} of {texts:,} texts.",
            "The models do better than counting words: {share:.1%} right instead of {floor:.1%}, "
            "which is {n:,} of {texts:,} texts more.",
            n=more,
            **figures,
        )
    return plural(
        "Counting words does better than the models: {floor:.1%} right instead of {share:.1%}, "
        "which is {n:,} of {texts:,} texts. Use it, or train longer.",
        "Counting words does better than the models: {floor:.1%} right instead of {share:.1%}, "
        "which is {n:,} of {texts:,} texts more. Use it, or train longer.",
        n=more,
        **figures,
    )


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
    return LabelFloors(commonest=as_floor(guessed), naive_bayes=as_floor(found))
