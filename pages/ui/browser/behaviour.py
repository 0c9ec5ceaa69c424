"""Puts our script on every page: Streamlit's own words, the menu's links, cookies."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages.ui.browser.remembered import LEAVING_COOKIE, cookies
from pages.ui.browser.streamlit_words import streamlit_words
from pages.ui.text.i18n import language

_SCRIPT = Path(__file__).with_name("behaviour.js")


def draw_behaviour() -> None:
    """Mount it, unseen; drawn once for each run of the script."""
    _component()(
        key="behaviour",
        data={
            "language": language(),
            "words": streamlit_words(),
            "cookies": cookies(),
            "leaving": LEAVING_COOKIE,
        },
        height=0,
    )


@cache
def _component() -> ComponentRenderer:
    script = _SCRIPT.read_text(encoding="utf-8")
    return st.components.v2.component("argot.behaviour", js=script, isolate_styles=False)
