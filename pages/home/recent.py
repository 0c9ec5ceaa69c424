"""The newest runs with their curves and scores, in a table whose rows open them."""

from datetime import datetime

import pandas as pd
import streamlit as st

from pages.ui.damage import in_sentences
from pages.ui.run_index import RunSummary, newest_score, run_summaries
from pages.ui.session import metrics_follower, workspace
from pages.ui.tables import link_cell, link_column
from pages.ui.text.formatting import budget_in_words, moment
from pages.ui.text.i18n import _
from pages.ui.text.run_labels import state_label

_MOST, _POINTS = 8, 40
"""Runs in the table, and points of each curve."""

_LOOK_EVERY = 3.0


def draw_recent() -> None:
    """A table of the newest runs, kept up to date while one of them is at work."""
    active = any(entry.status.is_active for entry in run_summaries(workspace())[:_MOST])
    st.fragment(in_sentences(_draw_table), run_every=_LOOK_EVERY if active else None)()


def _draw_table() -> None:
    newest = run_summaries(workspace())[:_MOST]
    table = pd.DataFrame([_row(entry) for entry in newest])
    st.dataframe(
        table,
        hide_index=True,
        key="start_recent",
        alt=_("The newest runs, with their state and score"),
        column_config={
            "run": link_column(
                _("Run"),
                [entry.run.id for entry in newest],
                page="training",
                parameter="run",
                key="start_open_run",
                help=_("Opens the run"),
            ),
            "state": st.column_config.TextColumn(_("State")),
            "curve": st.column_config.LineChartColumn(
                _("Learning curve"),
                width=170,
                help=_("Loss on text it has not seen: it should fall, then level off"),
            ),
            "bits": st.column_config.NumberColumn(
                _("Bits per byte"),
                format="%.2f",
                help=_(
                    "Of the best weights on all validation text, once the run has ended; "
                    "before that, of the last validation. Lower is better"
                ),
            ),
            "right": st.column_config.ProgressColumn(
                _("Next token right"),
                min_value=0,
                max_value=100,
                format=_("%.0f %%"),
                help=_("Higher is better; a token is a character, a piece of a word or a word"),
            ),
            "when": st.column_config.TextColumn(_("When")),
        },
    )


def _row(entry: RunSummary) -> dict[str, object]:
    with metrics_follower(entry.run) as follower:
        series = follower.validation
        curve = [series.columns["loss"][i] for i in series.thinned("loss", points=_POINTS)]
    bits, right = newest_score(entry, "bits_per_byte"), newest_score(entry, "accuracy")
    budget = entry.config.budget
    asked_for = budget_in_words(budget.minutes, budget.epochs, budget.steps)
    return {
        "run": link_cell(f"{entry.title} · {asked_for}"),
        "state": state_label(entry.status)[0],
        "curve": curve,
        "bits": bits,
        "right": None if right is None else right * 100,
        "when": _when(entry),
    }


def _when(entry: RunSummary) -> str:
    if entry.status.is_active:
        return _("since {time}").format(time=f"{datetime.fromtimestamp(entry.asked):%H:%M}")
    return moment(max(entry.status.heartbeat, entry.asked))
