"""The difference between two models, or two configurations, on one text: how large, how sure."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.comparison.comparison import Difference, Winner
from slm_core.evaluation.comparison.document_scores import DocumentScores
from slm_core.evaluation.comparison.training_noise import SeedSpread
from slm_core.metrics.confidence_interval import ratio_interval, seeds_interval
from slm_core.metrics.scores import Interval

ENOUGH_SEEDS = 3
"""Of each side, from which on their bootstrap holds what it promises, however far seeds are apart
(`python -m benchmarks.verdicts --only coverage`); two have two different means to draw."""


def difference(
    first: Sequence[DocumentScores], second: Sequence[DocumentScores], spread: SeedSpread
) -> Difference:
    """Two configurations, each by the scores of its seeds on the same units of one text.

    Over documents: the bootstrap of their paired differences (BCa; Efron 1987), each the mean over
    seeds. With ENOUGH_SEEDS on each side seeds are drawn anew together with the documents. With
    fewer that is too narrow, or so wide that it tells nothing; then Student's interval by the
    `spread` over seeds is added, as squares of the half-widths (Zou & Donner 2008,
    doi:10.1002/sim.3095), since the two are independent.
    """
    sizes = np.array(first[0].bytes)
    ours, theirs = _bits(first), _bits(second)  # (seeds, units)
    costs = theirs.mean(axis=0) - ours.mean(axis=0)  # (units,)
    value = float(costs.sum() / max(1.0, float(sizes.sum())))
    documents = ratio_interval(costs, sizes)
    if documents is None:
        return Difference(value, None, None, "none")
    drawn = None
    if min(len(first), len(second)) >= ENOUGH_SEEDS:
        drawn = seeds_interval(ours, theirs, sizes, level=documents.level)
    interval = drawn or _with_noise(value, documents, spread, len(first), len(second))
    winner: Winner = "b" if interval.high < 0 else "a" if interval.low > 0 else "none"
    return Difference(value, interval, documents, winner, seeds_drawn=drawn is not None)


def _with_noise(value: float, documents: Interval, spread: SeedSpread, *counts: int) -> Interval:
    """The interval over documents with that over so many seeds of each side added."""
    noise = spread.half_width(*counts, level=documents.level)
    low = value - math.hypot(value - documents.low, noise)
    high = value + math.hypot(documents.high - value, noise)
    return Interval(low, high, documents.level)


def _bits(scores: Sequence[DocumentScores]) -> NDArray[np.float64]:
    """(seeds, units)."""
    return np.array([one.bits for one in scores])
