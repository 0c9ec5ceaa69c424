"""Values with their intervals below one another, and a line where nothing is gained."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import pyarrow as pa

from pages.charts.chart import FLOOR, Axis, Colour, Specification, draw, layer, specify

_ROW = 34
"""Pixels of one of them with the space around it."""


@dataclass(frozen=True)
class ValueInterval:
    """One value, and between what it lies."""

    name: str
    value: float
    low: float
    high: float
    note: str
    """What the pointer is told."""
    colour: Colour = "primary"


def intervals_chart(rows: Sequence[ValueInterval], axis: Axis, *, key: str, alt: str) -> None:
    """Draw them in the order given, with a dashed line at zero."""
    table = pa.table(
        {
            "name": pa.array([row.name for row in rows], pa.string()),
            "value": pa.array([float(row.value) for row in rows], pa.float32()),
            "low": pa.array([float(row.low) for row in rows], pa.float32()),
            "high": pa.array([float(row.high) for row in rows], pa.float32()),
            "note": pa.array([row.note for row in rows], pa.string()),
        }
    )
    colours = tuple(dict.fromkeys((row.name, row.colour) for row in rows))
    zero = pa.table({"x": pa.array([0.0], pa.float32())})
    draw(_specification(axis, axis.label, colours), {"rows": table, "zero": zero}, key=key, alt=alt)


@lru_cache(maxsize=16)
def _specification(
    axis: Axis, label: str, colours: tuple[tuple[str, Colour], ...]
) -> Specification:
    names = [name for name, _colour in colours]
    look = alt.Axis(title=None, domain=False, ticks=False, labelLimit=170, labelPadding=6)
    y = alt.Y("name:N", sort=names, axis=look)
    numbers = alt.Axis(title=axis.title, tickCount=5, titlePadding=4, labelExpr=label)
    x = alt.X("value:Q", axis=numbers, scale=alt.Scale(zero=True, nice=True))
    scale = alt.Scale(domain=names, range=[colour for _name, colour in colours])
    colour = alt.Color("name:N", scale=scale, legend=None)
    told = [alt.Tooltip("name:N", title=" "), alt.Tooltip("note:N", title="  ")]
    rule = alt.MarkDef("rule", strokeWidth=4, opacity=0.5)
    point = alt.MarkDef("point", filled=True, size=110, opacity=1)
    nought = alt.MarkDef("rule", strokeDash=[6, 4], strokeWidth=1.5)
    layers = [
        layer("rows", rule).encode(
            y=y, x=_along("low", x), x2="high:Q", color=colour, tooltip=told
        ),
        layer("rows", point).encode(y=y, x=x, color=colour, tooltip=told),
        layer("zero", nought).encode(x=_along("x", x), color=alt.ColorValue(FLOOR)),
    ]
    return specify(layers, height=alt.Step(_ROW), aria=True)


def _along(field: str, like: alt.X) -> alt.X:
    """The same axis for another column."""
    again = like.copy(deep=False)
    again["shorthand"] = f"{field}:Q"
    return again
