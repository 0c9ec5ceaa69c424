"""How sure a mean score is: the bootstrap over the units of a text (Efron 1987)."""

import numpy as np
from numpy.typing import NDArray

from slm_core.metrics.scores import Interval

LEAST_UNITS = 8
"""Fewer documents or blocks say nothing of how much they differ."""
_MOST_UNITS = 1000
"""More are put together in order: BCa leaves each out once."""
_RESAMPLES = 2000
_SEED = 1


def ratio_interval(
    costs: NDArray[np.float64], sizes: NDArray[np.float64], *, level: float = 0.95
) -> Interval | None:
    """Of the sum of `costs` (units,) by the sum of `sizes` (units,): bits by bytes, say.

    Bias-corrected and accelerated, over whole units, since the tokens of one document are alike
    (Efron 1987, doi:10.1080/01621459.1987.10478410). None for fewer than LEAST_UNITS.
    """
    if len(costs) < LEAST_UNITS:
        return None
    from scipy.stats import bootstrap  # noqa: PLC0415 - 60 MB, and pages ask for no more than names

    costs, sizes = _together(costs), _together(sizes)
    if np.ptp(costs / np.maximum(sizes, 1e-12)) < 1e-12:  # all the same: nothing to draw
        value = float(costs.sum() / sizes.sum())
        return Interval(value, value, level)

    def ratio(cost: NDArray[np.float64], size: NDArray[np.float64], axis: int) -> object:
        return cost.sum(axis=axis) / np.maximum(size.sum(axis=axis), 1e-12)

    found = bootstrap(
        (costs, sizes),
        ratio,
        paired=True,
        n_resamples=_RESAMPLES,
        batch=200,
        confidence_level=level,
        method="BCa",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return Interval(float(found.low), float(found.high), level)


def units_of(
    document: NDArray[np.int64], *, least: int = 20, blocks: int = 50
) -> tuple[NDArray[np.int64], bool]:
    """The unit of each prediction (predictions,), and whether units are documents.

    Documents where there are at least `least`; else blocks of the text in its order (Künsch 1989),
    up to `blocks`, of at least 200 predictions each.
    """
    if document[-1] + 1 >= least:
        return document, True
    count = max(1, min(blocks, len(document) // 200))
    return np.arange(len(document)) * count // len(document), False


def _together(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of neighbours, so that at most _MOST_UNITS are left."""
    if len(values) <= _MOST_UNITS:
        return values
    group = np.arange(len(values)) * _MOST_UNITS // len(values)
    return np.bincount(group, weights=values).astype(np.float64)
