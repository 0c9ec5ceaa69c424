"""A corpus's report, made by a process of its own when somebody first wants to see it."""

import streamlit as st

from pages.corpus.profile.data import known_report
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.job_panel import follow_job, newest_job
from slm_core.corpus.store import Corpus
from slm_core.processes.jobs import Job, JobState
from slm_core.profiling.cache import profile_path
from slm_core.profiling.profile import CorpusProfile
from slm_core.profiling.report_job import report_job
from slm_core.workspace import Workspace


def report_or_progress(workspace: Workspace, corpus: Corpus) -> CorpusProfile | None:
    """The report; while there is none yet, None, and the page shows how far it is.

    Raises CorpusError, WorkspaceError.
    """
    report = known_report(workspace, corpus.id)
    if report is not None:
        return report
    job = newest_job(
        workspace, "report", lambda request: request.get("corpus") == corpus.id
    ) or report_job(workspace, corpus.id)
    state = job.state()
    if state.state == "done":  # it ended since we looked, or its report was taken away
        job.forget()
        st.rerun()
    if state.state == "running":
        _draw_making(job, corpus)
    else:
        _draw_ended(workspace, corpus, job, state)
    return None


def make_again(workspace: Workspace, corpus: Corpus) -> None:
    """Forget the report and what belongs to it, and make it anew."""
    profile_path(workspace, corpus.id).unlink(missing_ok=True)
    report_job(workspace, corpus.id)


def _draw_making(job: Job, corpus: Corpus) -> None:
    st.markdown(
        _(
            "Reading **{name}**: words, tokens, topics, duplicates. Usually a few seconds; you "
            "may leave the page meanwhile."
        ).format(name=escape_markdown(corpus.card.name))
    )
    follow_job(job, key=f"report_job_{corpus.id}")
    st.skeleton(height=180)
    left, right = st.columns(2, gap="small")
    with left:
        st.skeleton(height=260)
    with right:
        st.skeleton(height=260)


def _draw_ended(workspace: Workspace, corpus: Corpus, job: Job, state: JobState) -> None:
    label = _("Try again")
    if state.state == "stopped":
        label = _("Make the report")
        st.markdown(_("The report was stopped before it was complete."))
    else:
        st.error(escape_markdown(translate(state.error)))
        st.caption(_("The corpus itself is unchanged."))
    st.button(
        label,
        icon=":material/refresh:",
        key=f"report_again_{corpus.id}",
        on_click=_again,
        args=(workspace, corpus, job),
    )


def _again(workspace: Workspace, corpus: Corpus, job: Job) -> None:
    job.forget()
    report_job(workspace, corpus.id)
