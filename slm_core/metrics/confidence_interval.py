"""How sure a mean score is: the bootstrap over the units of a text (Efron 1987)."""

import numpy as np
from numpy.typing import NDArray

from slm_core.metrics.scores import Interval

LEAST_UNITS = 8
"""Fewer documents or blocks say nothing of how much they differ."""
_MOST_UNITS = 1000
"""More are put together in order: BCa leaves each out once."""
_RESAMPLES = 2000
_AT_ONCE = 200
"""Resamples drawn side by side."""
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
        batch=_AT_ONCE,
        confidence_level=level,
        method="BCa",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return Interval(float(found.low), float(found.high), level)


def seeds_interval(
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    sizes: NDArray[np.float64],
    *,
    level: float = 0.95,
) -> Interval | None:
    """Of the mean over seeds of `second` (seeds, units) less that of `first` (seeds, units), by the
    sum of `sizes` (units,): the bootstrap over units and seeds, both drawn anew together.

    Owen 2007, "The pigeonhole bootstrap", doi:10.1214/07-AOAS122. Of few seeds that alone is too
    narrow: each side's are set apart by √(n / (n - 1)), and the percentiles are those of Student's
    t (Hesterberg 2015, doi:10.1080/00031305.2015.1089789). None for fewer than LEAST_UNITS units or
    than two seeds of a side.
    """
    if len(sizes) < LEAST_UNITS or min(len(first), len(second)) < 2:
        return None
    from scipy.stats import norm, t  # noqa: PLC0415 - as above

    first, second = (np.array([_together(row) for row in side]) for side in (first, second))
    sizes = _together(sizes)
    draw = np.random.default_rng(_SEED)
    drawn = []
    for _ in range(_RESAMPLES // _AT_ONCE):
        weights = _drawn(draw, len(sizes))  # (resamples, units)
        costs = _drawn(draw, len(second)) @ _set_apart(second) / len(second)
        costs -= _drawn(draw, len(first)) @ _set_apart(first) / len(first)
        drawn.append((weights * costs).sum(1) / np.maximum(weights @ sizes, 1e-12))
    freedom = _freedom(first, second, sizes)
    tail = float(norm.cdf(t.ppf((1 - level) / 2, freedom)))
    low, high = np.quantile(np.concatenate(drawn), (tail, 1 - tail)).tolist()
    return Interval(low, high, level)


def _drawn(draw: np.random.Generator, count: int) -> NDArray[np.float64]:
    """How often each of `count` is drawn with replacement, (resamples, count)."""
    return draw.multinomial(count, np.full(count, 1 / count), _AT_ONCE).astype(np.float64)


def _set_apart(side: NDArray[np.float64]) -> NDArray[np.float64]:
    """The seeds (seeds, units) with the variance between them that they are a sample of."""
    mean = side.mean(axis=0)
    return mean + np.sqrt(len(side) / (len(side) - 1)) * (side - mean)


def _freedom(
    first: NDArray[np.float64], second: NDArray[np.float64], sizes: NDArray[np.float64]
) -> float:
    """Degrees of freedom of the variances over seeds and over units (Satterthwaite 1946)."""
    total = float(sizes.sum())
    costs = second.mean(axis=0) - first.mean(axis=0)
    rest = costs - costs.sum() / total * sizes
    parts = [(len(sizes) * float(rest.var()) / total**2, len(sizes) - 1)]
    parts += [
        (float(side.sum(axis=1).var(ddof=1)) / total**2 / len(side), len(side) - 1)
        for side in (first, second)
    ]
    whole = sum(part for part, _ in parts)
    return whole**2 / max(sum(part**2 / freedom for part, freedom in parts), 1e-300)


def _together(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of neighbours, so that at most _MOST_UNITS are left."""
    if len(values) <= _MOST_UNITS:
        return values
    group = np.arange(len(values)) * _MOST_UNITS // len(values)
    return np.bincount(group, weights=values).astype(np.float64)
