"""Puts our script on every page: Streamlit's own words, the menu's links, cookies, and a word
where the server is gone."""

from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages.ui.browser.remembered import LEAVING_COOKIE, cookies
from pages.ui.browser.streamlit_words import streamlit_words
from pages.ui.text.i18n import _, language

_FILES = Path(__file__).parent


def draw_behaviour() -> None:
    """Mount it, unseen; drawn once for each run of the script."""
    _component()(
        key="behaviour",
        data={
            "language": language(),
            "words": streamlit_words(),
            "cookies": cookies(),
            "leaving": LEAVING_COOKIE,
            "stopped": _(
                "The studio has stopped. Runs in training go on. Start it again, and this page "
                "connects by itself."
            ),
        },
        height=0,
    )


@cache
def _component() -> ComponentRenderer:
    css, js = ((_FILES / f"behaviour.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return st.components.v2.component("argot.behaviour", css=css, js=js, isolate_styles=False)
