"""The inputs of the Write page that come first: model and seed text."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.run_index import RunSummary, newest_score
from pages.ui.text.formatting import budget_in_words, moment
from pages.ui.text.i18n import _
from pages.ui.text.same_names import with_ids
from pages.ui.widgets.choose_run import choose_run

SEED_TEXT = "write_seed_text"
_SUGGESTED = "write_suggested"


def choose_model(known: Sequence[RunSummary], best: RunSummary) -> RunSummary:
    """The run in the address, or the one chosen; `best` before that."""
    words = with_ids({entry.run.id: _described(entry) for entry in known})
    chosen = choose_run(words, best.run.id, page="write")
    return next(entry for entry in known if entry.run.id == chosen)


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
