"""Temperature scaling: what one number, found afterwards, would gain (Guo et al. 2017,
arXiv:1706.04599)."""

import math
from collections.abc import Callable

from slm_core.evaluation.report import TemperatureScaling
from slm_core.metrics.classification import calibration_error, reliability
from slm_core.metrics.evaluate import TokenIds
from slm_core.metrics.temperature import TemperatureSample
from slm_core.models.base import LanguageModel

LOWEST, HIGHEST = 0.05, 20.0
"""Temperatures that are searched; further away a model is certain of everything, or of nothing."""
_NEAR_ENOUGH = 0.005
"""Share by which the temperature that is found may differ from the best."""
_SAMPLE = 8_192
"""Predictions that are tried with each."""
_FEWEST = 200
"""Predictions of a half below which nothing is said."""
_GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0


def temperature_scaling(model: LanguageModel, ids: TokenIds) -> TemperatureScaling | None:
    """The best temperature for one half of a sample, and its gain on the other. None of a tiny
    text."""
    if len(ids) - 1 < 2 * _FEWEST:
        return None
    sample = TemperatureSample(model, ids, limit=_SAMPLE)
    as_it_is, _, _ = sample.to_judge(1.0)
    if len(as_it_is) < _FEWEST:
        return None
    best = best_temperature(sample.to_find)
    nats, confidence, correct = sample.to_judge(best)
    return TemperatureScaling(
        temperature=best,
        gain=float(as_it_is.mean() - nats.mean()) / math.log(2),
        calibration_error=calibration_error(reliability(confidence.numpy(), correct.numpy())),
        at_limit=best in (LOWEST, HIGHEST),
    )


def best_temperature(nats: Callable[[float], float]) -> float:
    """Where `nats` of a temperature is least, by golden-section search over its logarithm, to
    three digits; LOWEST or HIGHEST where it still falls there.

    Cross-entropy is convex in one over the temperature, so there is one valley.
    """
    low, high = math.log(LOWEST), math.log(HIGHEST)
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = nats(math.exp(left)), nats(math.exp(right))
    while high - low > _NEAR_ENOUGH:
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = nats(math.exp(left))
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = nats(math.exp(right))
    found = float(f"{math.exp((low + high) / 2):.3g}")
    return min((1.0, found, LOWEST, HIGHEST), key=nats)  # 1 where nothing differs
