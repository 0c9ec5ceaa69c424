"""The newest runs with their curves and scores, in a table whose rows open them."""

import math
from datetime import datetime

import streamlit as st

from pages.ui.damage import in_sentences
from pages.ui.navigation import link_to
from pages.ui.run_index import RunSummary, newest_score, run_summaries
from pages.ui.session import metrics_follower, workspace
from pages.ui.text.formatting import budget_in_words, count, moment, percent
from pages.ui.text.i18n import _, ngettext
from pages.ui.text.run_labels import state_label
from pages.ui.widgets.tables import Cell, LinkedRow, RowColumn, RowTarget, draw_linked_rows

_MOST, _POINTS = 8, 40
"""Runs among the newest, and points of each curve."""
_LOOK_EVERY = 3.0


def draw_recent() -> None:
    """A table of the newest runs, kept up to date while one of them is at work."""
    seen = run_summaries(workspace())
    active = any(entry.status.is_active for entry in seen[:_MOST])
    st.fragment(in_sentences(_draw_newest), run_every=_LOOK_EVERY if active else None)()
    if len(seen) > _MOST:
        label = ngettext("All {n} run", "All {n} runs", len(seen)).format(n=count(len(seen)))
        link_to("runs", label, icon=":material/list:")


def _draw_newest() -> None:
    _draw_rows(run_summaries(workspace())[:_MOST], key="start_recent")


def _draw_rows(entries: list[RunSummary], *, key: str) -> None:
    draw_linked_rows(
        [
            RowColumn(_("Run")),
            RowColumn(_("State")),
            RowColumn(
                _("Learning curve"),
                "curve",
                _("Loss on text it has not seen: it should fall, then level off"),
            ),
            RowColumn(
                _("Bits per byte"),
                "number",
                _(
                    "Of the best weights on all validation text, once the run has ended; "
                    "before that, of the last validation. Lower is better"
                ),
            ),
            RowColumn(
                _("Next token right"),
                "share",
                _("Higher is better; a token is a character, a piece of a word or a word"),
            ),
            RowColumn(_("When")),
        ],
        [LinkedRow(entry.run.id, _cells(entry)) for entry in entries],
        RowTarget("training", "run", _("Opens the run")),
        key=key,
        alt=_("The newest runs, with their state and score"),
    )


def _cells(entry: RunSummary) -> list[Cell]:
    with metrics_follower(entry.run) as follower:
        series = follower.validation
        curve = [series.columns["loss"][i] for i in series.thinned("loss", points=_POINTS)]
    bits, right = newest_score(entry, "bits_per_byte"), newest_score(entry, "accuracy")
    budget = entry.config.budget
    asked_for = budget_in_words(budget.minutes, budget.epochs, budget.steps)
    when = max(entry.status.heartbeat, entry.asked)
    return [
        Cell(f"{entry.title} · {asked_for}"),
        Cell(state_label(entry.status)[0]),
        Cell("", [value for value in curve if math.isfinite(value)]),
        Cell("" if bits is None else f"{bits:.2f}", bits),
        Cell("" if right is None else percent(right, digits=0), right),
        Cell(_when(entry), entry.asked if entry.status.is_active else when),
    ]


def _when(entry: RunSummary) -> str:
    if entry.status.is_active:
        return _("since {time}").format(time=f"{datetime.fromtimestamp(entry.asked):%H:%M}")
    return moment(max(entry.status.heartbeat, entry.asked))
