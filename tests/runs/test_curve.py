"""A thinned curve keeps the extremes, the mean and the end, and costs only what is new."""

import math
import random

import pytest

from slm_core.runs.curve import Curve, band_of, smoothed
from slm_core.runs.metrics import TRAIN_COLUMNS, Series


def series_of(values: list[float], *, start: int = 1) -> Series:
    series = Series(TRAIN_COLUMNS)
    add_all(series, values, start=start)
    return series


def add_all(series: Series, values: list[float], *, start: int) -> None:
    for step, value in enumerate(values, start=start):
        series.add({"step": step, "seconds": step * 0.01, "loss": value})


def test_a_short_series_is_drawn_as_it_is() -> None:
    series = series_of([3.0, 2.0, 2.5])
    curve = Curve("loss")
    assert curve.catch_up(series)
    assert curve.extremes(series, "step") == ([1, 2, 3], [3.0, 2.0, 2.5])
    assert curve.means(series, "step") == ([1, 2, 3], [3.0, 2.0, 2.5])


def test_a_long_series_keeps_its_extremes_and_few_points() -> None:
    random.seed(1)
    values = [random.random() for _ in range(20_000)]
    values[12_345] = 9.0
    series = series_of(values)
    curve = Curve("loss")
    curve.catch_up(series)
    xs, ys = curve.extremes(series, "step")
    assert len(xs) <= 300
    assert max(ys) == 9.0
    assert min(ys) == min(values)
    assert xs[ys.index(9.0)] == 12_346
    assert len(curve.means(series, "step")[0]) >= 75
    assert curve.records_per_point == 256


def test_growing_in_pieces_gives_what_one_look_gives() -> None:
    random.seed(2)
    values = [random.random() for _ in range(1_000)]
    whole, grown = series_of(values), series_of([])
    at_once, in_pieces = Curve("loss", spans=50), Curve("loss", spans=50)
    at_once.catch_up(whole)
    for start in range(0, 1_000, 37):
        add_all(grown, values[start : start + 37], start=start + 1)
        in_pieces.catch_up(grown)
    assert in_pieces.extremes(grown, "step") == at_once.extremes(whole, "step")
    assert in_pieces.means(grown, "step") == at_once.means(whole, "step")


def test_nothing_new_is_said_to_be_nothing_new() -> None:
    series = series_of([1.0, 2.0])
    curve = Curve("loss")
    assert curve.catch_up(series)
    assert not curve.catch_up(series)


def test_replayed_steps_replace_what_was_drawn() -> None:
    series = series_of([3.0, 2.0, 1.0])
    curve = Curve("loss")
    curve.catch_up(series)
    series.add({"step": 2, "seconds": 5.0, "loss": 2.2})
    series.add({"step": 3, "seconds": 6.0, "loss": 1.2})
    assert curve.catch_up(series)
    assert curve.extremes(series, "seconds") == ([0.01, 5.0, 6.0], [3.0, 2.2, 1.2])


def test_what_is_not_a_number_is_left_out() -> None:
    series = series_of([3.0, math.nan, math.inf, 1.0])
    curve = Curve("loss")
    curve.catch_up(series)
    assert curve.extremes(series, "step") == ([1, 4], [3.0, 1.0])


def test_smoothing_starts_at_the_first_value_and_stays_between_the_extremes() -> None:
    assert smoothed([4.0]) == [4.0]
    assert smoothed([2.0] * 5) == pytest.approx([2.0] * 5)
    values = [5.0, 1.0, 4.0, 2.0]
    assert all(1.0 <= value <= 5.0 for value in smoothed(values))
    assert smoothed(values, weight=0.5)[1] == pytest.approx((5.0 * 0.25 + 1.0 * 0.5) / 0.75)


def test_several_curves_are_one_band_where_all_of_them_are_known() -> None:
    first = ([0.0, 2.0, 4.0, 6.0], [4.0, 3.0, 2.0, 1.0])
    second = ([1.0, 3.0, 5.0], [5.0, 3.0, 3.0])
    band = band_of([first, second, ([], [])])
    assert band.xs == [2.0, 4.0]
    assert band.means == [(3.0 + 4.0) / 2, (2.0 + 3.0) / 2]
    assert (band.lows, band.highs) == ([3.0, 2.0], [4.0, 3.0])
    alone = band_of([first])
    assert (alone.xs, alone.means) == (first[0], first[1])
    assert band_of([]).xs == []
