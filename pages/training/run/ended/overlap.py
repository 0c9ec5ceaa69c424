"""Looking for the same text on both sides of the split: at once in a small text, by a job in a
large one."""

import streamlit as st

from pages.training.run.snapshot import RunSnapshot
from pages.ui.session import slow_workers, workspace
from pages.ui.text.i18n import _
from pages.ui.widgets.job_panel import follow_job, keep_end, newest_job
from pages.ui.widgets.problem import keep_problem
from slm_core.corpus.store import Corpus, open_corpus
from slm_core.errors import ArgotError
from slm_core.evaluation.coaching.overlap import SMALL, cached_overlap, find_overlap_apart
from slm_core.evaluation.coaching.overlap_job import overlap_job
from slm_core.processes.jobs import Job


def corpus_of(view: RunSnapshot) -> Corpus | None:
    """What the run learned from, where it can be read."""
    try:
        return open_corpus(view.run.workspace, view.config.corpus)
    except ArgotError:  # deleted or damaged, as the page says below
        return None


def compare_parts(view: RunSnapshot) -> None:
    """Look for the same text on both sides of the split, where that takes a moment only; take the
    end of a job that has looked.

    Before the verdict is drawn, which speaks of it.
    """
    job = _overlap_job(view)
    if job is not None and (state := job.state()).is_over:
        keep_end(job, state, page="coach", stopped=_("It was stopped."))
    corpus = corpus_of(view)
    if corpus is None or not view.status.step or corpus.card.counts.characters > SMALL:
        return
    if cached_overlap(view.run.workspace, corpus, view.config.split) is None:
        _find(view, corpus)


def _find(view: RunSnapshot, corpus: Corpus) -> None:
    try:
        find_overlap_apart(slow_workers(), view.run.workspace, corpus, view.config.split)
    except ArgotError as error:
        keep_problem("coach", error.message)


def draw_compare(view: RunSnapshot) -> None:
    """The button that looks for it in a large text; while that is done, how far it is."""
    job = _overlap_job(view)
    if job is not None:
        follow_job(job, key="coach_overlap")
        st.caption(_("It goes on when you leave this page."))
        return
    st.button(
        _("Look for the same text on both sides"),
        icon=":material/content_copy:",
        key="coach_compare",
        help=_(
            "Whether documents of the validation set also stand in the training set: a score on "
            "them would say nothing."
        ),
        disabled=workspace().is_read_only(),
        on_click=_start_comparing,
        args=(view,),
    )


def _start_comparing(view: RunSnapshot) -> None:
    try:
        if _overlap_job(view) is None:  # of two clicks the second is none
            overlap_job(workspace(), view.run)
    except ArgotError as error:
        keep_problem("coach", error.message)


def _overlap_job(view: RunSnapshot) -> Job | None:
    return newest_job(workspace(), "overlap", lambda request: request.get("run") == view.run.id)
