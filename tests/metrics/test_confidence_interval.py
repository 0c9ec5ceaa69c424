"""Intervals: they hold what they promise, on documents whose true mean is known."""

import numpy as np
import pytest

from slm_core.metrics.confidence_interval import LEAST_UNITS, ratio_interval, seeds_interval


def test_the_truth_is_within_about_as_often_as_promised() -> None:
    draw = np.random.default_rng(7)
    held = 0
    for _ in range(120):
        sizes = draw.integers(200, 2000, 40).astype(float)
        costs = sizes * draw.normal(2.0, 0.3, 40)
        found = ratio_interval(costs, sizes)
        assert found is not None
        held += found.low <= 2.0 <= found.high
    assert 105 <= held <= 119  # 95 % of 120 are 114


def test_small_and_large_numbers_of_units() -> None:
    few = np.ones(LEAST_UNITS - 1)
    assert ratio_interval(few, few) is None
    same = ratio_interval(np.full(20, 3.0), np.full(20, 2.0))
    assert same is not None
    assert (same.low, same.high) == (1.5, 1.5)
    draw = np.random.default_rng(3)
    many = ratio_interval(draw.normal(2, 0.2, 100_000), np.ones(100_000))
    assert many is not None
    assert 1.995 < many.low < 2.0 < many.high < 2.005


def seeds_of(draw: np.random.Generator, seeds: int, base: np.ndarray) -> np.ndarray:
    """Costs of documents under models whose seeds move all of them, far more than chance does."""
    return base + draw.normal(0, 0.03, (seeds, 1)) + draw.normal(0, 0.02, (seeds, len(base)))


def test_with_several_seeds_the_truth_is_within_however_far_seeds_are_apart() -> None:
    draw = np.random.default_rng(7)
    held = 0
    for _ in range(120):
        base = draw.normal(2.0, 0.3, 40)
        first, second = (seeds_of(draw, 5, base) for _side in range(2))
        found = seeds_interval(first, second, np.ones(40))
        assert found is not None
        held += found.low <= 0.0 <= found.high
    assert 108 <= held <= 119


def test_seeds_are_drawn_like_documents_and_one_seed_tells_nothing() -> None:
    draw = np.random.default_rng(3)
    base, sizes = draw.normal(2.0, 0.3, 40), np.ones(40)
    first, second = seeds_of(draw, 6, base), seeds_of(draw, 6, base + 0.5)
    there, back = seeds_interval(first, second, sizes), seeds_interval(second, first, sizes)
    assert there is not None and back is not None
    assert 0.4 < there.low < 0.5 < there.high < 0.6
    assert there.low == pytest.approx(-back.high, abs=0.01)
    documents = ratio_interval(second.mean(0) - first.mean(0), sizes)
    assert documents is not None
    assert there.high - there.low > 2 * (documents.high - documents.low)
    assert seeds_interval(first[:1], second, sizes) is None
    assert seeds_interval(first[:, :5], second[:, :5], sizes[:5]) is None
