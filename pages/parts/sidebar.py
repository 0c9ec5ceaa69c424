"""Below the navigation, always: the run in progress, what the machine has, the language."""

import streamlit as st

from pages.parts.language import choose_language


def draw_sidebar() -> None:
    """Draw it all; only the run in progress is drawn again by itself."""
    with st.sidebar:
        choose_language()
