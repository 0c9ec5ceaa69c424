"""Next-token prediction judged as classification: precision, recall, F1 and calibration."""

import numpy as np
from numpy.typing import NDArray

from slm_core.metrics.scores import Averages, ReliabilityBin

TokenIds = NDArray[np.integer]

_BINS = 15
"""As in Guo et al. 2017."""


def macro_averages(
    targets: TokenIds, predicted: TokenIds, *, only: NDArray[np.bool_] | None = None
) -> Averages:
    """Precision, recall and F1 of `predicted` (n,) for `targets` (n,), averaged over tokens.

    With `only` (vocabulary,) the tokens it is true for. A token that was never guessed has a
    precision of 0, one that never came a recall of 0. Micro averages are all the accuracy, since
    each prediction is one guess for one token. 0 where there is nothing to average.
    """
    size = int(max(targets.max(initial=0), predicted.max(initial=0))) + 1
    came = np.bincount(targets, minlength=size)
    guessed = np.bincount(predicted, minlength=size)
    right = np.bincount(targets[targets == predicted], minlength=size)
    counted = (came + guessed) > 0
    if only is not None:
        counted &= only[:size]
    if not counted.any():
        return Averages(0.0, 0.0, 0.0)
    came, guessed, right = came[counted], guessed[counted], right[counted]
    return Averages(
        float((right / np.maximum(guessed, 1)).mean()),
        float((right / np.maximum(came, 1)).mean()),
        float((2 * right / (came + guessed)).mean()),
    )


def reliability(
    confidence: NDArray[np.floating], correct: NDArray[np.bool_]
) -> tuple[ReliabilityBin, ...]:
    """Predictions (n,) in bins of equal width of confidence; empty bins are left out."""
    place = np.minimum((confidence * _BINS).astype(np.int64), _BINS - 1)
    count = np.bincount(place, minlength=_BINS)
    sure = np.bincount(place, weights=confidence, minlength=_BINS)
    right = np.bincount(place, weights=correct, minlength=_BINS)
    return tuple(
        ReliabilityBin(float(sure[k] / count[k]), float(right[k] / count[k]), int(count[k]))
        for k in np.flatnonzero(count)
    )


def calibration_error(bins: tuple[ReliabilityBin, ...]) -> float:
    """Expected calibration error (Guo et al. 2017): how far confidence is from accuracy."""
    total = sum(part.predictions for part in bins)
    gaps = sum(abs(part.confidence - part.accuracy) * part.predictions for part in bins)
    return gaps / total if total else 0.0
