"""Lets each paragraph run in the direction of its own script: Arabic and Hebrew from the right."""

import streamlit as st

_BY_ITS_FIRST_LETTER = (
    "[data-testid='stMarkdownContainer'] :is(p, li, blockquote), textarea, input[type='text']"
    " { unicode-bidi: plaintext; text-align: start; }"
)
"""What people and models write stands among our own words, so that no part of a page has one
direction: the first letter of a line decides, as it does in the text itself."""


def direction_by_script() -> None:
    """Let the first letter of a paragraph say where it begins, on the whole page."""
    st.html(f"<style>{_BY_ITS_FIRST_LETTER}</style>")
