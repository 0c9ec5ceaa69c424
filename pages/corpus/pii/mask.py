"""Masking a corpus into a new one, in a process of its own that a refresh finds again."""

from collections.abc import Mapping

import streamlit as st

from pages.ui.navigation import go_to
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.job_panel import follow_job, newest_job, take_end, wait_a_moment
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.ingest.add_job import add_job
from slm_core.corpus.ingest.ingest import InputStream
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.store import Corpus
from slm_core.errors import ArgotError
from slm_core.messages import Message
from slm_core.workspace import Workspace

_ASKED = "privacy_asked"
_PROBLEM = "privacy_problem"


def ask_to_mask(workspace: Workspace, corpus: Corpus, name: str, step: Privacy) -> None:
    """Start it; where it is done at once, go to the new corpus."""
    incoming = [InputStream(InputFile(corpus.card.name, corpus.texts), is_corpus=True)]
    try:
        job = add_job(workspace, incoming, name=name, recipe=Recipe((step,)))
    except ArgotError as error:
        st.session_state[_PROBLEM] = error.message
        st.rerun()
    st.session_state[_ASKED] = job.id
    wait_a_moment(job, _("Masking"))
    st.rerun()


def draw_masking(workspace: Workspace, corpus: Corpus) -> bool:
    """Whether this corpus is being masked now; the page then shows how far that is."""
    job = newest_job(workspace, "add", lambda request: _reads(request, corpus))
    if job is not None:
        state = job.state()
        if state.state == "running":
            with st.container(border=True, key="privacy_masking"):
                st.markdown(_("**Masking.** It goes on when you leave this page."))
                follow_job(job, key="privacy_job", words=_doing)
            return True
        if st.session_state.get(_ASKED) == job.id:
            del st.session_state[_ASKED]
            stopped = _("Masking was stopped; nothing was saved.")
            masked, st.session_state[_PROBLEM] = take_end(job, state, stopped=stopped)
            if masked:
                go_to("corpus", corpus=masked)
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(escape_markdown(translate(problem)))
    return False


def _reads(request: Mapping[str, object], corpus: Corpus) -> bool:
    files = request.get("files")
    path = str(corpus.texts.absolute())
    return isinstance(files, list) and any(file.get("path") == path for file in files)


def _doing(doing: Message) -> str:
    names = {"reading": _("Reading"), "cleaning": _("Masking")}
    return names.get(doing.template) or translate(doing)
