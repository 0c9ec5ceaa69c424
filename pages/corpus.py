"""Corpus: files and pasted text become a corpus; a saved one is shown by its address."""

import streamlit as st

from pages.parts.corpus_draft import draw_advice, draw_draft, draw_intake
from pages.parts.corpus_list import draw_list
from pages.parts.corpus_saved import draw_saved
from pages.parts.draft import draft
from pages.parts.language import _
from pages.parts.state import corpora, workspace

wanted = st.query_params.get("corpus")
if wanted:
    draw_saved(workspace(), wanted)
    st.stop()

drafted = draft()
drafted.arrived = False

st.title(_("Corpus"), anchor=False)
if not drafted.items:
    st.markdown(
        _(
            "A corpus is the text a model learns from. Give it documents, a table with a column "
            "of text, or paste something: you see at once how it is read and what it is good for."
        )
    )

left, right = st.columns([1.7, 1], gap="medium")
with left:
    draw_intake(drafted, opened=st.query_params.get("paste") == "1")
if drafted.items:
    draw_draft(drafted, left, right)

else:
    with right:
        draw_advice()

saved = corpora(workspace())
if saved:
    st.subheader(_("Your corpora"), anchor=False)
    draw_list(saved)
