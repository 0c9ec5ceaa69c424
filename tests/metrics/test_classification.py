"""Averages and calibration, against counting by hand."""

import numpy as np
import pytest

from slm_core.metrics.classification import calibration_error, macro_averages, reliability
from slm_core.metrics.scores import ReliabilityBin, merged_bins


def test_averages_are_those_of_the_confusion_table() -> None:
    targets, predicted = np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 2, 0, 3])
    found = macro_averages(targets, predicted)
    # token 0: guessed 2, right 1, came 2; 1: 2, 1, 1; 2: 1, 1, 3; 3: 1, 0, 0
    assert found.precision == pytest.approx((1 / 2 + 1 / 2 + 1 + 0) / 4)
    assert found.recall == pytest.approx((1 / 2 + 1 + 1 / 3 + 0) / 4)
    assert found.f1 == pytest.approx((2 / 4 + 2 / 3 + 2 / 4 + 0) / 4)
    rare = macro_averages(targets, predicted, only=np.array([False, True, False, False]))
    assert (rare.precision, rare.recall) == (0.5, 1.0)
    nothing = macro_averages(targets[:0], predicted[:0])
    assert (nothing.precision, nothing.recall, nothing.f1) == (0.0, 0.0, 0.0)


def test_a_calibrated_model_has_no_error_and_a_boaster_has() -> None:
    draw = np.random.default_rng(1)
    sure = draw.uniform(0, 1, 200_000).astype(np.float32)
    honest = calibration_error(reliability(sure, draw.random(200_000) < sure))
    boaster = calibration_error(reliability(np.full(1000, 0.9), np.arange(1000) % 2 == 0))
    assert honest < 0.01
    assert boaster == pytest.approx(0.4, abs=1e-6)
    assert sum(part.predictions for part in reliability(sure, sure > 0.5)) == 200_000
    assert calibration_error(()) == 0.0


def test_bins_of_a_few_predictions_are_put_together_and_none_is_lost() -> None:
    counts = (140, 410, 16, 37, 43, 2, 6421, 3)
    bins = [ReliabilityBin(place / 10, 0.5, count) for place, count in enumerate(counts)]
    merged = merged_bins(bins, fewest=50)
    assert [one.predictions for one in merged] == [140, 410, 53, 6469]
    assert merged[2].confidence == pytest.approx((0.2 * 16 + 0.3 * 37) / 53)
    assert calibration_error(tuple(merged)) <= calibration_error(tuple(bins)) + 1e-9
    assert [one.predictions for one in merged_bins(bins[-1:], fewest=50)] == [3]
    assert merged_bins([], fewest=50) == []
