"""Slopes: each thing a line between two ends, with its numbers beside them."""

import json

import altair
import pytest

from tests.pages.charts.drawn import drawn, layers, rows


def script():
    from pages.charts.slopes import Slope, slope_chart

    slopes = [Slope("new text", 2.0, 1.5), Slope("first text", 1.0, 1.2)]
    slope_chart(slopes, ("it's before", "after"), key="s", alt="One falls", unit="bits per byte")


def test_each_is_measured_at_both_ends_in_a_colour_of_its_own() -> None:
    proto = drawn(script)
    table = rows(proto, "slopes")
    assert [row["end"] for row in table] == ["it's before", "after"] * 2
    assert [row["value"] for row in table] == pytest.approx([2.0, 1.5, 1.0, 1.2])
    scale = layers(proto)[0]["encoding"]["color"]["scale"]
    assert scale == {"domain": [0, 1], "range": ["primary", "gray"]}
    assert proto.alt == "One falls"


def test_numbers_stand_on_the_outer_side_of_both_ends() -> None:
    texts = [layer for layer in layers(drawn(script)) if layer["mark"]["type"] == "text"]
    assert [text["mark"]["align"] for text in texts] == ["right", "left"]
    filters = [text["transform"][0]["filter"] for text in texts]
    assert filters[0].endswith('before")')
    assert filters[1] == "(datum.end === 'after')"


def test_the_specification_is_valid_vega_lite() -> None:
    altair.LayerChart.from_dict(json.loads(drawn(script).spec))
