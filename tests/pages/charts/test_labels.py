"""ROC curves and confusion matrices as the browser gets them."""

import json

import altair
import pytest

from tests.pages.charts.drawn import drawn, layers, rows


def curves():
    from pages.charts.chart import Axis
    from pages.charts.roc import Roc, roc_chart

    found = [Roc("odd", [0, 0, 0.5, 1], [0, 0.6, 1, 1]), Roc("偶", [0, 1], [0, 1])]
    axes = (Axis("False alarms", "percent"), Axis("Found", "percent"))
    roc_chart(found, axes, key="roc", alt="Found against false alarms")


def matrix():
    from pages.charts.matrix import matrix_chart

    axes = ("Right label", "Label given")
    matrix_chart(["a", "偶"], [[3, 1], [0, 4]], axes, key="matrix", alt="Labels")


def test_a_roc_curve_keeps_its_steps_in_order() -> None:
    proto = drawn(curves)
    found = [(row["name"], row["x"], row["y"]) for row in rows(proto, "points")]
    assert found[:3] == [("odd", 0, 0), ("odd", 0, pytest.approx(0.6)), ("odd", 0.5, 1)]
    diagonal, lines = layers(proto)
    assert diagonal["mark"]["strokeDash"]
    assert lines["encoding"]["order"]["field"] == "at"


def test_a_matrix_is_shaded_by_the_shares_of_its_rows() -> None:
    found = {(row["right"], row["predicted"]): row for row in rows(drawn(matrix), "cells")}
    assert found["a", "偶"]["count"] == 1
    assert found["a", "a"]["share"] == 0.75
    assert found["偶", "a"]["share"] == 0


@pytest.mark.parametrize("chart", [curves, matrix])
def test_the_specification_is_valid_vega_lite(chart) -> None:
    altair.LayerChart.from_dict(json.loads(drawn(chart).spec))
