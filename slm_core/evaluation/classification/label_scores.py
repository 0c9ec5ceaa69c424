"""How well predicted labels agree with the right ones: F1, confusion matrix, ROC. No torch."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slm_core.metrics.classification import calibration_error, macro_averages, reliability
from slm_core.metrics.scores import ReliabilityBin

_POINTS = 100  # of a ROC curve, more than anybody can see


@dataclass(frozen=True)
class RocCurve:
    """Texts of one label found against false alarms, from strict to lenient."""

    false_alarms: tuple[float, ...]
    """Share of the other texts that would be taken for this label."""
    found: tuple[float, ...]
    """Share of the label's texts that would be found."""
    area: float
    """Under the curve (AUC): how often a text of the label ranks above one of another; 0.5 is
    chance."""


@dataclass(frozen=True)
class LabelScore:
    """One label against all others; shares from 0 to 1."""

    label: str
    texts: int
    """That have this label."""
    precision: float
    recall: float
    f1: float
    roc: RocCurve | None
    """None where all texts have the label, or none has."""


@dataclass(frozen=True)
class LabelScores:
    """Predicted labels judged; precision, recall and F1 are the means over labels (macro)."""

    texts: int
    accuracy: float
    precision: float
    recall: float
    f1: float
    area: float
    """Under the ROC curves, the mean over labels; 0.5 is chance."""
    by_label: tuple[LabelScore, ...]
    confusion: tuple[tuple[int, ...], ...]
    """A row for each right label, a column for each predicted one, in the order of `by_label`."""
    calibration: tuple[ReliabilityBin, ...]
    calibration_error: float


def label_scores(
    labels: Sequence[str], right: Sequence[str], probabilities: NDArray[np.float64]
) -> LabelScores:
    """Judge `probabilities` (texts, labels), of which the largest is the prediction.

    A `right` label that is none of `labels` counts as missed.
    """
    names = [*labels, *sorted(set(right) - set(labels))]
    number = {name: place for place, name in enumerate(names)}
    came = np.array([number[name] for name in right])
    predicted = probabilities.argmax(1)
    averages = macro_averages(came, predicted)
    confusion = np.zeros((len(names), len(names)), np.int64)
    np.add.at(confusion, (came, predicted), 1)
    scores = []
    for place, name in enumerate(names):
        score = probabilities[:, place] if place < len(labels) else np.zeros(len(came))
        scores.append(_label_score(name, confusion, place, roc_curve(score, came == place)))
    bins = reliability(probabilities.max(1), predicted == came)
    areas = [score.roc.area for score in scores if score.roc]
    return LabelScores(
        texts=len(came),
        accuracy=float((predicted == came).mean()),
        precision=averages.precision,
        recall=averages.recall,
        f1=averages.f1,
        area=float(np.mean(areas)) if areas else 0.5,
        by_label=tuple(scores),
        confusion=tuple(tuple(row) for row in confusion.tolist()),
        calibration=bins,
        calibration_error=calibration_error(bins),
    )


def roc_curve(scores: NDArray[np.float64], positive: NDArray[np.bool_]) -> RocCurve | None:
    """The curve of `scores` (n,), higher meaning more likely positive; ties are halves.

    None where all are `positive` (n,) or none is.
    """
    ones, zeros = int(positive.sum()), int((~positive).sum())
    if not ones or not zeros:
        return None
    order = np.argsort(-scores, kind="stable")
    last_of_tie = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    hits = np.append(0, np.cumsum(positive[order])[last_of_tie]) / ones
    alarms = np.append(0, np.cumsum(~positive[order])[last_of_tie]) / zeros
    area = float(np.trapezoid(hits, alarms))
    shown = np.unique(np.linspace(0, len(hits) - 1, min(_POINTS, len(hits))).astype(int))
    return RocCurve(tuple(alarms[shown].tolist()), tuple(hits[shown].tolist()), area)


def _label_score(
    name: str, confusion: NDArray[np.int64], place: int, roc: RocCurve | None
) -> LabelScore:
    hits = float(confusion[place, place])
    texts, guessed = int(confusion[place].sum()), int(confusion[:, place].sum())
    return LabelScore(
        label=name,
        texts=texts,
        precision=hits / max(1, guessed),
        recall=hits / max(1, texts),
        f1=2 * hits / max(1, texts + guessed),
        roc=roc,
    )
