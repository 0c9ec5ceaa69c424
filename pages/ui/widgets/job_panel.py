"""The panel of a job: start, progress, stop button, outcome.

The work is a process of its own; closing the page stops nothing.
"""

import time
from collections.abc import Callable, Mapping

import streamlit as st

from pages.ui.damage import in_sentences
from pages.ui.text.formatting import duration, percent
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.problem import keep_problem
from slm_core.errors import ArgotError
from slm_core.messages import Message, as_given
from slm_core.processes.jobs import Job, JobState, list_jobs
from slm_core.workspace import Workspace

_EVERY = 0.5
"""Seconds between two looks."""
_AT_ONCE = 2.5
"""Seconds that are waited for a small job before the page turns to showing progress."""


def newest_job(
    workspace: Workspace, kind: str, is_wanted: Callable[[Mapping[str, object]], bool]
) -> Job | None:
    """The last job of this kind whose request is wanted, of this session or of another."""
    jobs = (job for job in list_jobs(workspace) if job.kind == kind)
    return next((job for job in jobs if is_wanted(job.request())), None)


def wait_a_moment(job: Job, doing: str) -> JobState:
    """How far the job is when it is over or the page has waited long enough for it."""
    end = time.monotonic() + _AT_ONCE
    with st.spinner(doing):
        while not (state := job.state()).is_over and time.monotonic() < end:
            time.sleep(0.05)
    return state


def take_end(job: Job, state: JobState, *, stopped: str) -> tuple[str, Message | str]:
    """Of a job that is over, and now forgotten: the corpus that came of it, or why none did."""
    job.forget()
    corpus = str((state.result or {}).get("corpus", ""))
    if corpus:
        return corpus, ""
    return "", stopped if state.state == "stopped" else state.error or ""


def keep_end(job: Job, state: JobState, *, page: str, stopped: str) -> None:
    """Forget a job that is over; where nothing came of it, why is kept as the page's problem."""
    job.forget()
    problem = as_given(stopped) if state.state == "stopped" else state.error
    if state.state != "done" and problem is not None:
        keep_problem(page, problem)


def follow_job(job: Job, *, key: str, words: Callable[[Message], str] = translate) -> JobState:
    """How far the job is; while it runs, it is drawn again by itself until it is over.

    `words` says what it is doing in the language of the session.
    """
    state = job.state()
    if not state.is_over:
        st.fragment(in_sentences(_draw), run_every=_EVERY)(job, key, words)
    return state


def follow_scoring(job: Job | None, *, page: str, result: str) -> bool:
    """How far a scoring is, if one is going on; whether there is. What it made, by the name
    `result`, goes into the address. What cannot be said here is kept as the page's problem."""
    if job is None:
        return False
    state = job.state()
    if state.state == "running":
        with st.container(border=True, key=f"{page}_progress"):
            st.markdown(_("Scoring. You may leave the page meanwhile."))
            follow_job(job, key=f"{page}_job")
        return True
    if state.state == "done":
        made = str((state.result or {}).get(result, ""))
        job.forget()
        if made:
            st.query_params[result] = made
        st.rerun()
    with st.container(border=True, key=f"{page}_ended"):
        if state.state == "stopped":
            st.markdown(_("Scoring was stopped before it was complete."))
        else:
            st.error(escape_markdown(translate(state.error)))
        st.button(_("All right"), key=f"{page}_forget", on_click=_forget, args=(job, page))
    return False


def _forget(job: Job, page: str) -> None:
    try:
        job.forget()
    except ArgotError as error:
        keep_problem(page, error.message)


def _draw(job: Job, key: str, words: Callable[[Message], str]) -> None:
    state = job.state()
    if state.is_over:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_progress"):
        st.progress(state.fraction, text=_text(state, words))
        st.button(_("Stop"), icon=":material/stop:", key=f"{key}_stop", on_click=job.stop)


def _text(state: JobState, words: Callable[[Message], str]) -> str:
    parts = [words(state.doing) if state.doing else _("getting ready")]
    if state.file:
        parts.append(escape_markdown(state.file))
    if state.fraction:
        parts.append(percent(state.fraction, digits=0))
    if state.seconds_left is not None:
        parts.append(_("about {time} left").format(time=duration(max(1, state.seconds_left))))
    return " · ".join(parts)
