"""Parallel coordinates: an upright axis for each setting, a line through them for each trial."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import pyarrow as pa

from pages.charts.chart import (
    INTERVENTION,
    MEASURED,
    SEEN,
    Specification,
    draw,
    layer,
    specify,
)

_HEIGHT = 260
_NARROW = 480
"""Pixels of a chart below which the names of its axes are turned."""
_BEST = 1 / 3
"""Share of the lines that are drawn in colour."""

Value = float | int | str


@dataclass(frozen=True)
class CoordinateAxis:
    """One axis."""

    key: str
    name: str
    logarithmic: bool = False
    choices: tuple[Value, ...] = ()
    """Its places from below to above, where it has names instead of numbers."""
    names: tuple[str, ...] = ()
    """What those are called, where not as they are."""

    def written(self, value: Value) -> str:
        """A value of it in words."""
        if self.names and value in self.choices:
            return self.names[self.choices.index(value)]
        return f"{value:.3g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True)
class CoordinateLine:
    """One line through all axes."""

    name: str
    values: Mapping[str, Value]
    score: float
    """The lower the better."""


def parallel_chart(
    axes: Sequence[CoordinateAxis], lines: Sequence[CoordinateLine], *, key: str, alt: str
) -> None:
    """Draw the lines, the best third in colour and the best of all in another."""
    ends = {axis.key: _ends(axis, lines) for axis in axes}
    tables = {"lines": _lines(axes, lines, ends), "ticks": _tick_table(axes, ends)}
    draw(_specification(tuple(axis.name for axis in axes)), tables, key=key, alt=alt)


def _lines(
    axes: Sequence[CoordinateAxis],
    lines: Sequence[CoordinateLine],
    ends: Mapping[str, tuple[float, float]],
) -> pa.Table:
    """A row for each line at each axis; the worst lines first, so that the best lie above."""
    ranked = sorted(lines, key=lambda line: line.score)
    rows = [
        (
            axis.name,
            at,
            line.name,
            len(ranked) - place,
            _share(axis, line.values[axis.key], *ends[axis.key]),
            axis.written(line.values[axis.key]),
            _kind(place, len(ranked)),
            line.score,
        )
        for at, axis in enumerate(axes)
        for place, line in reversed([*enumerate(ranked)])
    ]
    columns = zip(*rows, strict=True) if rows else [()] * 8
    names = ("axis", "number", "name", "line", "place", "value", "kind", "score")
    text, whole, real = pa.string(), pa.int16(), pa.float32()
    kinds = (text, whole, text, whole, real, text, text, real)
    return pa.table(
        {
            name: pa.array(column, kind)
            for name, column, kind in zip(names, columns, kinds, strict=True)
        }
    )


def _tick_table(
    axes: Sequence[CoordinateAxis], ends: Mapping[str, tuple[float, float]]
) -> pa.Table:
    rows = [
        (axis.name, place, label) for axis in axes for place, label in _ticks(axis, *ends[axis.key])
    ]
    return pa.table(
        {
            "axis": pa.array([row[0] for row in rows], pa.string()),
            "place": pa.array([row[1] for row in rows], pa.float32()),
            "label": pa.array([row[2] for row in rows], pa.string()),
        }
    )


def _kind(place: int, count: int) -> str:
    if not place:
        return "best"
    return "good" if place < _BEST * count else "rest"


def _ends(axis: CoordinateAxis, lines: Sequence[CoordinateLine]) -> tuple[float, float]:
    if axis.choices:
        return 0.0, float(max(1, len(axis.choices) - 1))
    values = [float(line.values[axis.key]) for line in lines]
    return min(values, default=0.0), max(values, default=1.0)


def _share(axis: CoordinateAxis, value: Value, low: float, high: float) -> float:
    """Where on its axis a value is, from 0 below to 1 above."""
    if axis.choices:
        return axis.choices.index(value) / high if value in axis.choices else 0.5
    if high <= low:
        return 0.5
    if axis.logarithmic and low > 0:
        return math.log(float(value) / low) / math.log(high / low)
    return (float(value) - low) / (high - low)


def _ticks(axis: CoordinateAxis, low: float, high: float) -> list[tuple[float, str]]:
    if axis.choices:
        return [(place / high, axis.written(name)) for place, name in enumerate(axis.choices)]
    if high <= low:
        return [(0.5, axis.written(low))]
    return [(0.0, axis.written(low)), (1.0, axis.written(high))]


@lru_cache(maxsize=8)
def _specification(names: tuple[str, ...]) -> Specification:
    look = alt.Axis(
        title=None,
        orient="top",
        labelAngle=alt.expr(f"width < {_NARROW} ? -35 : 0"),
        labelAlign=alt.expr(f"width < {_NARROW} ? 'left' : 'center'"),
        domain=False,
        ticks=False,
        grid=True,
        labelFlush=False,
        labelOverlap=False,
        labelPadding=14,
        labelLimit=alt.expr(f"width < {_NARROW} ? 90 : width / {len(names)} - 4"),
    )
    x = alt.X("axis:N", sort=list(names), scale=alt.Scale(type="point", padding=0.3), axis=look)
    y = alt.Y("place:Q", scale=alt.Scale(domain=[0, 1]), axis=None)
    kinds = ["rest", "good", "best"]
    colours = alt.Scale(domain=kinds, range=[SEEN, MEASURED, INTERVENTION])
    widths = alt.Scale(domain=kinds, range=[1, 1.8, 3])
    opacities = alt.Scale(domain=kinds, range=[0.45, 0.8, 1])
    tooltip = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("axis:N", title="  "),
        alt.Tooltip("value:N", title="   "),
        alt.Tooltip("score:Q", title="    ", format=".3f"),
    ]
    lines = layer("lines", alt.MarkDef("line")).encode(
        x=x,
        y=y,
        detail="line:N",
        order=alt.Order("number:Q"),
        color=alt.Color("kind:N", scale=colours, legend=None),
        strokeWidth=alt.StrokeWidth("kind:N", scale=widths, legend=None),
        opacity=alt.Opacity("kind:N", scale=opacities, legend=None),
        tooltip=tooltip,
    )
    points = layer("lines", alt.MarkDef("point", filled=True, size=45)).encode(
        x=x,
        y=y,
        color=alt.Color("kind:N", scale=colours, legend=None),
        tooltip=tooltip,
    )
    labels = layer("ticks", alt.MarkDef("text", align="left", dx=7, fontSize=11)).encode(
        x=x, y=y, text="label:N", color=alt.ColorValue(SEEN)
    )
    return specify([lines, points, labels], height=_HEIGHT, top=4)
