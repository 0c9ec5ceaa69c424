"""Curves over one axis, with floors, interventions, a cursor, and a crosshair that reads them off.

All lines stand in one table with a named column each, which is also what "Show data" shows.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import altair as alt
import pyarrow as pa

from pages.charts.chart import (
    FLOOR,
    HEIGHT,
    INTERVENTION,
    SEEN,
    SERIES,
    Axis,
    Colour,
    Specification,
    column_name,
    draw,
    layer,
    specify,
    written_number,
)
from pages.charts.curve_legend import LINE_DASH, LineLook, floor_dash, legend_layer

_HOVERED = 40
"""Places along the axis that answer to the pointer. Each costs the browser more than ten points of
a line, at every update: measured, 300 of them were half of all a live page cost."""

_DECADES = [10**power for power in range(10)]
"""Where axes over powers of ten have ticks; what lies outside the drawing is left out."""

_DOUBLINGS = [2**power for power in range(31)]

_TOGETHER = 0.03
"""Share of the axis within which interventions are marked by one label."""


@dataclass(frozen=True)
class Line:
    """A line of a chart."""

    name: str
    """As the legend calls it."""
    colour: Colour
    xs: Sequence[float]
    ys: Sequence[float]
    dashed: bool = False
    """Tells a line from another of the same colour, where there are more than colours."""
    band: tuple[Sequence[float], Sequence[float]] | None = None
    """The lowest and the highest at each of `xs`, where the line stands for several."""


@dataclass(frozen=True)
class Floor:
    """A height that costs nothing to reach."""

    name: str
    value: float


@dataclass(frozen=True)
class Mark:
    """A place along the axis where somebody did something."""

    name: str
    x: float


@dataclass(frozen=True)
class Curves:
    """A chart of lines over one axis."""

    x: Axis
    y: Axis
    lines: Sequence[Line]
    floors: Sequence[Floor] = field(default_factory=tuple)
    marks: Sequence[Mark] = field(default_factory=tuple)
    """Drawn as numbered lines, in the order given; whoever draws the chart says what they are."""
    cursor: float | None = None
    """A place along the axis that something else on the page speaks of."""
    stretch: tuple[float, float] | None = None
    """A part of the axis that something else on the page speaks of: shaded, from where to where."""
    height: int = HEIGHT
    legend: bool = True


def curves_chart(curves: Curves, *, key: str, alt: str) -> None:
    """Draw lines; `alt` is for those who do not see them, as in `draw`."""
    dashed = sum(line.dashed for line in curves.lines)
    series = len(curves.lines) - dashed + bool(curves.floors) + bool(curves.marks)
    assert max(series, dashed) <= len(SERIES), f"{series} series: eyes can tell six colours apart"
    names = tuple(_look_of(line) for line in curves.lines)
    look = _specification(
        names,
        tuple(floor.name for floor in curves.floors),
        (curves.x, curves.y),
        labels=(curves.x.label, curves.y.label),
        height=curves.height,
        legend=curves.legend,
    )
    draw(look, _tables(curves), key=key, alt=alt)


def _look_of(line: Line) -> LineLook:
    return LineLook(line.name, line.colour, line.dashed, line.band is not None)


def _columns(x: str, names: Sequence[str]) -> list[str]:
    """What the columns of the table are called: as axis and lines are, each name once."""
    columns: list[str] = []
    for name in (x, *names):
        again = sum(one == name or one.startswith(f"{name} (") for one in columns)
        columns.append(f"{name} ({again + 1})" if again else name)
    return columns


def _tables(curves: Curves) -> dict[str, pa.Table]:
    lines, marks = curves.lines, curves.marks
    xs = sorted({x for line in lines for x in line.xs})
    columns = _columns(curves.x.title, [line.name for line in lines])
    # The first of the tables is the one that "Show data" shows.
    tables = {"points": _points(columns, xs, lines), "hover": _hovered(curves, xs)}
    for number, floor in enumerate(curves.floors):
        tables[f"floor{number}"] = pa.table({"y": _numbers([floor.value])})
    for number, line in enumerate(lines):
        if line.band is not None:
            low, high = map(_numbers, line.band)
            tables[f"band{number}"] = pa.table({"x": _numbers(line.xs), "low": low, "high": high})
    tables["cursor"] = pa.table({"x": _numbers([] if curves.cursor is None else [curves.cursor])})
    starts, ends = ([curves.stretch[0]], [curves.stretch[1]]) if curves.stretch else ([], [])
    tables["stretch"] = pa.table({"x": _numbers(starts), "x2": _numbers(ends)})
    width = xs[-1] - xs[0] if xs else 0.0
    tables["marks"] = pa.table(
        {
            "x": _numbers([mark.x for mark in marks]),
            "name": pa.array([mark.name for mark in marks], pa.string()),
            "label": pa.array(_mark_labels(marks, _TOGETHER * width), pa.string()),
        }
    )
    if curves.legend:
        names = [line.name for line in lines] + [floor.name for floor in curves.floors]
        tables["names"] = pa.table({"name": pa.array(names, pa.string())})
    return tables


def _points(columns: Sequence[str], xs: Sequence[float], lines: Sequence[Line]) -> pa.Table:
    ys = [dict(zip(line.xs, line.ys, strict=True)) for line in lines]
    values = [_numbers([one.get(x) for x in xs]) for one in ys]
    return pa.table(dict(zip(columns, [_numbers(xs), *values], strict=True)))


def _hovered(curves: Curves, xs: Sequence[float]) -> pa.Table:
    """Places spread over the axis, each with what every line was at there, in words."""
    # From the end, so that the newest is always among them.
    places = list(xs[:: -(-(-len(xs) // _HOVERED) or 1)])
    columns: dict[str, Any] = {
        "x": _numbers(places),
        "where": pa.array([written_number(x, curves.x) for x in places], pa.string()),
    }
    for number, line in enumerate(curves.lines):
        known = [bisect_right(line.xs, x) for x in places]
        told = [written_number(line.ys[at - 1], curves.y) if at else "–" for at in known]
        columns[f"line{number}"] = pa.array(told, pa.string())
    return pa.table(columns)


def _mark_labels(marks: Sequence[Mark], near: float) -> list[str]:
    """The numbers of the marks; of several that are close together the first has all of them."""
    labels = [str(number) for number in range(1, len(marks) + 1)]
    first = 0
    for place in range(1, len(marks)):
        if abs(marks[place].x - marks[first].x) <= near:
            labels[first] += f", {labels[place]}"
            labels[place] = ""
        else:
            first = place
    return labels


def _numbers(values: Sequence[float | None]) -> pa.Array:
    # Seven digits are more than pixels can show, and half the bytes on the way to the browser.
    return pa.array([None if value is None else float(value) for value in values], pa.float32())


@lru_cache(maxsize=64)
def _specification(
    names: tuple[LineLook, ...],
    floors: tuple[str, ...],
    axes: tuple[Axis, Axis],
    *,
    labels: tuple[str, str],
    height: int,
    legend: bool,
) -> Specification:
    x, y = axes
    columns = _columns(x.title, [line.name for line in names])
    across, up = _x(x, columns[0], labels[0]), _y(y, labels[1])
    layers = [_stretch(), *(_floor(number, up) for number in range(len(floors)))]
    layers += [*_mark_layers(), _cursor()]
    low = _y(y, labels[1], "low")
    layers += [_band(number, line, low) for number, line in enumerate(names) if line.banded]
    for number, look in reversed(list(enumerate(names))):
        field_name = column_name(columns[number + 1])
        # What is no number was left out before: the browser would look for it at every update.
        line = alt.MarkDef(
            "line",
            strokeWidth=1.5 if number else 2,
            strokeDash=LINE_DASH if look.dashed else alt.Undefined,
            clip=True,
            invalid=None,
        )
        lines = layer("points", line).encode(
            x=across, y=_y(y, labels[1], field_name), color=alt.ColorValue(look.colour)
        )
        layers.append(lines.transform_filter(alt.FieldValidPredicate(field=field_name, valid=True)))
    if legend:
        layers.append(legend_layer(names, floors))
    layers += _crosshair(x.title, [line.name for line in names])
    return specify(layers, height=height)


def _x(axis: Axis, column: str, label: str) -> alt.X:
    ticks: dict[str, Any] = {"tickCount": 6, **_ticks(axis)}
    look = alt.Axis(title=axis.title, grid=False, labelExpr=label, titlePadding=4, **ticks)
    scale = _scale(axis, nice=False)
    return alt.X(field=column_name(column), type="quantitative", scale=scale, axis=look)


def _y(axis: Axis, label: str, column: str = "y") -> alt.Y:
    ticks: dict[str, Any] = {"tickCount": 5, **_ticks(axis)}
    look = alt.Axis(title=None, labelExpr=label, **ticks)
    return alt.Y(field=column, type="quantitative", scale=_scale(axis, nice=True), axis=look)


def _scale(axis: Axis, *, nice: bool) -> alt.Scale:
    if axis.logarithmic or axis.decades or axis.doublings:
        return alt.Scale(type="log", nice=False)
    return alt.Scale(zero=False, nice=nice)


def _ticks(axis: Axis) -> dict[str, Any]:
    if axis.decades:
        return {"values": _DECADES}
    if axis.doublings:  # few of them, so that each has its number
        return {"values": _DOUBLINGS, "tickCount": len(_DOUBLINGS), "labelOverlap": False}
    return {"tickMinStep": 1} if axis.unit == "whole" else {}


def _band(number: int, line: LineLook, low: alt.Y) -> alt.Chart:
    """From the lowest to the highest of what a line stands for."""
    area = layer(f"band{number}", alt.MarkDef("area", opacity=0.18, clip=True))
    colour = alt.ColorValue(line.colour)
    return area.encode(x=alt.X("x:Q"), y=low, y2=alt.Y2("high"), color=colour)


def _floor(number: int, up: alt.Y) -> alt.Chart:
    rule = alt.MarkDef("rule", strokeDash=floor_dash(number), strokeWidth=1.5)
    return layer(f"floor{number}", rule).encode(y=up, color=alt.ColorValue(FLOOR))


def _stretch() -> alt.Chart:
    shade = alt.MarkDef("rect", opacity=0.14)
    across = layer("stretch", shade).encode(x=alt.X("x:Q"), x2=alt.X2("x2:Q"))
    return across.encode(color=alt.ColorValue(INTERVENTION))


def _cursor() -> alt.Chart:
    rule = alt.MarkDef("rule", strokeWidth=2, opacity=0.6)
    return layer("cursor", rule).encode(x=alt.X("x:Q"), color=alt.ColorValue(SEEN))


def _crosshair(x: str, names: Sequence[str]) -> list[alt.Chart]:
    """A line at the place under the pointer, and what every curve was at there."""
    found = alt.selection_point(
        name="crosshair", on="pointerover", clear="pointerout", fields=["x"], empty=False
    )
    seen = layer("hover", alt.MarkDef("rule", strokeWidth=1)).encode(
        x=alt.X("x:Q"),
        color=alt.ColorValue(SEEN),
        opacity=alt.condition(found, alt.value(1), alt.value(0)),
    )
    # Each so wide that together they cover the chart, and cannot be seen.
    hit = alt.MarkDef("rule", opacity=0, strokeWidth=alt.expr(f"2 * width / {_HOVERED}"))
    tooltip = [
        alt.Tooltip("where:N", title=x),
        *(alt.Tooltip(f"line{number}:N", title=name) for number, name in enumerate(names)),
    ]
    hits = layer("hover", hit).encode(x=alt.X("x:Q"), tooltip=tooltip).add_params(found)
    return [seen, hits]


def _mark_layers() -> list[alt.Chart]:
    """A line at each intervention, and its number above the chart, where no curve comes."""
    colour = alt.ColorValue(INTERVENTION)
    tooltip = [alt.Tooltip("name:N", title=" ")]
    text = alt.MarkDef("text", dy=-6, baseline="bottom", fontWeight="bold")
    return [
        layer("marks", alt.MarkDef("rule", strokeWidth=1.5)).encode(
            x=alt.X("x:Q"), color=colour, tooltip=tooltip
        ),
        layer("marks", text).encode(
            x=alt.X("x:Q"), y=alt.YValue(0), text=alt.Text("label:N"), color=colour, tooltip=tooltip
        ),
    ]
