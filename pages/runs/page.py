"""Runs: every run of the workspace in one table, and the tree of where they come from.

Address: /runs, `&part=` for a page of the table, `?view=tree` for the tree.
"""

import streamlit as st

from pages.runs.actions import open_asked
from pages.runs.controls import draw_controls
from pages.runs.lineage import draw_lineage
from pages.runs.table import draw_list
from pages.ui.damage import in_sentences
from pages.ui.navigation import go_to
from pages.ui.run_index import damaged_runs, run_summaries
from pages.ui.session import corpus_names, workspace
from pages.ui.text.i18n import _

_LOOK_EVERY = 3.0
"""Seconds between two looks while a run is at work."""

st.title(_("Runs"), anchor=False)
seen, damaged = run_summaries(workspace()), damaged_runs(workspace())
if not seen and not damaged:
    st.markdown(_("There are no runs yet. Try a sample, or train on your own text."))
    with st.container(horizontal=True):
        if st.button(_("Try a sample"), type="primary", key="runs_sample"):
            go_to("home")
        if st.button(_("Train a model"), key="runs_train"):
            go_to("training")
    st.stop()

names = corpus_names(workspace())
sought, as_tree = draw_controls(seen, names)
if as_tree:
    draw_lineage(seen, names)
    st.stop()

active = any(entry.status.is_active for entry in seen)
st.fragment(in_sentences(draw_list), run_every=_LOOK_EVERY if active else None)(sought)
open_asked(seen)
