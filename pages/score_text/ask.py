"""What is to be scored, and by which models; and how far that is."""

import streamlit as st

from pages.ui.run_index import RunSummary, run_summaries
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.job_panel import follow_job, newest_job
from slm_core.errors import ArgotError
from slm_core.evaluation.surprisal.score_job import TextToScore, score_job
from slm_core.processes.jobs import Job
from slm_core.training.checkpoints.checkpoint_paths import newest_step

_PROBLEM = "score_text_problem"
_MOST = 4
"""Models that score beside one another: more cannot be told apart on a screen."""


def scorable_runs() -> dict[str, RunSummary]:
    """Every run with a model by its id, the newest first."""
    known = [entry for entry in run_summaries(workspace()) if newest_step(entry.run.folder)]
    return {entry.run.id: entry for entry in known}


def draw_problem() -> None:
    """What spoke against the last thing that was asked for."""
    problem = st.session_state.pop(_PROBLEM, None)
    if problem is not None:
        st.error(escape_markdown(translate(problem)))


def draw_progress() -> bool:
    """How far the scoring is, if some is going on; whether there is any."""
    job = newest_job(workspace(), "score", lambda request: True)
    if job is None:
        return False
    state = job.state()
    if state.state == "running":
        with st.container(border=True, key="score_text_progress"):
            st.markdown(_("Scoring. You may leave the page meanwhile."))
            follow_job(job, key="score_text_job")
        return True
    if state.state == "done":
        scores = str((state.result or {}).get("scores", ""))
        job.forget()
        if scores:
            st.query_params["scores"] = scores
        st.rerun()
    with st.container(border=True, key="score_text_ended"):
        if state.state == "stopped":
            st.markdown(_("Scoring was stopped before it was complete."))
        else:
            st.error(escape_markdown(translate(state.error)))
        st.button(_("All right"), key="score_text_forget", on_click=_forget, args=(job,))
    return False


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
    chosen = st.multiselect(
        _("Models"),
        list(runs),
        default=_first(runs),
        max_selections=_MOST,
        format_func=lambda run: runs[run].title if run in runs else run,
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
        st.session_state[_PROBLEM] = error.message
    st.rerun()


def _forget(job: Job) -> None:
    try:
        job.forget()
    except ArgotError as error:
        st.session_state[_PROBLEM] = error.message
