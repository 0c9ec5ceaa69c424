"""The first row of a page about one thing: its name, and beside it its state and its buttons.

A name is as long as people make it, so a long one is written smaller and takes a second line, and
the buttons stay where they are.
"""

from collections.abc import Generator
from contextlib import contextmanager
from unicodedata import east_asian_width

import streamlit as st

from pages.ui.text.markdown import escape_markdown

_LONG = 30
"""Columns from which a title is written smaller: it leaves no room for four buttons beside it."""


@contextmanager
def title_row(title: str, *, key: str) -> Generator[None]:
    """Draw the title; what is drawn inside stands at its right. `key` ends in "_head"."""
    with st.container(horizontal=True, vertical_alignment="center", key=key):
        long = "_long" if columns_of(title) > _LONG else ""
        with st.container(key=f"{key}_title{long}"):
            st.title(escape_markdown(title), anchor=False)
        yield


def columns_of(text: str) -> int:
    """How wide it is, in Latin letters: a Chinese one is two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
