"""Charts: data apart from the drawing, the theme's own colours, no more series than eyes hold."""

import io
import json

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from pages.charts.curves import (
    FLOOR,
    INTERVENTION,
    MEASURED,
    SEEN,
    SERIES,
    Axis,
    Curves,
    Floor,
    Line,
    Mark,
    curves_chart,
)


def drawn(curves: Curves, *, alt: str = "It falls"):
    """What goes to the browser."""

    def script(curves, alt):
        from pages.charts.curves import curves_chart

        curves_chart(curves, key="chart", alt=alt)

    page = AppTest.from_function(script, args=(curves, alt)).run()
    assert not page.exception
    return page.get("vega_lite_chart")[0].proto


def rows(proto, name: str) -> list[dict[str, object]]:
    for dataset in proto.datasets:
        if dataset.name == name:
            return pa.ipc.open_stream(io.BytesIO(dataset.data.data)).read_all().to_pylist()
    raise AssertionError(f"There is no data set called {name}.")


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
    before = drawn(two_lines())
    after = drawn(two_lines(floors=[Floor("counting", 3.1)], marks=[Mark("rate", 50)]))
    assert before.spec == after.spec
    assert rows(before, "floors") == []
    assert rows(after, "floors") == [{"y": pytest.approx(3.1), "name": "counting"}]
    assert rows(after, "line0") == [{"x": 10.0, "y": 2.0}, {"x": 20.0, "y": 1.5}]


def test_colours_are_the_themes_own() -> None:
    spec = json.loads(drawn(two_lines()).spec)
    scales = [
        layer["encoding"]["color"]["scale"]
        for layer in spec["layer"]
        if "scale" in layer["encoding"].get("color", {})
    ]
    assert all(scale["range"] == ["primary", "gray"] for scale in scales)
    fixed = {
        layer["encoding"]["color"]["value"]
        for layer in spec["layer"]
        if "value" in layer["encoding"].get("color", {})
    }
    assert fixed == {FLOOR, INTERVENTION}
    assert "#" not in json.dumps(spec)
    assert len(SERIES) == len(set(SERIES)) == 6


def test_axes_are_named_and_the_finding_is_the_alternative_text() -> None:
    proto = drawn(two_lines(), alt="Validation falls")
    spec = json.loads(proto.spec)
    titles = {
        layer["encoding"]["x"]["axis"]["title"]
        for layer in spec["layer"]
        if "axis" in layer["encoding"].get("x", {})
    }
    assert titles == {"steps"}
    assert proto.alt == "Validation falls"


def test_names_of_interventions_keep_clear_of_the_right_edge_and_of_each_other() -> None:
    proto = drawn(two_lines(marks=[Mark("early", 5), Mark("late", 95)]))
    early, late = rows(proto, "marks")
    assert (early["align"], late["align"]) == ("left", "right")
    assert early["dy"] != late["dy"]


def test_as_many_interventions_as_are_shown_stand_one_below_the_other() -> None:
    proto = drawn(two_lines(marks=[Mark(f"change {n}", 50 + n / 10) for n in range(6)]))
    assert len({row["dy"] for row in rows(proto, "marks")}) == 6


def test_an_empty_chart_is_drawn_too() -> None:
    empty = Curves(Axis("steps"), Axis("loss"), [Line("validation", MEASURED, [], [])])
    assert rows(drawn(empty), "line0") == []


def test_more_series_than_six_are_our_own_mistake() -> None:
    lines = [Line(f"line {number}", MEASURED, [1], [1.0]) for number in range(7)]
    with pytest.raises(AssertionError, match="six"):
        curves_chart(Curves(Axis("steps"), Axis("loss"), lines), key="many", alt="Too many")


def test_a_chart_of_shares_is_in_percent_and_one_of_losses_can_be_logarithmic() -> None:
    shares = Curves(Axis("steps"), Axis("right", unit="percent"), two_lines().lines)
    assert '".3~p"' in drawn(shares).spec.replace(" ", "")
    steep = Curves(Axis("steps"), Axis("loss", logarithmic=True), two_lines().lines)
    assert '"type":"log"' in drawn(steep).spec.replace(" ", "")


def test_whole_numbers_have_no_ticks_between_them() -> None:
    axis = Axis("words", "whole")
    spec = json.loads(drawn(Curves(axis, axis, two_lines().lines)).spec)
    line = next(layer for layer in spec["layer"] if layer["data"] == {"name": "line0"})
    assert [line["encoding"][side]["axis"]["tickMinStep"] for side in ("x", "y")] == [1, 1]
    assert "tickMinStep" not in drawn(two_lines()).spec

    def script():
        from pages.charts.amount_bars import Amount, Scale, standing_bars

        bars = [Amount("1–2", 1), Amount("2–5", 0)]
        standing_bars(bars, Scale("documents", "whole"), along="characters", key="up", alt="One")

    page = AppTest.from_function(script).run()
    spec = json.loads(page.get("vega_lite_chart")[0].proto.spec)
    assert spec["layer"][0]["encoding"]["y"]["axis"]["tickMinStep"] == 1


def test_numbers_of_any_size_are_drawn() -> None:
    many = [1, 16_777_217, 3_000_000_001]
    proto = drawn(Curves(Axis("words"), Axis("kinds"), [Line("text", MEASURED, many, many)]))
    assert [row["x"] for row in rows(proto, "line0")] == pytest.approx(many, rel=1e-6)


def test_an_axis_over_powers_of_ten_writes_only_those() -> None:
    axis = Axis("rank", decades=True)
    proto = drawn(Curves(axis, axis, [Line("text", MEASURED, [1, 2_000], [900, 1])]))
    spec = json.loads(proto.spec)
    line = next(layer for layer in spec["layer"] if layer["data"] == {"name": "line0"})
    for side in ("x", "y"):
        assert line["encoding"][side]["scale"]["type"] == "log"
        assert line["encoding"][side]["axis"]["values"][:3] == [1, 10, 100]


def test_bars_keep_their_order_and_carry_notes_and_marks() -> None:
    def script():
        from pages.charts.amount_bars import Amount, Scale, lying_bars, standing_bars

        amounts = [Amount("pump", 30_000_001, beside=2.5), Amount("泵", 0.25, "a note")]
        lying_bars(amounts, Scale("times"), key="lying", alt="Pumps")
        standing_bars([Amount("1–2", 3)], Scale("n", "percent"), along="x", key="up", alt="One")

    page = AppTest.from_function(script).run()
    assert not page.exception
    lying, standing = (chart.proto for chart in page.get("vega_lite_chart"))
    found = rows(lying, "bars")
    assert [row["name"] for row in found] == ["pump", "泵"]
    assert [row["note"] for row in found] == ["30,000,001", "a note"]
    assert [row["beside"] for row in found] == [2.5, None]
    assert "tick" in lying.spec
    assert "tick" not in json.dumps(json.loads(standing.spec)["layer"][0]["mark"])
    assert (lying.alt, standing.alt) == ("Pumps", "One")
