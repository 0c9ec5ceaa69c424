"""What can be done with the runs that are ticked: compare, label, delete; and what with all."""

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from pages.runs.edit import edit_labels
from pages.runs.intervals import draw_intervals
from pages.runs.picked import pick_none, picked
from pages.ui.navigation import go_to
from pages.ui.run_index import RunSummary, corpus_name, newest_score, run_titles
from pages.ui.session import workspace
from pages.ui.text.formatting import count, listed
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.delete_dialog import ask_before_deleting
from slm_core.csv_tables import Value, csv_table
from slm_core.evaluation.comparison.sides import MOST_RUNS
from slm_core.messages import msg
from slm_core.runs.launching.delete import delete_runs, runs_to_delete

_ASKED = "runs_asked"
_MANY = 10
"""Rows from which on they can be taken away as CSV."""
_NAMED = 8
"""Runs that the question before deleting names."""
_HEADINGS = (
    "run", "name", "corpus", "network", "state", "bits_per_byte", "accuracy", "seconds",
    "parameters", "seed", "tags", "note",
)  # fmt: skip


def draw_actions(
    listed_runs: Sequence[RunSummary], shown: Sequence[RunSummary], names: Mapping[str, str]
) -> None:
    """A row of buttons above the table, where ticking moves nothing; `shown` are those of the
    listed runs that are on this page of the table."""
    chosen = [entry for entry in listed_runs if entry.run.id in picked()]
    with st.container(horizontal=True, vertical_alignment="center", key="runs_actions"):
        if st.button(
            _("Compare"),
            type="primary",
            icon=":material/compare_arrows:",
            key="runs_compare",
            disabled=not 2 <= len(chosen) <= MOST_RUNS,
        ):
            go_to("compare", runs=",".join(entry.run.id for entry in chosen[::-1]))
        if st.button(
            _("Name, tags, note"), icon=":material/sell:", key="runs_edit", disabled=not chosen
        ):
            _ask("edit")
        if st.button(
            _("Delete"),
            icon=":material/delete:",
            type="tertiary",
            key="runs_delete",
            disabled=not chosen,
        ):
            _ask("delete")
        st.caption(_chosen_words(chosen), width="content")
        st.space("stretch")
        draw_intervals(shown)
        if len(listed_runs) > _MANY:
            st.download_button(
                "CSV",
                lambda: _csv(listed_runs, names),
                file_name="runs.csv",
                mime="text/csv",
                icon=":material/download:",
                key="runs_csv",
                type="tertiary",
                on_click="ignore",
            )


def open_asked(seen: Sequence[RunSummary]) -> None:
    """Open the dialog that somebody asked for. Not where the button is: what is drawn again by
    itself would close it."""
    asked = st.session_state.pop(_ASKED, None)
    chosen = [entry for entry in seen if entry.run.id in picked()]
    if asked == "edit" and chosen:
        edit_labels(chosen, seen)
    elif asked == "delete" and chosen:
        _confirm_delete(chosen)


def _ask(dialog: Literal["edit", "delete"]) -> None:
    st.session_state[_ASKED] = dialog
    st.rerun()


def _chosen_words(chosen: Sequence[RunSummary]) -> str:
    if not chosen:
        return _("Tick two runs to compare them.")
    words = ngettext("{n} run ticked", "{n} runs ticked", len(chosen))
    return words.format(n=count(len(chosen)))


def _described(chosen: Sequence[RunSummary]) -> list[str]:
    """Each with its time and its score: runs of one text are often called the same."""
    titles = run_titles(chosen)
    described = []
    for entry in chosen:
        bits = newest_score(entry, "bits_per_byte")
        score = _("no score yet") if bits is None else f"{bits:.3f} " + _("bits per byte")
        described.append(f"**{escape_markdown(titles[entry.run.id])}** · {score}")
    return described


def _confirm_delete(chosen: Sequence[RunSummary]) -> None:
    found = runs_to_delete(workspace(), [entry.run for entry in chosen])

    def draw_what() -> bool:
        st.markdown("\n".join(f"- {words}" for words in _described(chosen[:_NAMED])))
        if found.active:
            titles = run_titles(chosen)
            busy = listed(titles.get(run.id, run.id) for run in found.active)
            told = msg("{id} is still training. Stop it first, then delete it.", id=busy)
            st.error(escape_markdown(translate(told)))
            return False
        st.markdown(_("Deleted for good: {what}").format(what=translate(found.goes())))
        for sentence in found.stays():
            st.markdown(translate(sentence))
        return True

    def delete() -> None:
        delete_runs(found.runs)
        pick_none()

    title = ngettext("Delete {n} run?", "Delete {n} runs?", len(chosen))
    title = title.format(n=count(len(chosen)))
    ask_before_deleting(title, draw_what, delete, key="runs_delete", leads_to="runs")


def _csv(entries: Sequence[RunSummary], names: Mapping[str, str]) -> bytes:
    """The runs as a table for other programs; its headings stay English."""
    table = csv_table(_HEADINGS, (_csv_row(entry, names) for entry in entries))
    return table.encode("utf-8-sig", errors="replace")  # by its mark Excel knows it is UTF-8


def _csv_row(entry: RunSummary, names: Mapping[str, str]) -> Sequence[Value]:
    config, final = entry.config, entry.final
    scores = (final.bits_per_byte, final.accuracy) if final else ("", "")
    corpus = corpus_name(entry, dict(names))
    about = (entry.run.id, config.name, corpus, config.model.title, entry.status.state)
    size = (round(entry.status.seconds, 1), entry.parameters or "", config.training.seed)
    return (*about, *scores, *size, ",".join(entry.labels.tags), entry.labels.note)
