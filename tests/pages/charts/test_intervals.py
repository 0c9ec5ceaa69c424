"""Values with intervals: rows in their order and colours, beside a line at zero."""

import json

import altair
import pytest

from pages.charts.intervals import ValueInterval
from tests.pages.charts.drawn import drawn, layers, rows


def script(values, alt="Differences"):
    from pages.charts.chart import Axis
    from pages.charts.intervals import intervals_chart

    intervals_chart(values, Axis("bits per byte"), key="chart", alt=alt)


VALUES = [
    ValueInterval("B · wider", -0.03, -0.05, -0.01, "-0.030", "orange"),
    ValueInterval("C · deeper", 0.01, -0.01, 0.03, "+0.010", "blue"),
]


def test_each_row_has_its_value_and_ends_and_nothing_is_gained_at_zero() -> None:
    proto = drawn(script, VALUES)
    assert [row["name"] for row in rows(proto, "rows")] == ["B · wider", "C · deeper"]
    assert rows(proto, "rows")[0]["low"] == pytest.approx(-0.05)
    assert rows(proto, "zero") == [{"x": 0.0}]
    scale = layers(proto)[0]["encoding"]["color"]["scale"]
    assert scale == {"domain": ["B · wider", "C · deeper"], "range": ["orange", "blue"]}
    assert layers(proto)[0]["encoding"]["y"]["sort"] == scale["domain"]
    assert layers(proto)[1]["encoding"]["x"]["axis"]["title"] == "bits per byte"


def test_the_specification_is_valid() -> None:
    altair.LayerChart.from_dict(json.loads(drawn(script, VALUES).spec))
