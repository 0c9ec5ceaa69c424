"""Curves: data apart from the drawing, the theme's own colours, no more series than eyes hold."""

import json
from dataclasses import replace

import altair
import pytest

from pages.charts.chart import (
    FLOOR,
    INTERVENTION,
    MEASURED,
    SEEN,
    SERIES,
    SHARE,
    SHARE_CLOSED,
    Axis,
)
from pages.charts.curves import Curves, Floor, Line, Mark, curves_chart
from tests.pages.charts.drawn import drawn, layers, rows


def script(curves, alt="It falls"):
    from pages.charts.curves import curves_chart

    curves_chart(curves, key="chart", alt=alt)


def two_lines(*, floors: list[Floor] | None = None, marks: list[Mark] | None = None) -> Curves:
    return Curves(
        x=Axis("steps"),
        y=Axis("loss"),
        lines=[
            Line("validation", MEASURED, [10, 20], [2.0, 1.5]),
            Line("training", SEEN, [1, 2, 100], [3.0, 2.0, 1.0]),
        ],
        floors=floors or [],
        marks=marks or [],
    )


def test_the_specification_holds_no_data_so_that_only_rows_are_swapped() -> None:
    before = drawn(script, two_lines())
    marked = replace(two_lines(marks=[Mark("rate", 50)]), cursor=20.0)
    after = drawn(script, marked)
    assert before.spec == after.spec
    assert rows(before, "cursor") == rows(before, "marks") == []
    assert rows(after, "cursor") == [{"x": 20.0}]
    floored = drawn(script, two_lines(floors=[Floor("counting", 3.1)]))
    assert rows(floored, "floor0") == [{"y": pytest.approx(3.1)}]


def test_the_first_table_has_a_named_column_for_the_axis_and_for_each_line() -> None:
    proto = drawn(script, two_lines())
    assert proto.datasets[0].name == "points", "the one that is shown where somebody asks for data"
    assert rows(proto, "points")[-2:] == [
        {"steps": 20.0, "validation": 1.5, "training": None},
        {"steps": 100.0, "validation": None, "training": 1.0},
    ]
    twice = Curves(Axis("a.b"), Axis("y"), [Line("a.b", MEASURED, [1], [2.0])])
    assert [*rows(drawn(script, twice), "points")[0]] == ["a.b", "a.b (2)"]


def test_the_crosshair_tells_all_values_of_a_place_in_words() -> None:
    told = rows(drawn(script, two_lines()), "hover")
    assert told[0] == {"x": 100.0, "where": "100", "line0": "1.5", "line1": "1"}
    assert told[-1] == {"x": 1.0, "where": "1", "line0": "–", "line1": "3"}
    (tooltip,) = [
        one["encoding"]["tooltip"]
        for one in layers(drawn(script, two_lines()))
        if one["data"] == {"name": "hover"} and "tooltip" in one["encoding"]
    ]
    assert [entry["title"] for entry in tooltip] == ["steps", "validation", "training"]


def test_colours_are_the_themes_own() -> None:
    proto = drawn(script, two_lines(floors=[Floor("counting", 3.1)]))
    encodings = [layer["encoding"] for layer in layers(proto)]
    colours = [encoding["color"] for encoding in encodings if "color" in encoding]
    fixed = {colour["value"] for colour in colours if "value" in colour}
    assert fixed == {MEASURED, SEEN, FLOOR, INTERVENTION}
    assert "#" not in json.dumps(encodings)
    assert len(SERIES) == len(set(SERIES)) == 6


def test_the_legend_has_each_line_in_its_colour() -> None:
    proto = drawn(script, two_lines())
    legend = legend_of(proto)
    assert legend["scale"] == {"domain": ["validation", "training"], "range": ["primary", "gray"]}
    assert rows(proto, "names") == [{"name": "validation"}, {"name": "training"}]
    floored = legend_of(drawn(script, two_lines(floors=[Floor("counting", 3.1)])))
    assert floored["scale"]["domain"] == ["validation", "training", "counting"]
    bare = Curves(Axis("steps"), Axis("loss"), two_lines().lines, legend=False)
    assert '"legend"' not in drawn(script, bare).spec


@pytest.mark.parametrize("axis", [Axis("n"), Axis("n", "percent"), Axis("n", decades=True)])
def test_the_specification_is_valid_vega_lite(axis: Axis) -> None:
    spec = json.loads(drawn(script, Curves(axis, axis, two_lines().lines)).spec)
    altair.LayerChart.from_dict(spec)


def test_axes_are_named_and_the_finding_is_the_alternative_text() -> None:
    proto = drawn(script, two_lines(), "Validation falls")
    across = [layer["encoding"].get("x", {}) for layer in layers(proto)]
    assert {x["axis"]["title"] for x in across if "axis" in x} == {"steps"}
    assert proto.alt == "Validation falls"


def test_interventions_are_numbered_above_the_chart_and_those_close_together_share_a_label() -> (
    None
):
    marks = [Mark("early", 5), Mark("late", 95), Mark("soon after", 96)]
    proto = drawn(script, two_lines(marks=marks))
    assert [row["label"] for row in rows(proto, "marks")] == ["1", "2, 3", ""]
    (text,) = [layer for layer in layers(proto) if layer["mark"]["type"] == "text"]
    assert text["encoding"]["y"] == {"value": 0}


def test_an_empty_chart_is_drawn_too() -> None:
    empty = Curves(Axis("steps"), Axis("loss"), [Line("validation", MEASURED, [], [])])
    assert rows(drawn(script, empty), "points") == []


def test_more_series_than_six_are_our_own_mistake() -> None:
    lines = [Line(f"line {number}", MEASURED, [1], [1.0]) for number in range(7)]
    with pytest.raises(AssertionError, match="six"):
        curves_chart(Curves(Axis("steps"), Axis("loss"), lines), key="many", alt="Too many")


def test_a_chart_of_shares_is_in_percent_and_one_of_losses_can_be_logarithmic() -> None:
    shares = Curves(Axis("steps"), Axis("right", unit="percent"), two_lines().lines)
    assert json.dumps(SHARE) in drawn(script, shares).spec
    steep = Curves(Axis("steps"), Axis("loss", logarithmic=True), two_lines().lines)
    assert '"type":"log"' in drawn(script, steep).spec.replace(" ", "")


def test_whole_numbers_have_no_ticks_between_them() -> None:
    axis = Axis("words", "whole")
    line = line_layer(drawn(script, Curves(axis, axis, two_lines().lines)))
    assert [line["encoding"][side]["axis"]["tickMinStep"] for side in ("x", "y")] == [1, 1]
    assert "tickMinStep" not in drawn(script, two_lines()).spec


def line_layer(proto) -> dict:
    return next(layer for layer in layers(proto) if layer["mark"]["type"] == "line")


def legend_of(proto) -> dict:
    (names,) = [layer for layer in layers(proto) if layer["data"] == {"name": "names"}]
    return names["encoding"]["color"]


def test_numbers_of_any_size_are_drawn() -> None:
    many = [1, 16_777_217, 3_000_000_001]
    proto = drawn(
        script, Curves(Axis("words"), Axis("kinds"), [Line("text", MEASURED, many, many)])
    )
    assert [row["words"] for row in rows(proto, "points")] == pytest.approx(many, rel=1e-6)


def test_an_axis_over_powers_of_ten_writes_only_those() -> None:
    axis = Axis("rank", decades=True)
    line = line_layer(
        drawn(script, Curves(axis, axis, [Line("text", MEASURED, [1, 2_000], [900, 1])]))
    )
    for side in ("x", "y"):
        assert line["encoding"][side]["scale"]["type"] == "log"
        assert line["encoding"][side]["axis"]["values"][:3] == [1, 10, 100]


def test_an_axis_over_doublings_has_a_tick_at_each() -> None:
    past = Curves(Axis("tokens", "whole", doublings=True), Axis("bits"), two_lines().lines)
    along = line_layer(drawn(script, past))["encoding"]["x"]
    assert along["scale"]["type"] == "log"
    assert along["axis"]["values"][:9] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert along["axis"]["tickCount"] >= 9  # the browser leaves out every other one beyond that


def test_in_chinese_axes_count_in_ten_thousands(monkeypatch: pytest.MonkeyPatch) -> None:
    steep = Curves(Axis("步"), Axis("准确率", "percent"), two_lines().lines)
    monkeypatch.setattr("pages.charts.chart.language", lambda: "zh")
    proto = drawn(script, steep)
    assert "万" in line_layer(proto)["encoding"]["x"]["axis"]["labelExpr"]
    assert json.dumps(SHARE_CLOSED) in proto.spec


def test_a_line_may_stand_for_several_with_a_band_and_be_dashed() -> None:
    several = Line("B", MEASURED, [1, 2], [1.0, 0.8], dashed=True, band=([0.9, 0.7], [1.1, 0.9]))
    proto = drawn(
        script, Curves(Axis("steps"), Axis("loss"), [Line("A", SEEN, [1], [1.0]), several])
    )
    assert [row["low"] for row in rows(proto, "band1")] == pytest.approx([0.9, 0.7])
    assert [row["high"] for row in rows(proto, "band1")] == pytest.approx([1.1, 0.9])
    areas = [one for one in layers(proto) if one["mark"]["type"] == "area"]
    assert [area["encoding"]["y2"]["field"] for area in areas] == ["high"]
    dashed = [
        one["mark"].get("strokeDash") for one in layers(proto) if one["mark"]["type"] == "line"
    ]
    assert [5, 3] in dashed
    altair.LayerChart.from_dict(json.loads(proto.spec))
