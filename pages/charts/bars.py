"""Bars with names: lying below one another, standing in a row, and such as can be picked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt
import pyarrow as pa
import streamlit as st

from pages.charts.chart import (
    FLOOR,
    HEIGHT,
    MEASURED,
    SEEN,
    Axis,
    Specification,
    draw,
    layer,
    specify,
    written_number,
)

_ROW, _ROW_TO_PICK = 22, 26
"""Pixels of a lying bar with the space around it; one to pick is wide enough for a finger."""
_PICKED = "picked"


@dataclass(frozen=True)
class Bar:
    """One bar."""

    name: str
    value: float
    note: str = ""
    """What the pointer is told; "" for the value alone."""
    compared: float | None = None
    """What it is compared with: a mark across the bar."""
    pickable: bool = True
    """One that is not is grey, among bars to pick."""
    is_floor: bool = False
    """What costs nothing to reach: in the colour of floors, among lying bars."""


def horizontal_bars(bars: Sequence[Bar], axis: Axis, *, key: str, alt: str) -> None:
    """Bars below one another, in the order given. `alt` says what they show."""
    compared = any(bar.compared is not None for bar in bars)
    look = _horizontal(axis, axis.label, compared=compared)
    draw(look, {"bars": _table(bars, axis)}, key=key, alt=alt)


def vertical_bars(bars: Sequence[Bar], axis: Axis, *, along: str, key: str, alt: str) -> None:
    """Bars beside one another, for what has an order of its own, such as lengths."""
    draw(_vertical(axis, axis.label, along), {"bars": _table(bars, axis)}, key=key, alt=alt)


def pickable_bars(
    bars: Sequence[Bar], axis: Axis, *, key: str, alt: str, on_pick: Callable[[int], None]
) -> None:
    """Shares below one another; `on_pick` gets the place of the one that is clicked.

    A click is taken for these bars only: one that comes late, for bars that are gone, is ignored.
    """
    drawn = f"{hash(tuple(bars)):x}"
    table = _table(bars, axis).append_column("drawn", pa.array([drawn] * len(bars), pa.string()))
    count = len(bars)
    compared = any(bar.compared is not None for bar in bars)
    draw(
        _pickable(axis, axis.label, compared=compared),
        {"bars": table},
        key=key,
        alt=alt,
        on_select=lambda: _pick(key, drawn, count, on_pick),
    )


def _pick(key: str, drawn: str, count: int, on_pick: Callable[[int], None]) -> None:
    for row in st.session_state[key]["selection"].get(_PICKED, []):
        place = row.get("place")
        if row.get("drawn") == drawn and isinstance(place, int) and 0 <= place < count:
            on_pick(place)


def _table(bars: Sequence[Bar], axis: Axis) -> pa.Table:
    return pa.table(
        {
            "place": pa.array(range(len(bars)), pa.int16()),
            "name": pa.array([bar.name for bar in bars], pa.string()),
            "value": pa.array([float(bar.value) for bar in bars], pa.float32()),
            "note": pa.array([bar.note or written_number(bar.value, axis) for bar in bars]),
            "compared": pa.array([bar.compared for bar in bars], pa.float32()),
            "pickable": pa.array([bar.pickable for bar in bars], pa.bool_()),
            "is_floor": pa.array([bar.is_floor for bar in bars], pa.bool_()),
        }
    )


_NAME = "data('bars')[datum.value] ? data('bars')[datum.value].name : ''"
_TOOLTIP = [alt.Tooltip("name:N", title=" "), alt.Tooltip("note:N", title="  ")]


@lru_cache(maxsize=32)
def _horizontal(axis: Axis, label: str, *, compared: bool) -> Specification:
    y, values = _names_below(limit=170), _values(axis, label, axis.title)
    bar = alt.MarkDef("bar", cornerRadius=2, height=alt.RelativeBandSize(0.72))
    x = alt.X("value:Q", **values)
    colours = alt.Scale(domain=[False, True], range=[MEASURED, FLOOR])
    colour = alt.Color("is_floor:N", scale=colours, legend=None)
    layers = [layer("bars", bar).encode(y=y, x=x, color=colour, tooltip=_TOOLTIP)]
    if compared:
        tick = alt.MarkDef("tick", thickness=3, height=alt.RelativeBandSize(0.9))
        x = alt.X("compared:Q", **values)
        layers.append(layer("bars", tick).encode(y=y, x=x, color=alt.ColorValue(FLOOR)))
    return specify(layers, height=alt.Step(_ROW))


@lru_cache(maxsize=32)
def _vertical(axis: Axis, label: str, along: str) -> Specification:
    names = alt.Axis(
        title=along,
        ticks=False,
        labelAngle=0,
        labelOverlap="greedy",
        labelExpr=_NAME,
        titlePadding=4,
    )
    bars = layer("bars", alt.MarkDef("bar", cornerRadiusEnd=2)).encode(
        x=alt.X("place:O", axis=names, scale=alt.Scale(paddingInner=0.12)),
        y=alt.Y("value:Q", **_values(axis, label, None)),
        color=alt.ColorValue(MEASURED),
        tooltip=_TOOLTIP,
    )
    return specify([bars], height=HEIGHT)


@lru_cache(maxsize=8)
def _pickable(axis: Axis, label: str, *, compared: bool) -> Specification:
    y, x = _names_below(limit=120), alt.X("value:Q", **_values(axis, label, axis.title))
    bar = alt.MarkDef("bar", cornerRadius=2, height=alt.RelativeBandSize(0.76))
    colours = alt.Scale(domain=[True, False], range=[MEASURED, SEEN])
    bars = layer("bars", bar).encode(
        y=y, x=x, color=alt.Color("pickable:N", scale=colours, legend=None)
    )
    # Takes clicks along the whole row, so that a short bar is as easy to hit.
    row = layer("bars", alt.MarkDef("bar", opacity=0, cursor="pointer"))
    # `drawn` tells these bars from the last ones, so that the second can be picked twice in a row.
    picked = alt.selection_point(name=_PICKED, fields=["place", "drawn"], toggle=False)
    rows = row.encode(y=y, x=alt.XValue(0), x2=alt.X2Value("width")).add_params(picked)
    layers = [rows, bars]
    if compared:
        tick = alt.MarkDef("tick", thickness=3, height=alt.RelativeBandSize(0.9))
        x = alt.X("compared:Q", **_values(axis, label, axis.title))
        layers.append(layer("bars", tick).encode(y=y, x=x, color=alt.ColorValue(FLOOR)))
    return specify(layers, height=alt.Step(_ROW_TO_PICK), aria=True)


def _names_below(*, limit: int) -> alt.Y:
    """The axis of lying bars: a name of at most `limit` pixels beside each."""
    names = alt.Axis(
        title=None, domain=False, ticks=False, labelLimit=limit, labelPadding=6, labelExpr=_NAME
    )
    return alt.Y("place:O", axis=names)


def _values(axis: Axis, label: str, title: str | None) -> dict[str, Any]:
    """The axis along which bars grow from nought."""
    look: dict[str, Any] = {"tickMinStep": 1} if axis.unit == "whole" else {}
    numbers = alt.Axis(title=title, tickCount=5, titlePadding=4, labelExpr=label, **look)
    return {"scale": alt.Scale(domainMin=0, nice=False), "axis": numbers}
