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
from slm_core.messages import Message
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


def follow_job(job: Job, *, key: str, words: Callable[[Message], str] = translate) -> JobState:
    """How far the job is; while it runs, it is drawn again by itself until it is over.

    `words` says what it is doing in the language of the session.
    """
    state = job.state()
    if not state.is_over:
        st.fragment(in_sentences(_draw), run_every=_EVERY)(job, key, words)
    return state


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
