"""The window in which a step is chosen, every one with a sentence on what it does."""

import streamlit as st

from pages.corpus.cleaning.draft import RecipeDraft
from pages.corpus.cleaning.labels import step_groups
from pages.ui.session import workers
from pages.ui.text.cleaning_steps import step_title
from pages.ui.text.i18n import _
from slm_core.corpus.cleaning.preview import load_ahead
from slm_core.corpus.cleaning.registry import STEPS


def ask_for_step(recipe: RecipeDraft) -> None:
    """Open it."""
    load_ahead(workers(), "en", seldom=True)  # while somebody still reads
    st.dialog(_("Add a step"), width="medium")(_draw)(recipe)


def _draw(recipe: RecipeDraft) -> None:
    for group, sections in step_groups().items():
        st.markdown(f"**{group}**")
        with st.grid(2, min_column_width=260):
            for section in sections:
                _draw_choice(recipe, section)


def _draw_choice(recipe: RecipeDraft, section: str) -> None:
    with st.container(gap="xxsmall"):
        flag = " :orange[:material/warning:]" if STEPS[section].warning else ""
        if st.button(
            step_title(section) + flag,
            key=f"corpus_add_{section}",
            type="tertiary",
            icon=":material/add:",
        ):
            added = recipe.add(section)
            for edited in recipe.steps:  # it alone is open, with its settings
                st.session_state[f"corpus_step_{edited.number}"] = edited is added
            st.rerun()
        st.caption(_(STEPS[section].about()))
