"""Long work as a page shows it: what it is at, how far, how long it will take, and a way to stop.

The work is a process of its own; closing the page stops nothing.
"""

from collections.abc import Callable

import streamlit as st

from pages.ui.formatting import duration, percent
from pages.ui.i18n import _
from pages.ui.markdown import escape_markdown
from slm_core.processes.jobs import Job, JobState

_EVERY = 0.5
"""Seconds between two looks."""


def follow_job(job: Job, *, key: str, words: Callable[[str], str] = _) -> JobState:
    """How far the job is; while it runs, it is drawn again by itself until it is over.

    `words` says what it is doing in the language of the session.
    """
    state = job.state()
    if not state.is_over:
        st.fragment(_draw, run_every=_EVERY)(job, key, words)
    return state


def _draw(job: Job, key: str, words: Callable[[str], str]) -> None:
    state = job.state()
    if state.is_over:
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_progress"):
        st.progress(state.fraction, text=_text(state, words))
        st.button(_("Stop"), icon=":material/stop:", key=f"{key}_stop", on_click=job.stop)


def _text(state: JobState, words: Callable[[str], str]) -> str:
    parts = [words(state.doing) if state.doing else _("getting ready")]
    if state.file:
        parts.append(escape_markdown(state.file))
    if state.fraction:
        parts.append(percent(state.fraction, digits=0))
    if state.seconds_left is not None:
        parts.append(_("about {time} left").format(time=duration(max(1, state.seconds_left))))
    return " · ".join(parts)
