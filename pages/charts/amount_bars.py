"""Bars that say how much, lying with names beside them or standing in a row. Knows no corpora.

As in charts.py the specification holds no data: when only the data change, nothing flashes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import pyarrow as pa
import streamlit as st

from pages.charts.curves import FLOOR, HEIGHT, MEASURED

_ROW = 22
"""Pixels of a lying bar with the space around it."""

Unit = Literal["number", "whole", "percent"]
"""Whole numbers, such as documents, have no ticks between them."""


@dataclass(frozen=True)
class Amount:
    """One bar."""

    name: str
    value: float
    note: str = ""
    """What the pointer is told; "" for the value alone."""
    beside: float | None = None
    """What it is compared with: a mark across the bar."""


@dataclass(frozen=True)
class Scale:
    """What the bars measure."""

    title: str
    unit: Unit = "number"


def lying_bars(amounts: Sequence[Amount], scale: Scale, *, key: str, alt: str) -> None:
    """Bars below one another, in the order given. `alt` says what they show."""
    spec = _lying(len(amounts), scale, any(one.beside is not None for one in amounts))
    st.vega_lite_chart({**spec, "datasets": {"bars": _table(amounts, scale)}}, key=key, alt=alt)


def standing_bars(
    amounts: Sequence[Amount], scale: Scale, *, along: str, key: str, alt: str
) -> None:
    """Bars beside one another, for what has an order of its own, such as lengths."""
    spec = _standing(scale, along)
    st.vega_lite_chart({**spec, "datasets": {"bars": _table(amounts, scale)}}, key=key, alt=alt)


def _table(amounts: Sequence[Amount], scale: Scale) -> pa.Table:
    return pa.table(
        {
            "place": pa.array(range(len(amounts)), pa.int16()),
            "name": pa.array([one.name for one in amounts], pa.string()),
            "value": pa.array([float(one.value) for one in amounts], pa.float32()),
            "note": pa.array([one.note or _written(one.value, scale) for one in amounts]),
            "beside": pa.array([one.beside for one in amounts], pa.float32()),
        }
    )


def _written(value: float, scale: Scale) -> str:
    return (
        f"{value:.1%}"
        if scale.unit == "percent"
        else f"{value:,.0f}"
        if value >= 1_000
        else f"{value:,.4g}"
    )


_NAME = "data('bars')[datum.value] ? data('bars')[datum.value].name : ''"
_TOOLTIP = [
    {"field": "name", "type": "nominal", "title": " "},
    {"field": "note", "type": "nominal", "title": "  "},
]


def _numbers(scale: Scale, *, title: str | None, ticks: int) -> dict[str, Any]:
    axis: dict[str, Any] = {"title": title, "tickCount": ticks, "titlePadding": 4}
    if scale.unit == "whole":
        axis["tickMinStep"] = 1
    if scale.unit == "percent":
        axis["format"] = ".0%"
    else:
        axis["labelExpr"] = "format(datum.value, abs(datum.value) < 10000 ? ',~r' : '~s')"
    return {"field": "value", "type": "quantitative", "scale": {"domainMin": 0}, "axis": axis}


@lru_cache(maxsize=32)
def _lying(count: int, scale: Scale, compared: bool) -> Mapping[str, Any]:
    names = {"title": None, "domain": False, "ticks": False, "labelLimit": 170, "labelPadding": 6}
    y = {"field": "place", "type": "ordinal", "axis": names | {"labelExpr": _NAME}}
    x = _numbers(scale, title=scale.title, ticks=5)
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "bar", "cornerRadius": 2, "height": {"band": 0.72}},
            "encoding": {"y": y, "x": x, "color": {"value": MEASURED}, "tooltip": _TOOLTIP},
        }
    ]
    if compared:
        tick = {"type": "tick", "thickness": 3, "height": {"band": 0.9}}
        place = x | {"field": "beside"}
        layers.append({"mark": tick, "encoding": {"y": y, "x": place, "color": {"value": FLOOR}}})
    return _chart({"height": {"step": _ROW}}, layers)


@lru_cache(maxsize=32)
def _standing(scale: Scale, along: str) -> Mapping[str, Any]:
    names = {
        "title": along,
        "ticks": False,
        "labelAngle": 0,
        "labelOverlap": "greedy",
        "labelExpr": _NAME,
        "titlePadding": 4,
    }
    x = {"field": "place", "type": "ordinal", "axis": names, "scale": {"paddingInner": 0.12}}
    layer = {
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            "x": x,
            "y": _numbers(scale, title=None, ticks=5),
            "color": {"value": MEASURED},
            "tooltip": _TOOLTIP,
        },
    }
    return _chart({"height": HEIGHT}, [layer])


def _chart(size: dict[str, Any], layers: list[dict[str, Any]]) -> Mapping[str, Any]:
    return {
        "data": {"name": "bars"},
        **size,
        "padding": {"left": 0, "right": 6, "top": 0, "bottom": 0},
        "layer": layers,
        "config": {"view": {"stroke": None}, "mark": {"aria": False}},
    }
