"""Slopes from one number to the next, in the look of all charts. Knows no models."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa
import streamlit as st

from pages.charts.curves import HEIGHT, SERIES, Colour

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
        for end, value in enumerate((slope.before, slope.after))
    ]
    places, names, sides, values = zip(*rows, strict=True)
    table = pa.table(
        {
            "slope": pa.array(places, pa.int8()),
            "name": pa.array(names, pa.string()),
            "end": pa.array([ends[side] for side in sides], pa.string()),
            "value": pa.array(values, pa.float32()),
        }
    )
    spec = _spec(ends, SERIES[: len(slopes)], unit)
    st.vega_lite_chart({**spec, "datasets": {"slopes": table}}, key=key, alt=alt)


@lru_cache(maxsize=8)
def _spec(ends: tuple[str, str], colours: tuple[Colour, ...], unit: str) -> Mapping[str, Any]:
    x = {
        "field": "end",
        "type": "nominal",
        "sort": list(ends),
        "scale": {"type": "point", "padding": 0},
        "axis": {"title": None, "labelAngle": 0, "domain": False, "ticks": False, "grid": True}
        | {"labelFlush": False, "labelPadding": 8},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": None,
    }
    colour = {
        "field": "slope",
        "type": "nominal",
        "scale": {"domain": list(range(len(colours))), "range": list(colours)},
        "legend": None,
    }
    encoding = {"x": x, "y": y, "color": colour}
    number = {"type": "quantitative", "field": "value", "format": ".3f"}
    hover = [
        {"field": "name", "type": "nominal", "title": " "},
        {"field": "end", "type": "nominal", "title": "  "},
        {**number, "title": unit},
    ]
    return {
        "data": {"name": "slopes"},
        "height": HEIGHT,
        "padding": {"left": 0, "right": 6, "top": 12, "bottom": 0},
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 2}, "encoding": encoding},
            {
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {**encoding, "tooltip": hover},
            },
            _beside(ends[0], "right", encoding, number),
            _beside(ends[1], "left", encoding, {"field": "label", "type": "nominal"}),
        ],
        "config": {"view": {"stroke": None}},
    }


def _beside(
    end: str, align: str, encoding: Mapping[str, Any], text: Mapping[str, Any]
) -> dict[str, Any]:
    """Words at one end, on the outer side."""
    chosen = f"datum.end === {end!r}"
    label = "format(datum.value, '.3f') + ' · ' + datum.name"
    return {
        "transform": [{"filter": chosen}, {"calculate": label, "as": "label"}],
        "mark": {
            "type": "text",
            "align": align,
            "dx": -9 if align == "right" else 9,
            "limit": _NAME,
            "clip": False,
        },
        "encoding": {**encoding, "text": text},
    }
