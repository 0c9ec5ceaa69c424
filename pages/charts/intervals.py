"""Values with their intervals, below one another, beside a line at nought."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import pyarrow as pa

from pages.charts.chart import (
    FLOOR,
    MEASURED,
    SEEN,
    Axis,
    Specification,
    draw,
    layer,
    specify,
    written_number,
)

_ROW = 26
"""Pixels of a row."""
_NAME = "data('values')[datum.value] ? data('values')[datum.value].name : ''"


@dataclass(frozen=True)
class ValueRow:
    """One value and where it lies."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    """None where nothing is known of that."""

    @property
    def side(self) -> str:
        """On which side of nought it lies for sure: above, below, or either."""
        if self.low is None or self.high is None or self.low <= 0 <= self.high:
            return "either"
        return "above" if self.low > 0 else "below"


def interval_chart(rows: Sequence[ValueRow], axis: Axis, *, key: str, alt: str) -> None:
    """Points with lines through their intervals, in the order given; grey where nought lies
    within, red where all of it is below."""
    table = pa.table(
        {
            "place": pa.array(range(len(rows)), pa.int16()),
            "name": pa.array([row.name for row in rows], pa.string()),
            "value": pa.array([row.value for row in rows], pa.float32()),
            "low": pa.array([row.low for row in rows], pa.float32()),
            "high": pa.array([row.high for row in rows], pa.float32()),
            "side": pa.array([row.side for row in rows], pa.string()),
            "note": pa.array([_note(row, axis) for row in rows], pa.string()),
        }
    )
    draw(_specification(axis, axis.label), {"values": table}, key=key, alt=alt)


def _note(row: ValueRow, axis: Axis) -> str:
    told = written_number(row.value, axis)
    if row.low is None or row.high is None:
        return told
    return f"{told} ({written_number(row.low, axis)} – {written_number(row.high, axis)})"


@lru_cache(maxsize=8)
def _specification(axis: Axis, label: str) -> Specification:
    names = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelFlush=False,
        labelLimit=190,
        labelPadding=6,
        labelExpr=_NAME,
    )
    y = alt.Y("place:O", axis=names)
    numbers = alt.Axis(title=axis.title, tickCount=5, titlePadding=4, labelExpr=label)
    scale = alt.Scale(zero=True, nice=True)
    colours = alt.Scale(domain=["above", "below", "either"], range=[MEASURED, "red", SEEN])
    colour = alt.Color("side:N", scale=colours, legend=None)
    tooltip = [alt.Tooltip("name:N", title=" "), alt.Tooltip("note:N", title="  ")]
    nought = layer("values", alt.MarkDef("rule", strokeDash=[6, 4], strokeWidth=1.5)).encode(
        x=alt.XDatum(0), color=alt.ColorValue(FLOOR)
    )
    spans = layer("values", alt.MarkDef("rule", strokeWidth=2)).encode(
        y=y, x=alt.X("low:Q", scale=scale, axis=numbers), x2=alt.X2("high:Q"), color=colour
    )
    points = layer("values", alt.MarkDef("point", filled=True, size=70, opacity=1)).encode(
        y=y, x=alt.X("value:Q", scale=scale, axis=numbers), color=colour, tooltip=tooltip
    )
    return specify([nought, spans, points], height=alt.Step(_ROW), aria=True)
