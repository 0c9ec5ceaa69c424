"""A button that puts a text into the clipboard, which only a browser can."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages.ui.text.i18n import _

_HERE = Path(__file__).parent


def draw_copy_button(text: str, *, key: str) -> None:
    """Draw it; a click copies `text` and says so."""
    words = {"label": _("Copy"), "done": _("Copied"), "failed": _("This browser does not copy.")}
    _component()(key=key, data={"text": text, **words}, width="content")


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "argot.copy_button",
        css=(_HERE / "copy_button.css").read_text(encoding="utf-8"),
        js=(_HERE / "copy_button.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )
