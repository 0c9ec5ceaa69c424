"""The difference between two models, or two configurations, on one text: how large, how sure."""

import math
from collections.abc import Sequence

import numpy as np

from slm_core.evaluation.comparison.comparison import Difference, Winner
from slm_core.evaluation.comparison.document_scores import DocumentScores
from slm_core.evaluation.comparison.training_noise import SeedSpread
from slm_core.metrics.confidence_interval import ratio_interval
from slm_core.metrics.scores import Interval


def difference(
    first: Sequence[DocumentScores], second: Sequence[DocumentScores], spread: SeedSpread
) -> Difference:
    """Two configurations, each by the scores of its seeds on the same units of one text.

    Over documents: the bootstrap of their paired differences (BCa; Efron 1987), each the mean over
    seeds. Over seeds: Student's interval by their `spread`, since the bootstrap of two or three
    seeds is far too narrow. The two are independent, so their half-widths are added as squares.
    """
    sizes = np.array(first[0].bytes)
    costs = _mean_bits(second) - _mean_bits(first)  # (units,)
    value = float(costs.sum() / max(1.0, float(sizes.sum())))
    documents = ratio_interval(costs, sizes)
    if documents is None:
        return Difference(value, None, None, "none")
    noise = spread.half_width(len(first), len(second), level=documents.level)
    low = value - math.hypot(value - documents.low, noise)
    high = value + math.hypot(documents.high - value, noise)
    winner: Winner = "b" if high < 0 else "a" if low > 0 else "none"
    return Difference(value, Interval(low, high, documents.level), documents, winner)


def _mean_bits(scores: Sequence[DocumentScores]) -> np.ndarray:
    """(units,)."""
    return np.mean([one.bits for one in scores], axis=0)
