"""The line that says of texts of health, law and money that they are invented and no advice."""

import streamlit as st

from pages.ui.session import subject_found
from pages.ui.text.i18n import translate
from slm_core.corpus.store import open_corpus
from slm_core.corpus.subject import chosen_subject, notice_for
from slm_core.errors import ArgotError
from slm_core.workspace import Workspace


def draw_notice(workspace: Workspace, corpus_id: str) -> None:
    """Say it where the model's corpus is about one of these; nothing where the corpus is gone."""
    try:
        corpus = open_corpus(workspace, corpus_id)
        notice = notice_for(chosen_subject(corpus) or subject_found(corpus))
    except ArgotError:  # deleted or damaged: nobody can tell any more what it was about
        return
    if notice is not None:
        st.caption(f":orange[:material/warning:] {translate(notice)}")
