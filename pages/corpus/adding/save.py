"""Saving a draft in a process of its own, and its progress."""

import streamlit as st

from pages.corpus.adding.draft import CorpusFormDraft
from pages.corpus.pii.question import ask_before_saving
from pages.ui.navigation import go_to
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.job_panel import follow_job, take_end, wait_a_moment
from slm_core.corpus.ingest.add_job import LONGEST_NAME, add_job
from slm_core.corpus.ingest.ingest import InputStream
from slm_core.corpus.store import Corpus
from slm_core.errors import ArgotError
from slm_core.messages import Message
from slm_core.processes.jobs import Job, JobState, list_jobs


def draw_saving(drafted: CorpusFormDraft, parent: Corpus | None) -> None:
    """The name, and the two ways on. Saving leads to another page."""
    suggested = drafted.suggested_name()
    if parent is not None:
        suggested = _("{name}, extended").format(name=parent.card.name)[:LONGEST_NAME]
    with st.form("corpus_saving", enter_to_submit=False):
        name = st.text_input(
            _("Name of the corpus"),
            suggested,
            key="corpus_name",
            placeholder=suggested,  # what it is called where nothing stands here
        )
        with st.container(horizontal=True):
            trains = st.form_submit_button(
                _("Save and train on it"), type="primary", key="corpus_save_train"
            )
            saves = st.form_submit_button(_("Save"), key="corpus_save")
    if trains or saves:
        drafted.then = "train" if trains else "corpus"
        drafted.problem = ""
        drafted.saves = not ask_before_saving(drafted)
    if drafted.saves:
        drafted.saves = False
        _start(drafted, name.strip() or suggested, parent)
    if drafted.problem:
        st.error(escape_markdown(translate(drafted.problem)))


def draw_jobs(drafted: CorpusFormDraft) -> bool:
    """What is being saved, by this session or by another. Whether this session's draft is."""
    mine = False
    watched: set[str] = st.session_state.setdefault("corpus_watched", set())
    for job in list_jobs(workspace()):
        if job.kind != "add":
            continue
        state = job.state()
        if job.id == drafted.saving:
            mine = not state.is_over
            if state.is_over:
                _settle(drafted, job, state)
        if state.state == "running":
            watched.add(job.id)
            _draw_running(job)
        elif job.id in watched or state.state in ("failed", "interrupted"):
            _draw_over(job, state)
    if drafted.saving and not mine:  # cleared away by somebody else
        drafted.saving = ""
    return mine


def _start(drafted: CorpusFormDraft, name: str, parent: Corpus | None) -> None:
    """Ask for it; where it is done at once, go where it leads, else show how far it is."""
    incoming = [InputStream(item.source, item.options, is_passing=True) for item in drafted.items]
    try:
        job = add_job(
            workspace(),
            incoming,
            name=name,
            recipe=drafted.recipe.recipe(),
            parent=parent.id if parent else None,
        )
    except ArgotError as error:
        drafted.problem = error.message
        return
    drafted.saving = job.id
    state = wait_a_moment(job, _("Saving"))
    if not state.is_over:
        st.rerun()
    _settle(drafted, job, state)


def _settle(drafted: CorpusFormDraft, job: Job, state: JobState) -> None:
    """Go on where this session's job is over: to the corpus, or back to the draft."""
    then, drafted.saving = drafted.then, ""
    stopped = _("Stopped: nothing was saved. Your files are still here.")
    corpus, drafted.problem = take_end(job, state, stopped=stopped)
    if corpus:
        drafted.clear()
        go_to("training" if then == "train" else "corpus", corpus=corpus)


def _draw_running(job: Job) -> None:
    with st.container(border=True, key=f"corpus_job_{job.id}"):
        st.markdown(_("**Saving “{name}”**").format(name=_name(job)))
        follow_job(job, key=f"corpus_job_{job.id}", words=_doing)
        st.caption(_("It goes on while you look at other pages, and when you close this one."))


def _doing(what: Message) -> str:
    """What the job says it is doing."""
    names = {"reading": _("Reading and cleaning"), "cleaning": _("Cleaning")}
    return names.get(what.template) or translate(what)


def _draw_over(job: Job, state: JobState) -> None:
    """The end of a job whose draft is not here any more, as after a refresh."""
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"corpus_job_{job.id}"
    ):
        corpus = str((state.result or {}).get("corpus", ""))
        text = {
            "done": _("**“{name}”** is saved."),
            "stopped": _("Saving **“{name}”** was stopped; nothing was added."),
        }.get(state.state, _("**“{name}”** was not saved. {error}"))
        st.markdown(
            text.format(name=_name(job), error=escape_markdown(translate(state.error))),
            width="stretch",
        )
        if corpus and st.button(_("Open it"), key=f"corpus_open_{job.id}"):
            job.forget()
            go_to("corpus", corpus=corpus)
        st.button(
            _("Close"), type="tertiary", key=f"corpus_close_{job.id}", on_click=_forget, args=(job,)
        )


def _forget(job: Job) -> None:
    st.session_state.get("corpus_watched", set()).discard(job.id)
    job.forget()


def _name(job: Job) -> str:
    return escape_markdown(str(job.request().get("name") or ""))
