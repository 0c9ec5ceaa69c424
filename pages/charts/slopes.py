"""Slopes from one number to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import altair as alt
import pyarrow as pa

from pages.charts.chart import HEIGHT, SERIES, Colour, Specification, draw, layer, specify

_NAME = 150
"""Pixels beside the chart that a name may take."""


@dataclass(frozen=True)
class Slope:
    """One thing, measured twice."""

    name: str
    before: float
    after: float


def slope_chart(
    slopes: Sequence[Slope], ends: tuple[str, str], *, key: str, alt: str, unit: str
) -> None:
    """Draw each as a line from the first of the `ends` to the second, its numbers beside them."""
    rows = [
        (place, slope.name, end, value)
        for place, slope in enumerate(slopes)
        for end, value in zip(ends, (slope.before, slope.after), strict=True)
    ]
    places, names, sides, values = zip(*rows, strict=True)
    table = pa.table(
        {
            "slope": pa.array(places, pa.int8()),
            "name": pa.array(names, pa.string()),
            "end": pa.array(sides, pa.string()),
            "value": pa.array(values, pa.float32()),
        }
    )
    look = _specification(ends, SERIES[: len(slopes)], unit)
    draw(look, {"slopes": table}, key=key, alt=alt)


@lru_cache(maxsize=8)
def _specification(ends: tuple[str, str], colours: tuple[Colour, ...], unit: str) -> Specification:
    axis = alt.Axis(
        title=None,
        labelAngle=0,
        domain=False,
        ticks=False,
        grid=True,
        labelFlush=False,
        labelPadding=8,
    )
    x = alt.X("end:N", sort=list(ends), scale=alt.Scale(type="point", padding=0), axis=axis)
    y = alt.Y("value:Q", scale=alt.Scale(zero=False, nice=True), axis=None)
    scale = alt.Scale(domain=list(range(len(colours))), range=list(colours))
    colour = alt.Color("slope:N", scale=scale, legend=None)
    hover = [
        alt.Tooltip("name:N", title=" "),
        alt.Tooltip("end:N", title="  "),
        alt.Tooltip("value:Q", title=unit, format=".3f"),
    ]
    layers = [
        layer("slopes", alt.MarkDef("line", strokeWidth=2)),
        layer("slopes", alt.MarkDef("point", filled=True, size=60, opacity=1)).encode(
            tooltip=hover
        ),
        _beside(ends[0], align="right", dx=-9).encode(text=alt.Text("value:Q", format=".3f")),
        _beside(ends[1], align="left", dx=9).encode(text=alt.Text("label:N")),
    ]
    placed = [one.encode(x=x, y=y, color=colour) for one in layers]
    return specify(placed, height=HEIGHT, top=12, aria=True)


def _beside(end: str, *, align: Literal["left", "right"], dx: int) -> alt.Chart:
    """Text at one end, on the outer side."""
    text = layer("slopes", alt.MarkDef("text", align=align, dx=dx, limit=_NAME, clip=False))
    return text.transform_filter(alt.datum.end == end).transform_calculate(
        label="format(datum.value, '.3f') + ' · ' + datum.name"
    )
