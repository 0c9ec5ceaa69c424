"""Curves over one axis, with floors and interventions."""

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
    NUMBER,
    SERIES,
    Axis,
    Colour,
    Specification,
    draw,
    layer,
    specify,
)

_HOVERED = 40
"""Points of a line that answer to the pointer. Each costs the browser more than ten points of the
line, at every update: measured, 300 of them were half of all a live page cost."""

_DECADES = [10**power for power in range(10)]
"""Where axes over powers of ten have ticks; what lies outside the drawing is left out."""


@dataclass(frozen=True)
class Line:
    """A line of a chart."""

    name: str
    """As the legend calls it."""
    colour: Colour
    xs: Sequence[float]
    ys: Sequence[float]


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
    height: int = HEIGHT
    legend: bool = True


def curves_chart(curves: Curves, *, key: str, alt: str) -> None:
    """Draw lines; `alt` is for those who do not see them, as in `draw`."""
    series = len(curves.lines) + bool(curves.floors) + bool(curves.marks)
    assert series <= len(SERIES), f"{series} series: six are as many as eyes can tell apart"
    names = tuple((line.name, line.colour) for line in curves.lines)
    look = _specification(names, curves.x, curves.y, height=curves.height, legend=curves.legend)
    draw(look, _tables(curves), key=key, alt=alt)


def _tables(curves: Curves) -> dict[str, pa.Table]:
    xs = [x for line in curves.lines for x in line.xs]
    low, high = (min(xs), max(xs)) if xs else (0.0, 0.0)
    rows = [(mark.x, mark.name, mark.x > low + 0.6 * (high - low)) for mark in curves.marks]
    names = [line.name for line in curves.lines]
    tables = {"names": pa.table({"name": pa.array(names, pa.string())})}
    for number, line in enumerate(curves.lines):
        tables[f"line{number}"] = _points(line.xs, line.ys)
        every = slice(None, None, -(-len(line.xs) // _HOVERED) or 1)
        # From the end, so that the newest is always among them.
        tables[f"hover{number}"] = _points(line.xs[::-1][every], line.ys[::-1][every])
    tables["floors"] = pa.table(
        {
            "y": _numbers([floor.value for floor in curves.floors]),
            "name": pa.array([floor.name for floor in curves.floors], pa.string()),
        }
    )
    tables["marks"] = pa.table(
        {
            "x": _numbers([x for x, _, _ in rows]),
            "name": pa.array([name for _, name, _ in rows], pa.string()),
            "align": pa.array(["right" if late else "left" for _, _, late in rows], pa.string()),
            "dx": pa.array([-4 if late else 4 for _, _, late in rows], pa.int8()),
            "dy": pa.array([12 * (number % 6) - 30 for number in range(len(rows))], pa.int8()),
        }
    )
    return tables


def _points(xs: Sequence[float], ys: Sequence[float]) -> pa.Table:
    return pa.table({"x": _numbers(xs), "y": _numbers(ys)})


def _numbers(values: Sequence[float]) -> pa.Array:
    # Seven digits are more than pixels can show, and half the bytes on the way to the browser.
    return pa.array([float(value) for value in values], pa.float32())


@lru_cache(maxsize=64)
def _specification(
    names: tuple[tuple[str, Colour], ...], x: Axis, y: Axis, *, height: int, legend: bool
) -> Specification:
    across, up = _x(x), _y(y)
    rule = alt.MarkDef("rule", strokeDash=[5, 4], strokeWidth=1.5)
    layers = [layer("floors", rule).encode(y=up, color=alt.ColorValue(FLOOR)), *_mark_layers()]
    for number, (name, colour) in reversed(list(enumerate(names))):
        # What is no number was left out before: the browser would look for it at every update.
        line = alt.MarkDef("line", strokeWidth=1.5 if number else 2, clip=True, invalid=None)
        lines = layer(f"line{number}", line).encode(x=across, y=up, color=alt.ColorValue(colour))
        layers += [lines, _hover(number, name, x, y).encode(x=across, y=up)]
    floor_names = layer("floors", alt.MarkDef("text", align="right", dy=-7, dx=-2))
    layers.append(
        floor_names.encode(
            x=alt.XValue("width"), y=up, text=alt.Text("name:N"), color=alt.ColorValue(FLOOR)
        )
    )
    if legend:
        layers.append(_legend(names))
    return specify(layers, height=height)


def _x(axis: Axis) -> alt.X:
    look = alt.Axis(
        title=axis.title, grid=False, tickCount=6, labelExpr=NUMBER, titlePadding=4, **_ticks(axis)
    )
    return alt.X("x:Q", scale=_scale(axis, nice=False), axis=look)


def _y(axis: Axis) -> alt.Y:
    form: dict[str, Any] = {"format": ".3~p"} if axis.unit == "percent" else {}
    look = alt.Axis(title=None, tickCount=5, **form, **_ticks(axis))
    return alt.Y("y:Q", scale=_scale(axis, nice=True), axis=look)


def _scale(axis: Axis, *, nice: bool) -> alt.Scale:
    if axis.logarithmic or axis.decades:
        return alt.Scale(type="log", nice=False)
    return alt.Scale(zero=False, nice=nice)


def _ticks(axis: Axis) -> dict[str, Any]:
    return ({"tickMinStep": 1} if axis.unit == "whole" else {}) | (
        {"values": _DECADES} if axis.decades else {}
    )


def _legend(names: Sequence[tuple[str, Colour]]) -> alt.Chart:
    """Lines of one point each, which draw nothing: only the legend shows them."""
    scale = alt.Scale(domain=[name for name, _ in names], range=[colour for _, colour in names])
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", offset=2)
    colours = alt.Color("name:N", scale=scale, legend=legend)
    return layer("names", alt.MarkDef("line")).encode(color=colours)


def _hover(number: int, name: str, x: Axis, y: Axis) -> alt.Chart:
    """Points that cannot be seen, for the pointer to find."""
    point = alt.MarkDef("point", opacity=0, size=160, filled=True, invalid=None)
    form = ".1%" if y.unit == "percent" else ".4~g"
    return layer(f"hover{number}", point).encode(
        tooltip=[
            alt.Tooltip("y:Q", title=name, format=form),
            alt.Tooltip("x:Q", title=x.title, format=",.6~g"),
        ]
    )


def _mark_layers() -> list[alt.Chart]:
    align, dx, dy = (alt.expr(f"datum.{name}") for name in ("align", "dx", "dy"))
    rule = alt.MarkDef("rule", strokeWidth=1.5)
    text = alt.MarkDef("text", align=align, dx=dx, dy=dy)
    colour = alt.ColorValue(INTERVENTION)
    return [
        layer("marks", rule).encode(x=alt.X("x:Q"), color=colour),
        layer("marks", text).encode(
            x=alt.X("x:Q"),
            y=alt.YValue(alt.expr("height * 0.6")),
            text=alt.Text("name:N"),
            color=colour,
        ),
    ]
