"""The table of runs, drawn again while one of them is at work."""

from collections.abc import Sequence

import streamlit as st

from pages.runs.listing import Sought, neighbours, order, sort_by
from pages.runs.picked import pick_shown, picked
from pages.runs.rows import SORTED_BY, columns, damaged_row, heading_row, names_of, run_row
from pages.ui.navigation import go_to
from pages.ui.run_index import corpus_name, run_summaries
from pages.ui.session import corpora, workspace
from pages.ui.text.i18n import _
from pages.ui.widgets.tables import (
    LinkedRow,
    RowOrder,
    RowPicks,
    RowTarget,
    TableState,
    draw_linked_rows,
)
from slm_core.records import Damaged


def draw_table(shown: Sequence[str], sought: Sought, damaged: Sequence[Damaged]) -> None:
    """The runs with these ids as of now, and below them those that cannot be read."""
    seen = run_summaries(workspace())
    names = {corpus.id: corpus.card.name for corpus in corpora(workspace())}
    by_id = {entry.run.id: entry for entry in seen}
    entries = [by_id[run] for run in shown if run in by_id]
    befores = neighbours(seen)
    called = names_of(seen, names)
    rows: list[LinkedRow] = []
    for place, entry in enumerate(entries):
        corpus = entry.config.corpus
        if sought.by_corpus and (not place or entries[place - 1].config.corpus != corpus):
            together = sum(one.config.corpus == corpus for one in seen)
            rows.append(heading_row(corpus_name(entry, names), together))
        rows.append(run_row(entry, befores.get(entry.run), called))
    rows += [damaged_row(one) for one in damaged]
    if not rows:
        return
    column, down = order()
    draw_linked_rows(
        columns(),
        rows,
        RowTarget("training", "run", _("Opens the run")),
        key="runs_table",
        alt=_("Runs with their result, score, learning curve and what is different"),
        state=TableState(
            RowOrder(SORTED_BY.index(column), down, _sort),
            RowPicks(picked() & set(shown), lambda chosen: pick_shown(shown, chosen), _("Choose")),
        ),
    )


def draw_paging(part: int, pages: int) -> None:
    """Ways to the rows before and behind those that are shown."""
    with st.container(horizontal=True, vertical_alignment="center", key="runs_paging"):
        if st.button(
            _("Back"), icon=":material/chevron_left:", key="runs_back", disabled=part == 1
        ):
            go_to("runs", part=str(part - 1))
        st.markdown(_("Page {n} of {of}").format(n=part, of=pages), width="content")
        if st.button(
            _("Next"), icon=":material/chevron_right:", key="runs_next", disabled=part == pages
        ):
            go_to("runs", part=str(part + 1))


def _sort(column: int) -> None:
    wanted = SORTED_BY[column]
    if wanted is not None:
        sort_by(wanted)
