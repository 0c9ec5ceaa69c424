"""The table whose rows open, as a browser draws it; `widgets/tables.py` says where rows lead."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_HERE = Path(__file__).parent


def draw_row_table(
    data: dict[str, object],
    *,
    key: str,
    on_open: Callable[[], None],
    on_sort: Callable[[], None] | None = None,
    on_pick: Callable[[], None] | None = None,
) -> None:
    """Draw it; `on_open` is called when a row was opened (`opened_row`), `on_sort` when a heading
    was clicked (`sorted_column`), `on_pick` when a row was ticked or unticked (`picked_rows`)."""
    more = {"on_sorted_change": on_sort, "on_picked_change": on_pick}
    wanted: dict[str, Any] = {name: call for name, call in more.items() if call is not None}
    _component()(key=key, data=data, on_opened_change=on_open, **wanted)


def opened_row(key: str) -> str:
    """In `on_open`: the id of the row that was opened."""
    return str(_told(key, "opened") or "")


def sorted_column(key: str) -> int | None:
    """In `on_sort`: the place of the column whose heading was clicked."""
    told = _told(key, "sorted")
    return told if isinstance(told, int) else None


def picked_rows(key: str) -> frozenset[str]:
    """In `on_pick`: the ids of the rows that are ticked."""
    told = _told(key, "picked")
    return frozenset(map(str, told)) if isinstance(told, list) else frozenset()


def _told(key: str, name: str) -> object:
    state = st.session_state.get(key)
    return state.get(name) if state else None


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "argot.row_table",
        css=(_HERE / "row_table.css").read_text(encoding="utf-8"),
        js=(_HERE / "row_table.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
