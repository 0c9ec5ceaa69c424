"""Corpus: files and pasted text become a corpus; a saved one is shown by its address."""

import streamlit as st

from pages.corpus.adding.draft import draft, parent_of, take_uploads
from pages.corpus.adding.draft_view import draw_draft
from pages.corpus.adding.save import draw_jobs
from pages.corpus.adding.upload import (
    draw_advice,
    draw_intake,
    draw_introduction,
    draw_parent,
    read_what_came,
)
from pages.corpus.detail import draw_saved
from pages.corpus.list import draw_list
from pages.ui.damage import draw_damaged
from pages.ui.session import corpora, damaged_corpora, workers, workspace
from pages.ui.text.i18n import _, language
from slm_core.corpus.cleaning.preview import load_ahead

wanted = st.query_params.get("corpus")
if wanted:
    draw_saved(workspace(), wanted)
    st.stop()

drafted = draft()
take_uploads(drafted)
saved = corpora(workspace())
parent = parent_of(drafted, saved)

st.title(_("Corpus"), anchor=False)
if draw_jobs(drafted):  # the draft is being saved now
    if saved:
        st.subheader(_("Your corpora"), anchor=False)
        draw_list(saved)
    st.stop()

with st.container():  # what stands here comes and goes, and moves nothing
    if parent is not None:
        draw_parent(drafted, parent)
    elif not drafted.items:
        draw_introduction()

left, right = st.columns([1.7, 1], gap="medium")
with left:
    draw_intake(drafted, opened=st.query_params.get("paste") == "1")
    read_what_came(drafted)
if drafted.items:
    draw_draft(drafted, parent, left, right)
else:
    with right:
        draw_advice()

if saved:
    st.subheader(_("Your corpora"), anchor=False)
    draw_list(saved)
draw_damaged(damaged_corpora(workspace()), kind="corpus", key="corpus_damaged")
if not drafted.items:
    load_ahead(workers(), language())  # while somebody looks for their files
