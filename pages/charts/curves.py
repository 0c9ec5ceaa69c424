"""The one look of all charts of curves: lines, floors, interventions. Knows nothing of runs.

Colours are names of the theme's own (primary, gray, orange, violet …), which the browser looks
up, so light and dark follow at once. The specification of a chart holds no data: when only the
data change, the browser swaps rows in the drawing it has, and nothing flashes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import pyarrow as pa
import streamlit as st

Colour = Literal["primary", "gray", "orange", "violet", "blue", "red"]

MEASURED: Colour = "primary"
"""What counts: validation."""
SEEN: Colour = "gray"
"""What was learned from: training."""
FLOOR: Colour = "orange"
"""What counting alone reaches."""
INTERVENTION: Colour = "violet"
"""What somebody changed, and when."""

SERIES = (MEASURED, SEEN, "blue", "red", FLOOR, INTERVENTION)
"""All that one chart may hold, in the order they are given out; told apart by colour-blind eyes."""

_HOVERED = 40
"""Points of a line that answer to the pointer. Each costs the browser more than ten points of the
line, at every update: measured, 300 of them were half of all a live page cost."""

_DECADES = [10**power for power in range(10)]
"""Where axes over powers of ten have ticks; what lies outside the drawing is left out."""

HEIGHT = 208
"""Pixels of a chart, the same for all that stand side by side."""


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
class Axis:
    """What an axis measures, and how its numbers are written."""

    title: str
    unit: Literal["number", "whole", "percent"] = "number"
    """Whole numbers, such as words, have no ticks between them."""
    logarithmic: bool = False
    decades: bool = False
    """Logarithmic over so many powers of ten that only those are written."""


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
    """Draw a chart. `alt` says what it shows to those who do not see it.

    Keep `alt` coarse in a chart that lives: whenever it changes, the browser draws anew.
    """
    series = len(curves.lines) + bool(curves.floors) + bool(curves.marks)
    assert series <= len(SERIES), f"{series} series: six are as many as eyes can tell apart"
    names = tuple((line.name, line.colour) for line in curves.lines)
    spec = _spec(names, curves.x, curves.y, height=curves.height, legend=curves.legend)
    st.vega_lite_chart({**spec, "datasets": _datasets(curves)}, key=key, alt=alt)


def _datasets(curves: Curves) -> dict[str, pa.Table]:
    low, high = _extent([x for line in curves.lines for x in line.xs])
    rows = [(mark.x, mark.name, mark.x > low + 0.6 * (high - low)) for mark in curves.marks]
    tables = {}
    for number, line in enumerate(curves.lines):
        tables[f"line{number}"] = _table(x=_numbers(line.xs), y=_numbers(line.ys))
        every = slice(None, None, -(-len(line.xs) // _HOVERED) or 1)
        xs, ys = line.xs[::-1][every], line.ys[::-1][every]  # the newest is always among them
        tables[f"hover{number}"] = _table(x=_numbers(xs), y=_numbers(ys))
    tables["floors"] = _table(
        y=_numbers([floor.value for floor in curves.floors]),
        name=pa.array([floor.name for floor in curves.floors], pa.string()),
    )
    tables["marks"] = _table(
        x=_numbers([x for x, _, _ in rows]),
        name=pa.array([name for _, name, _ in rows], pa.string()),
        align=pa.array(["right" if late else "left" for _, _, late in rows], pa.string()),
        dx=pa.array([-4 if late else 4 for _, _, late in rows], pa.int8()),
        dy=pa.array([12 * (number % 6) - 30 for number in range(len(rows))], pa.int8()),
    )
    return tables


def _extent(values: Sequence[float]) -> tuple[float, float]:
    return (min(values), max(values)) if values else (0.0, 0.0)


def _table(**columns: pa.Array) -> pa.Table:
    return pa.table(columns)


def _numbers(values: Sequence[float]) -> pa.Array:
    # Seven digits are more than pixels can show, and half the bytes on the way to the browser.
    return pa.array([float(value) for value in values], pa.float32())


@lru_cache(maxsize=64)
def _spec(
    names: tuple[tuple[str, Colour], ...], x: Axis, y: Axis, *, height: int, legend: bool
) -> Mapping[str, Any]:
    scale = {"domain": [name for name, _ in names], "range": [colour for _, colour in names]}
    key = {"orient": "top", "title": None, "symbolType": "stroke", "offset": 2}
    layers = [_floor_rule(y), *_mark_layers()]
    for number, (name, _) in reversed(list(enumerate(names))):
        data = {"name": f"line{number}"}
        place = {"x": _x(x), "y": _y(y)}
        colour = {
            "datum": name,
            "type": "nominal",
            "scale": scale,
            "legend": key if legend else None,
        }
        line = {"type": "line", "strokeWidth": 2 if number == 0 else 1.5, "clip": True}
        layers.append({"data": data, "mark": line, "encoding": {**place, "color": colour}})
        layers.append(_hover({"name": f"hover{number}"}, place, name, x, y))
    layers.append(_floor_name(y))
    return {
        "height": height,
        "padding": {"left": 0, "right": 6, "top": 0, "bottom": 0},
        "layer": layers,
        # What is no number was left out before, and the chart as a whole has words for those who
        # do not see it: the browser would reckon both anew for every point at every update.
        "config": {"view": {"stroke": None}, "mark": {"invalid": None, "aria": False}},
    }


def _x(axis: Axis) -> dict[str, Any]:
    scale: dict[str, Any] = {"zero": False, "nice": False}
    if axis.logarithmic or axis.decades:
        scale = {"type": "log", "nice": False}
    return {
        "field": "x",
        "type": "quantitative",
        "scale": scale,
        "axis": {
            "title": axis.title,
            "grid": False,
            "tickCount": 6,
            "labelExpr": "format(datum.value, abs(datum.value) < 10000 ? ',~r' : '~s')",
            "titlePadding": 4,
        }
        | ({"tickMinStep": 1} if axis.unit == "whole" else {})
        | ({"values": _DECADES} if axis.decades else {}),
    }


def _y(axis: Axis) -> dict[str, Any]:
    scale: dict[str, Any] = {"zero": False, "nice": True}
    if axis.logarithmic or axis.decades:
        scale = {"type": "log", "nice": False}
    return {
        "field": "y",
        "type": "quantitative",
        "scale": scale,
        "axis": {"title": None, "tickCount": 5}
        | ({"format": ".3~p"} if axis.unit == "percent" else {})
        | ({"tickMinStep": 1} if axis.unit == "whole" else {})
        | ({"values": _DECADES} if axis.decades else {}),
    }


def _hover(
    data: dict[str, str], place: dict[str, Any], name: str, x: Axis, y: Axis
) -> dict[str, Any]:
    """Points that cannot be seen, for the pointer to find."""
    form = ".1%" if y.unit == "percent" else ".4~g"
    return {
        "data": data,
        "mark": {"type": "point", "opacity": 0, "size": 160, "filled": True},
        "encoding": {
            **place,
            "tooltip": [
                {"field": "y", "type": "quantitative", "title": name, "format": form},
                {"field": "x", "type": "quantitative", "title": x.title, "format": ",.6~g"},
            ],
        },
    }


def _floor_rule(y: Axis) -> dict[str, Any]:
    return {
        "data": {"name": "floors"},
        "mark": {"type": "rule", "strokeDash": [5, 4], "strokeWidth": 1.5},
        "encoding": {"y": _y(y), "color": {"value": FLOOR}},
    }


def _floor_name(y: Axis) -> dict[str, Any]:
    return {
        "data": {"name": "floors"},
        "mark": {"type": "text", "align": "right", "dy": -7, "dx": -2},
        "encoding": {
            "x": {"value": "width"},
            "y": _y(y),
            "text": {"field": "name"},
            "color": {"value": FLOOR},
        },
    }


def _mark_layers() -> list[dict[str, Any]]:
    data = {"name": "marks"}
    place = {"x": {"field": "x", "type": "quantitative"}, "color": {"value": INTERVENTION}}
    offsets = {name: {"expr": f"datum.{name}"} for name in ("align", "dx", "dy")}
    return [
        {"data": data, "mark": {"type": "rule", "strokeWidth": 1.5}, "encoding": place},
        {
            "data": data,
            "mark": {"type": "text", **offsets},
            "encoding": {
                **place,
                "y": {"value": {"expr": "height * 0.6"}},
                "text": {"field": "name"},
            },
        },
    ]
