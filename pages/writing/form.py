"""The inputs of the Write page that come first: model and seed text."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.damage import damaged_words
from pages.ui.run_index import RunSummary, damaged_runs, newest_score
from pages.ui.session import workspace
from pages.ui.text.formatting import budget_in_words, moment
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown

SEED_TEXT = "write_seed_text"
_RUN, _SUGGESTED = "write_run", "write_suggested"


def choose_run(known: Sequence[RunSummary], best: RunSummary) -> RunSummary:
    """The run in the address, or the one chosen, which goes into the address; `best` before that.

    By hand, because `bind="query-params"` says nothing of an address whose run is gone.
    """
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
        st.session_state[_RUN] = best.run.id
    chosen = st.selectbox(
        _("Model"),
        list(by_id),
        key=_RUN,
        format_func=lambda run_id: _described(by_id[run_id]),
        on_change=_run_chosen,
        args=(frozenset(by_id),),
    )
    if chosen not in by_id:  # the words that the browser showed, where they are others by now
        chosen = asked if asked in by_id else best.run.id
    st.query_params["run"] = chosen
    damaged_words(damaged_runs(workspace()))
    return by_id[chosen]


def draw_seed_text(entry: RunSummary) -> str:
    """The text to go on from: what the run's samples start with, until somebody types."""
    suggested = entry.config.samples.seed_text
    before = st.session_state.get(_SUGGESTED)
    if st.session_state.get(SEED_TEXT) in (None, before):
        st.session_state[SEED_TEXT] = suggested
    st.session_state[_SUGGESTED] = suggested
    text = st.text_area(
        _("Seed text"),
        key=SEED_TEXT,
        height=88,
        persist_state="session",
        placeholder=_("Empty: it begins a text of its own"),
    )
    return text or ""


def _run_chosen(known: frozenset[str]) -> None:
    if st.session_state[_RUN] in known:
        st.query_params["run"] = st.session_state[_RUN]


def _described(entry: RunSummary) -> str:
    """Such as "health-news · LSTM · 1 minute · 1.99 bits per byte · today 14:05": when it was asked
    for tells two of one name apart.

    In training nothing that changes: a browser names its choice by these words.
    """
    bits = newest_score(entry, "bits_per_byte")
    budget = entry.config.budget
    words = [entry.title, budget_in_words(budget.minutes, budget.epochs, budget.steps)]
    if entry.status.is_active:
        words.append(_("in training"))
    elif bits is not None:
        words.append(_("{bits:.2f} bits per byte").format(bits=bits))
    words.append(moment(entry.asked))
    return " · ".join(words)
