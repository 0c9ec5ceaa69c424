"""The table whose rows open, as a browser draws it; `widgets/tables.py` says where rows lead."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_HERE = Path(__file__).parent


def draw_row_table(data: dict[str, object], *, key: str, on_open: Callable[[], None]) -> None:
    """Draw it; `on_open` is called when a row was opened, see `opened_row`."""
    _component()(key=key, data=data, on_opened_change=on_open)


def opened_row(key: str) -> str:
    """In `on_open`: the id of the row that was opened."""
    state = st.session_state.get(key)
    return str(state.get("opened") or "") if state else ""


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "argot.row_table",
        css=(_HERE / "row_table.css").read_text(encoding="utf-8"),
        js=(_HERE / "row_table.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
