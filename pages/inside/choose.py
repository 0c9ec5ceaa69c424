"""Which run is looked into, and the text that its model reads."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.damage import damaged_words
from pages.ui.run_index import RunSummary, damaged_runs
from pages.ui.session import workspace
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown

TEXT = "inside_text"
_RUN, _SUGGESTED = "inside_run", "inside_suggested"
_LENGTH = 60
"""Characters of the text that is suggested."""


def choose_run(known: Sequence[RunSummary]) -> RunSummary:
    """The run in the address, or the one chosen, which goes into the address; before that the
    newest."""
    by_id = {entry.run.id: entry for entry in known}
    asked = st.query_params.get("run")
    if asked and asked not in by_id:
        st.error(
            _("There is no model called {name} here. Choose one below.").format(
                name=escape_markdown(asked)
            )
        )
    if asked in by_id:
        st.session_state[_RUN] = asked
    elif st.session_state.get(_RUN) not in by_id:
        st.session_state[_RUN] = known[0].run.id
    chosen = st.selectbox(
        _("Model"),
        list(by_id),
        key=_RUN,
        format_func=lambda run_id: by_id[run_id].title,
        on_change=_run_chosen,
    )
    if chosen not in by_id:
        chosen = known[0].run.id
    st.query_params["run"] = chosen
    damaged_words(damaged_runs(workspace()))
    return by_id[chosen]


def draw_text(entry: RunSummary) -> str:
    """The text to read: what the model wrote last on its own, until somebody types."""
    suggested = _suggestion(entry)
    before = st.session_state.get(_SUGGESTED)
    if st.session_state.get(TEXT) in (None, before):
        st.session_state[TEXT] = suggested
    st.session_state[_SUGGESTED] = suggested
    text = st.text_area(_("Text it reads"), key=TEXT, height=68, persist_state="session")
    return text or ""


def _suggestion(entry: RunSummary) -> str:
    samples = entry.run.samples()
    seed = entry.config.samples.seed_text
    if not samples or not samples[-1].texts:
        return seed
    written = samples[-1].texts[0][1]
    return f"{samples[-1].prompt}{written}"[:_LENGTH]


def _run_chosen() -> None:
    st.query_params["run"] = st.session_state[_RUN]
