"""The runs that can be scored, in a table whose rows open their scores."""

import streamlit as st

from pages.ui.damage import draw_damaged
from pages.ui.navigation import go_to
from pages.ui.run_index import (
    RunSummary,
    corpus_name,
    damaged_runs,
    newest_score,
    runs_with_model,
)
from pages.ui.session import corpus_names, workspace
from pages.ui.text.formatting import moment, percent
from pages.ui.text.i18n import _
from pages.ui.widgets.tables import Cell, LinkedRow, RowColumn, RowTarget, draw_linked_rows

_MOST = 200
"""Runs in the table, the newest; more are found by their name."""


def choose_run() -> None:
    """Every run with a model, the newest first."""
    st.title(_("Scores"), anchor=False)
    known = runs_with_model(workspace())
    if not known:
        st.markdown(_("A model can be scored as soon as it has trained for a few seconds."))
        if st.button(
            _("Train a model"), type="primary", icon=":material/model_training:", key="scores_train"
        ):
            go_to("training")
        return
    st.markdown(_("Which run do you want to judge?"))
    sought = ""
    if len(known) > 10:
        sought = st.text_input(_("Find by name"), key="scores_find", icon=":material/search:") or ""
    found = [entry for entry in known if sought.casefold() in entry.title.casefold()]
    names = corpus_names(workspace())
    draw_linked_rows(
        [
            RowColumn(_("Run")),
            RowColumn(_("Corpus")),
            RowColumn(_("Bits per byte"), "number", _("On validation text. Lower is better")),
            RowColumn(_("Next token right"), "share", _("On validation text. Higher is better")),
            RowColumn(_("When")),
        ],
        [LinkedRow(entry.run.id, _cells(entry, names)) for entry in found[:_MOST]],
        RowTarget("scores", "run", _("Shows the run's scores")),
        key="scores_runs",
        alt=_("The runs that can be scored"),
    )
    draw_damaged(damaged_runs(workspace()), kind="run", key="scores_damaged")


def _cells(entry: RunSummary, names: dict[str, str]) -> list[Cell]:
    bits, right = newest_score(entry, "bits_per_byte"), newest_score(entry, "accuracy")
    when = max(entry.status.heartbeat, entry.asked)
    return [
        Cell(entry.title),
        Cell(corpus_name(entry, names)),
        Cell("" if bits is None else f"{bits:.2f}", bits),
        Cell("" if right is None else percent(right, digits=0), right),
        Cell(moment(when), when),
    ]
