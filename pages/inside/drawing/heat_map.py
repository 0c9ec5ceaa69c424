"""A map of many cells, as the browser paints it: rows over tokens, hover, zoom, rows to choose."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages.ui.text.i18n import _

_HERE = Path(__file__).parent
_HEIGHTS = ((40, 14), (64, 11), (120, 8))
"""Up to so many rows, and how many pixels each is high; from 11 on they have a name beside them."""
_LOWEST = 3


@dataclass(frozen=True)
class HeatRow:
    """One row."""

    id: int
    name: str
    """Beside it; a few letters."""
    told: str
    """As the line below the map calls it."""
    values: bytes
    """One byte a column."""


@dataclass(frozen=True)
class HeatMap:
    """Rows over columns."""

    rows: Sequence[HeatRow]
    columns: Sequence[str]
    lowest: float
    """What the byte 0 stands for; below 0, the colours tell both signs apart."""
    highest: float
    chosen: int | None = None
    """The row that has a line around it."""


def draw_heat_map(
    shown: HeatMap, *, key: str, label: str, on_choose: Callable[[int, int], None] | None = None
) -> None:
    """Draw it; `on_choose` gets the id of a row that was clicked, and the place of the column.
    `label` says what it shows to those who do not see it."""

    def chosen() -> None:
        state = st.session_state.get(key)
        cell = state.get("cell") if state else None
        if on_choose is not None and isinstance(cell, Mapping):
            row, column = cell.get("row"), cell.get("column")
            if isinstance(row, int) and isinstance(column, int):
                on_choose(row, column)

    high = next((size for most, size in _HEIGHTS if len(shown.rows) <= most), _LOWEST)
    _component()(
        key=key,
        data={
            "rows": [{"id": row.id, "name": row.name, "told": row.told} for row in shown.rows],
            "columns": list(shown.columns),
            "values": b64encode(b"".join(row.values for row in shown.rows)).decode(),
            "span": [shown.lowest, shown.highest],
            "chosen": shown.chosen,
            "row_height": high,
            "label": label,
            "words": {
                "about": "{row}",
                "hint": _(
                    "Point at a cell, or move with the arrow keys, for its value. Drag to zoom, "
                    "double-click to see all."
                ),
            },
        },
        on_cell_change=chosen,
    )


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "argot_heat_map",
        html='<div class="heat"><div class="scale" aria-hidden="true"><span></span><i></i><span>'
        '</span></div><div class="sheet"><canvas tabindex="0" role="img"></canvas></div>'
        '<div class="told" role="status"></div></div>',
        css=(_HERE / "heat_map.css").read_text(encoding="utf-8"),
        js=(_HERE / "heat_map.js").read_text(encoding="utf-8"),
    )
