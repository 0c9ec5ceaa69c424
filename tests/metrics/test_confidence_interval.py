"""Intervals: they hold what they promise, on documents whose true mean is known."""

import numpy as np

from slm_core.metrics.confidence_interval import LEAST_UNITS, ratio_interval, units_of


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


def test_units_are_documents_or_blocks() -> None:
    documents = np.repeat(np.arange(30), 5)
    assert units_of(documents)[1]
    units, by_documents = units_of(np.zeros(2000, dtype=np.int64))
    assert not by_documents
    assert np.unique(units).tolist() == list(range(10))
    assert units_of(np.zeros(3, dtype=np.int64))[0].tolist() == [0, 0, 0]
