"""The table of runs with its buttons: drawn again by itself while a run is at work, and by each
tick and each click on a heading."""

import math
from collections import Counter
from collections.abc import Sequence

import streamlit as st

from pages.runs.actions import draw_actions
from pages.runs.listing import (
    A_PAGE,
    Sought,
    listed_runs,
    neighbours,
    order,
    page_number,
    sort_by,
)
from pages.runs.picked import pick_shown, picked
from pages.runs.rows import SORTED_BY, columns, damaged_row, heading_row, names_of, run_row
from pages.ui.navigation import go_to
from pages.ui.run_index import RunSummary, corpus_name, damaged_runs, run_summaries
from pages.ui.session import corpus_names, workspace
from pages.ui.text.i18n import _
from pages.ui.widgets.tables import (
    LinkedRow,
    RowOrder,
    RowPicks,
    RowTarget,
    TableState,
    draw_linked_rows,
)


def draw_list(sought: Sought) -> None:
    """What can be done with runs, the table of them, and the ways to its other pages."""
    seen, damaged = run_summaries(workspace()), damaged_runs(workspace())
    names = corpus_names(workspace())
    listed = listed_runs(seen, sought, names)
    pages = max(1, math.ceil(len(listed) / A_PAGE))
    part = page_number(pages)
    shown = listed[(part - 1) * A_PAGE : part * A_PAGE]
    draw_actions(listed, shown, names)
    rows = _rows(shown, seen, names)
    if sought.by_corpus:
        rows = _under_headings(rows, shown, listed, names)
    if part == 1 and not sought.words:
        rows += [damaged_row(one) for one in damaged]
    if rows:
        _draw_table(rows, [entry.run.id for entry in shown])
    if not listed and seen:
        st.markdown(_("No run has all of these words in its name, text, tags or note."))
    if pages > 1:
        _draw_paging(part, pages)


def _rows(
    shown: Sequence[RunSummary], seen: Sequence[RunSummary], names: dict[str, str]
) -> list[LinkedRow]:
    befores, called = neighbours(seen), names_of(seen, names)
    return [run_row(entry, befores.get(entry.run), called) for entry in shown]


def _under_headings(
    rows: Sequence[LinkedRow],
    shown: Sequence[RunSummary],
    listed: Sequence[RunSummary],
    names: dict[str, str],
) -> list[LinkedRow]:
    """The rows of these runs, those of one corpus under a heading, which says how many of them are
    listed."""
    together = Counter(entry.config.corpus for entry in listed)
    found: list[LinkedRow] = []
    for place, (row, entry) in enumerate(zip(rows, shown, strict=True)):
        corpus = entry.config.corpus
        if not place or shown[place - 1].config.corpus != corpus:
            found.append(heading_row(corpus_name(entry, names), together[corpus]))
        found.append(row)
    return found


def _draw_table(rows: Sequence[LinkedRow], shown: Sequence[str]) -> None:
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


def _draw_paging(part: int, pages: int) -> None:
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
