"""Masking a corpus into a new one, in a process of its own that a refresh finds again."""

import time

import streamlit as st

from pages.ui.i18n import _
from pages.ui.job_panel import follow_job
from pages.ui.markdown import escape_markdown
from pages.ui.navigation import go_to
from pages.ui.said import said
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.ingest.add_job import add_job
from slm_core.corpus.ingest.ingest import InputStream
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.store import Corpus
from slm_core.errors import ArgotError
from slm_core.processes.jobs import Job, JobState, list_jobs
from slm_core.workspace import Workspace

_ASKED = "privacy_asked"
_PROBLEM = "privacy_problem"
_AT_ONCE = 2.5
"""Seconds that are waited for a small corpus before the page turns to showing progress."""


def ask_to_mask(workspace: Workspace, corpus: Corpus, name: str, step: Privacy) -> None:
    """Start it; where it is done at once, go to the new corpus."""
    incoming = [InputStream(InputFile(corpus.card.name, corpus.texts), is_corpus=True)]
    try:
        job = add_job(workspace, incoming, name=name, recipe=Recipe((step,)))
    except ArgotError as error:
        st.session_state[_PROBLEM] = str(error)
        st.rerun()
    st.session_state[_ASKED] = job.id
    end = time.monotonic() + _AT_ONCE
    with st.spinner(_("Masking")):
        while time.monotonic() < end and not job.state().is_over:
            time.sleep(0.05)
    st.rerun()


def draw_masking(workspace: Workspace, corpus: Corpus) -> bool:
    """Whether this corpus is being masked now; the page then shows how far that is."""
    job = _job_of(workspace, corpus)
    if job is not None:
        state = job.state()
        if state.state == "running":
            with st.container(border=True, key="privacy_masking"):
                st.markdown(_("**Masking.** It goes on when you leave this page."))
                follow_job(job, key="privacy_job", words=_doing)
            return True
        if st.session_state.get(_ASKED) == job.id:
            _settle(job, state)
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(escape_markdown(said(problem)))
    return False


def _settle(job: Job, state: JobState) -> None:
    """Go on where the job that this session asked for is over."""
    st.session_state.pop(_ASKED, None)
    result = state.result or {}
    job.forget()
    if state.state == "done" and result.get("corpus"):
        go_to("corpus", corpus=str(result["corpus"]))
    stopped = _("Masking was stopped; nothing was saved.")
    st.session_state[_PROBLEM] = stopped if state.state == "stopped" else state.error


def _job_of(workspace: Workspace, corpus: Corpus) -> Job | None:
    for job in list_jobs(workspace):
        if job.kind != "add":
            continue
        files = job.request().get("files")
        if isinstance(files, list) and any(_is_of(file, corpus) for file in files):
            return job
    return None


def _is_of(file: object, corpus: Corpus) -> bool:
    return isinstance(file, dict) and file.get("path") == str(corpus.texts.absolute())


def _doing(doing: str) -> str:
    return {"reading": _("Reading"), "cleaning": _("Masking")}.get(doing, doing)
