"""Temperature scaling: the best temperature, wherever it lies, and what it gains."""

import math

import numpy as np
import pytest
import torch

from slm_core.evaluation.calibration import (
    HIGHEST,
    LOWEST,
    best_temperature,
    temperature_scaling,
)
from slm_core.models.registry import build
from slm_core.models.settings import LstmSettings


@pytest.mark.parametrize("best", [0.07, 0.31, 1.0, 2.77, 15.0])
def test_the_best_temperature_is_found_between_the_limits(best: float) -> None:
    def nats(temperature: float) -> float:
        return (1 / temperature - 1 / best) ** 2

    assert best_temperature(nats) == pytest.approx(best, rel=0.01)


def test_where_the_costs_fall_to_the_edge_the_edge_is_told() -> None:
    assert best_temperature(lambda temperature: 1 / temperature) == HIGHEST
    assert best_temperature(lambda temperature: temperature) == LOWEST
    assert best_temperature(lambda temperature: 2.5) == 1.0, "nothing to gain"


def test_a_model_that_is_far_too_sure_gets_the_temperature_it_needs() -> None:
    torch.manual_seed(1)
    model = build(LstmSettings(hidden_size=8), 12)
    draw = np.random.default_rng(1)
    ids = draw.integers(1, 12, 4_000).astype(np.uint32)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0.0, 3.0)
    found = temperature_scaling(model, ids)
    assert found is not None
    assert found.temperature > 3
    assert found.helps
    assert math.isfinite(found.calibration_error)
    assert found.calibration_error < 0.1
    assert temperature_scaling(model, ids[:100]) is None
