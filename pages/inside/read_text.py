"""The text that the model reads which is looked into."""

import streamlit as st

from pages.ui.run_index import RunSummary
from pages.ui.text.i18n import _

_TEXT = "inside_text"
_SUGGESTED = "inside_suggested"
_LENGTH = 60
"""Characters of the text that is suggested."""


def draw_text(entry: RunSummary) -> str:
    """The text to read: what the model wrote last on its own, until somebody types."""
    suggested = _suggestion(entry)
    before = st.session_state.get(_SUGGESTED)
    if st.session_state.get(_TEXT) in (None, before):
        st.session_state[_TEXT] = suggested
    st.session_state[_SUGGESTED] = suggested
    text = st.text_area(_("Text it reads"), key=_TEXT, height=68, persist_state="session")
    return text or ""


def _suggestion(entry: RunSummary) -> str:
    samples = entry.run.samples()
    seed = entry.config.samples.seed_text
    if not samples or not samples[-1].texts:
        return seed
    written = samples[-1].texts[0][1]
    return f"{samples[-1].prompt}{written}"[:_LENGTH]
