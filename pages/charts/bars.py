"""Bars with names beside them, in the look of all charts, that can be picked. Knows no models.

As in charts.py the specification holds no data: new bars grow out of the old ones without a flash.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa
import streamlit as st

from pages.charts.curves import MEASURED, SEEN

_ROW = 26
"""Pixels of one bar with the space around it: wide enough for a finger."""
_PICKED = "picked"


@dataclass(frozen=True)
class Bar:
    """One bar."""

    name: str
    share: float
    """From 0 to 1."""
    pickable: bool = True
    """One that is not is grey."""


def bar_chart(
    bars: Sequence[Bar], *, key: str, alt: str, title: str, on_pick: Callable[[int], None]
) -> None:
    """Draw shares as horizontal bars; `on_pick` gets the place of the one that is clicked.

    A click is taken for these bars only: one that comes late, for bars that are gone, is ignored.
    """
    drawn = f"{hash(tuple(bars)):x}"
    table = pa.table(
        {
            "place": pa.array(range(len(bars)), pa.int16()),
            "name": pa.array([bar.name for bar in bars], pa.string()),
            "share": pa.array([bar.share for bar in bars], pa.float32()),
            "pickable": pa.array([bar.pickable for bar in bars], pa.bool_()),
            "drawn": pa.array([drawn] * len(bars), pa.string()),
        }
    )
    names = [bar.name for bar in bars]
    st.vega_lite_chart(
        {**_spec(len(bars), title), "datasets": {"bars": table}},
        key=key,
        alt=alt,
        on_select=lambda: _pick(key, drawn, len(names), on_pick),
        selection_mode=_PICKED,
    )


def _pick(key: str, drawn: str, count: int, on_pick: Callable[[int], None]) -> None:
    for row in st.session_state[key]["selection"].get(_PICKED, []):
        place = row.get("place")
        if row.get("drawn") == drawn and isinstance(place, int) and 0 <= place < count:
            on_pick(place)


@lru_cache(maxsize=8)
def _spec(count: int, title: str) -> Mapping[str, Any]:
    axis = {"title": None, "domain": False, "ticks": False, "labelLimit": 120, "labelPadding": 6}
    axis["labelExpr"] = "data('bars')[datum.value] ? data('bars')[datum.value].name : ''"
    y = {"field": "place", "type": "ordinal", "axis": axis}
    x = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domainMin": 0, "nice": False},
        "axis": {"title": title, "format": ".0%", "tickCount": 5, "titlePadding": 4},
    }
    colour = {
        "field": "pickable",
        "type": "nominal",
        "scale": {"domain": [True, False], "range": [MEASURED, SEEN]},
        "legend": None,
    }
    return {
        "data": {"name": "bars"},
        "height": {"step": _ROW},
        "padding": {"left": 0, "right": 6, "top": 0, "bottom": 0},
        "layer": [
            {
                # Takes clicks along the whole row, so that a short bar is as easy to hit.
                "mark": {"type": "bar", "opacity": 0, "cursor": "pointer"},
                "encoding": {"y": y, "x": {"value": 0}, "x2": {"value": "width"}},
                "params": [
                    {
                        "name": _PICKED,
                        # `drawn` tells these bars from the last ones, so that the second bar
                        # can be picked twice in a row.
                        "select": {
                            "type": "point",
                            "fields": ["place", "drawn"],
                            "toggle": False,
                        },
                    }
                ],
            },
            {
                "mark": {"type": "bar", "cornerRadius": 2, "height": {"band": 0.76}},
                "encoding": {"y": y, "x": x, "color": colour},
            },
        ],
        "config": {"view": {"stroke": None}},
    }
