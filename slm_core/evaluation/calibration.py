"""Temperature scaling: what one number, found afterwards, would gain (Guo et al. 2017,
arXiv:1706.04599)."""

import math

import numpy as np

from slm_core.evaluation.report import TemperatureScaling
from slm_core.metrics.classification import calibration_error, reliability
from slm_core.metrics.evaluate import TokenIds, nats_at_temperatures
from slm_core.models.base import LanguageModel

_TEMPERATURES = (0.6, 0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2, 1.3, 1.5, 1.75, 2.0, 2.5)
_SAMPLE = 8_192
"""Predictions that are tried with each."""
_FEWEST = 200
"""Predictions of a half below which nothing is said."""


def temperature_scaling(model: LanguageModel, ids: TokenIds) -> TemperatureScaling | None:
    """The best of a few temperatures on one half of a sample, and its gain on the other.

    Every second prediction is of a half, so that both are of the same text. None of a tiny text.
    """
    if len(ids) - 1 < 2 * _FEWEST:
        return None
    nats, said = nats_at_temperatures(model, ids, _TEMPERATURES, limit=_SAMPLE)
    best, as_it_is = int(np.argmin(nats[:, 0])), _TEMPERATURES.index(1.0)
    counted = len(said[best].nats)
    if counted < _FEWEST:
        return None
    chosen = said[best]
    return TemperatureScaling(
        temperature=_TEMPERATURES[best],
        gain=float(nats[as_it_is, 1] - nats[best, 1]) / counted / math.log(2),
        calibration_error=calibration_error(reliability(chosen.confidence, chosen.correct)),
    )
