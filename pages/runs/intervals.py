"""Scoring the runs that have no interval yet, in a job."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.run_index import RunSummary
from pages.ui.session import workspace
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.job_panel import follow_job, newest_job
from slm_core.errors import ArgotError
from slm_core.evaluation.comparison.compare_job import score_job
from slm_core.evaluation.comparison.document_scores import FOLDER
from slm_core.runs.run import Run
from slm_core.workspace import Workspace

_ASKED, _PROBLEM = "runs_intervals_asked", "runs_intervals_problem"


def draw_intervals(entries: Sequence[RunSummary]) -> None:
    """A button that scores these runs document by document, or how far that is; where nothing is
    to be done, nothing is drawn."""
    job = newest_job(workspace(), "compare", lambda request: bool(request.get("only_score")))
    if job is not None:
        state = follow_job(job, key="runs_intervals_job")
        if not state.is_over:
            return
        if st.session_state.get(_ASKED) == job.id:
            del st.session_state[_ASKED]
            if state.error is not None:
                st.session_state[_PROBLEM] = state.error
    home = workspace()
    lacking = [entry.run for entry in entries if _lacks_one(entry, home)]
    if lacking:
        st.button(
            _("Add intervals ({n})").format(n=count(len(lacking))),
            icon=":material/straighten:",
            type="tertiary",
            key="runs_intervals",
            help=_(
                "Reads their validation text once more, document by document: then each score "
                "has an interval, and comparing them takes no time."
            ),
            on_click=_start,
            args=(lacking,),
        )
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(escape_markdown(translate(problem)))


def _lacks_one(entry: RunSummary, home: Workspace) -> bool:
    if entry.final is None:
        return False
    return (
        not (entry.run.folder / FOLDER / "validation.json").exists()
        and home.corpus_folder(entry.config.corpus).is_dir()
    )


def _start(runs: Sequence[Run]) -> None:
    try:
        st.session_state[_ASKED] = score_job(workspace(), runs).id
    except ArgotError as error:
        st.session_state[_PROBLEM] = error.message
