"""What is to be scored, and by which models; and how far that is."""

import streamlit as st

from pages.ui.run_index import RunSummary, run_titles, runs_with_model
from pages.ui.session import workspace
from pages.ui.text.i18n import _
from pages.ui.widgets.job_panel import follow_scoring, newest_job
from pages.ui.widgets.problem import keep_problem
from slm_core.errors import ArgotError
from slm_core.evaluation.surprisal.score_job import TextToScore, score_job

_MOST = 4
"""Models that score beside one another: more cannot be told apart on a screen."""


def scorable_runs() -> dict[str, RunSummary]:
    """Every run with a model by its id, the newest first."""
    return {entry.run.id: entry for entry in runs_with_model(workspace())}


def draw_progress() -> bool:
    """How far the scoring is, if some is going on; whether there is any."""
    job = newest_job(workspace(), "score", lambda request: True)
    return follow_scoring(job, page="score_text", result="scores")


def draw_ask(runs: dict[str, RunSummary], *, busy: bool, folded: bool) -> None:
    """The form; folded away where a text has been scored."""
    if folded:
        with st.expander(_("Score another text"), icon=":material/add:", key="score_text_again"):
            _draw_form(runs, busy=busy)
        return
    st.markdown(
        _(
            "See which words a model did not expect, which documents are odd, and which of several "
            "models finds a text most natural. The models learn nothing from it."
        )
    )
    _draw_form(runs, busy=busy)


def _draw_form(runs: dict[str, RunSummary], *, busy: bool) -> None:
    titles = run_titles(list(runs.values()))
    chosen = st.multiselect(
        _("Models"),
        list(runs),
        default=_first(runs),
        max_selections=_MOST,
        format_func=lambda run: titles.get(run, run),
        key="score_text_runs",
        persist_state="session",
    )
    disabled = busy or not chosen or workspace().is_read_only()
    pasted, file = st.tabs([_("Paste text"), _("A file")])
    with pasted:
        text = st.text_area(
            _("Text to score"), key="score_text_text", height=160, persist_state="session"
        )
        lines = st.checkbox(
            _("Each line is a document of its own"), key="score_text_lines", persist_state="session"
        )
        if st.button(_("Score this text"), type="primary", key="score_text_go", disabled=disabled):
            _start(chosen, TextToScore(text=text or "", lines=lines))
    with file:
        given = st.file_uploader(
            _("A file of any format"),
            key="score_text_file",
            help=_("Each row of a table is a document; the column with the most text is read."),
        )
        if given is not None and st.button(
            _("Score this file"), type="primary", key="score_text_file_go", disabled=disabled
        ):
            _start(chosen, TextToScore(data=given.getvalue(), name=given.name))


def _first(runs: dict[str, RunSummary]) -> list[str]:
    """The run in the address, else the newest."""
    asked = st.query_params.get("run", "")
    return [asked] if asked in runs else list(runs)[:1]


def _start(runs: list[str], given: TextToScore) -> None:
    """Ask for the scores; what speaks against it is kept for `draw_problem`."""
    try:
        score_job(workspace(), runs, given)
    except ArgotError as error:
        keep_problem("score_text", error.message)
    st.rerun()
