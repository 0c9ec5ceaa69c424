"""The choice of one run, which stands in the address of the page."""

from collections.abc import Mapping

import streamlit as st

from pages.ui.damage import damaged_words
from pages.ui.run_index import damaged_runs
from pages.ui.session import workspace
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown


def choose_run(words: Mapping[str, str], first: str, *, page: str) -> str:
    """The id of the run in the address, or of the one chosen, which goes into the address; `first`
    before that. `words` describe each run, by its id.

    By hand, because `bind="query-params"` says nothing of an address whose run is gone.
    """
    key, asked = f"{page}_run", st.query_params.get("run")
    if asked and asked not in words:
        st.error(
            _("There is no model called {name} here. Choose one below.").format(
                name=escape_markdown(asked)
            )
        )
    if asked in words:
        st.session_state[key] = asked
    elif st.session_state.get(key) not in words:
        st.session_state[key] = first
    chosen = st.selectbox(
        _("Model"),
        list(words),
        key=key,
        format_func=lambda run: words.get(run, run),
        on_change=_into_address,
        args=(key, frozenset(words)),
    )
    # The words that the browser showed may be others by now.
    if chosen is None or chosen not in words:
        chosen = asked if asked and asked in words else first
    st.query_params["run"] = chosen
    damaged_words(damaged_runs(workspace()))
    return chosen


def _into_address(key: str, known: frozenset[str]) -> None:
    if st.session_state[key] in known:
        st.query_params["run"] = st.session_state[key]
