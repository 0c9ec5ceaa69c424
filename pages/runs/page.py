"""Runs: every run of the workspace in one table, and the tree of where they come from.

Address: /runs, `&part=` for a page of the table, `?view=tree` for the tree.
"""

import math

import streamlit as st

from pages.runs.actions import draw_actions
from pages.runs.controls import draw_controls
from pages.runs.lineage import draw_lineage
from pages.runs.listing import A_PAGE, listed_runs, page_number
from pages.runs.table import draw_paging, draw_table
from pages.ui.damage import in_sentences
from pages.ui.navigation import go_to
from pages.ui.run_index import damaged_runs, run_summaries
from pages.ui.session import corpora, workspace
from pages.ui.text.i18n import _

_LOOK_EVERY = 3.0
"""Seconds between two looks while a run that is shown is at work."""

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

names = {corpus.id: corpus.card.name for corpus in corpora(workspace())}
sought, as_tree = draw_controls(seen, names)
if as_tree:
    draw_lineage(seen, names)
    st.stop()

listed = listed_runs(seen, sought, names)
pages = max(1, math.ceil(len(listed) / A_PAGE))
part = page_number(pages)
shown = listed[(part - 1) * A_PAGE : part * A_PAGE]
draw_actions(listed, shown, names)
active = any(entry.status.is_active for entry in shown)
draw = st.fragment(in_sentences(draw_table), run_every=_LOOK_EVERY if active else None)
ids = [entry.run.id for entry in shown]
draw(ids, sought, damaged if part == 1 and not sought.words else ())
if not listed:
    st.markdown(_("No run has all of these words in its name, text, tags or note."))
if pages > 1:
    draw_paging(part, pages)
