"""Where runs come from, as a tree of rows that open."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.ui.run_index import RunSummary, corpus_name
from pages.ui.text.formatting import moment
from pages.ui.text.i18n import _
from pages.ui.text.run_labels import state_label
from pages.ui.widgets.tables import Cell, LinkedRow, RowColumn, RowTarget, draw_linked_rows
from slm_core.runs.relations.lineage import LineageRow, Relation, lineage

_MOST = 300
"""Rows of the tree that are drawn, from the newest family on."""


def draw_lineage(seen: Sequence[RunSummary], names: Mapping[str, str]) -> None:
    """The families among the runs; `names` are the corpora's."""
    by_id = {entry.run.id: entry for entry in seen}
    tree = lineage([(entry.run.id, entry.config) for entry in seen])
    if not tree:
        st.markdown(
            _(
                "No run stands in a family yet. One begins when you fine-tune a model, start a "
                "run from an earlier one, or race several networks."
            )
        )
        return
    draw_linked_rows(
        [
            RowColumn(_("Run")),
            RowColumn(_("How it came")),
            RowColumn(_("Text")),
            RowColumn(_("State")),
            RowColumn(_("Bits per byte"), "number", _("Lower is better; only for the same text")),
            RowColumn(_("When")),
        ],
        [_row(row, by_id, names) for row in tree[:_MOST]],
        RowTarget("training", "run", _("Opens the run")),
        key="runs_tree",
        alt=_("Families of runs: each stands below the one that it came from"),
    )
    if len(tree) > _MOST:
        st.caption(_("The first {n} rows are shown.").format(n=_MOST))


def _row(row: LineageRow, by_id: Mapping[str, RunSummary], names: Mapping[str, str]) -> LinkedRow:
    entry = by_id.get(row.id)
    if entry is None:
        return _without_run(row)
    bits = entry.final.bits_per_byte if entry.final else None
    cells = [
        Cell(entry.title),
        Cell(_relation_words(row.relation)),
        Cell(corpus_name(entry, dict(names))),
        Cell(state_label(entry.status)[0]),
        Cell("" if bits is None else f"{bits:.3f}", bits),
        Cell(moment(entry.asked), entry.asked),
    ]
    return LinkedRow(row.id, cells, depth=row.depth)


def _without_run(row: LineageRow) -> LinkedRow:
    """A race, a sweep, or a run that is gone."""
    words = {"race": _("race"), "sweep": _("sweep"), "deleted": _("deleted, or damaged")}
    cells = [Cell(row.id), Cell(words.get(row.kind, "")), *(Cell("") for _column in range(4))]
    targets = {
        "race": RowTarget("training", "race", _("Opens the race")),
        "sweep": RowTarget("training", "sweep", _("Opens the sweep")),
    }
    target = targets.get(row.kind)
    return LinkedRow(row.id, cells, target=target, opens=target is not None, depth=row.depth)


def _relation_words(relation: Relation | None) -> str:
    if relation is None:
        return _("from nothing")
    return {
        "fine_tuned": _("fine-tuned from it on another text"),
        "trained_on": _("started from it on the same text"),
        "followed": _("trained next, as advised"),
        "raced": _("raced"),
        "swept": _("tried by the sweep"),
    }[relation]
