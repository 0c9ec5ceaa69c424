"""What spoke against the last thing that was asked for on a page, said once."""

import streamlit as st

from pages.ui.text.i18n import translate
from pages.ui.text.markdown import escape_markdown
from slm_core.messages import Message


def keep_problem(page: str, problem: Message) -> None:
    """Have the next drawing of this page say why something could not be."""
    st.session_state[f"{page}_problem"] = problem


def draw_problem(page: str, problem: Message | str = "") -> None:
    """`problem`, else what was kept, once; nothing where there is neither."""
    kept = st.session_state.pop(f"{page}_problem", "")
    if problem or kept:
        st.error(escape_markdown(translate(problem or kept)))
