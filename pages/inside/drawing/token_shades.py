"""A text drawn several times, its tokens shaded by how much they speak for a prediction."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages.ui.text.i18n import _

_HERE = Path(__file__).parent


def draw_token_shades(
    tokens: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]], *, key: str, label: str
) -> None:
    """Draw `tokens` once for each of `rows`, a name and a number a token."""
    _component()(
        key=key,
        data={
            "tokens": list(tokens),
            "rows": [{"name": name, "values": list(values)} for name, values in rows],
            "label": label,
            "hint": _(
                "Point at a token, or move with the arrow keys, to see what each says of it."
            ),
        },
    )


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "argot_token_shades",
        html='<div class="sheet" tabindex="0" role="group"></div><div class="told" role="status">'
        "</div>",
        css=(_HERE / "token_shades.css").read_text(encoding="utf-8"),
        js=(_HERE / "token_shades.js").read_text(encoding="utf-8"),
    )
