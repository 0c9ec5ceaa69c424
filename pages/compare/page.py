"""Compare: runs side by side.

Address: /compare, `?runs=a,b,c` says which; the others are held against the first. `&part=test`
compares them on the test part, whose every use is counted.
"""

import streamlit as st

from pages.compare.answers import draw_answers
from pages.compare.choose import asked_runs, draw_choice
from pages.compare.curves import draw_curves
from pages.compare.settings import draw_settings
from pages.compare.sides import ComparedSide, draw_sides
from pages.compare.verdict import draw_verdict, found_comparison
from pages.ui.damage import in_sentences
from pages.ui.navigation import go_to, link_to
from pages.ui.run_index import run_names, run_summaries
from pages.ui.session import corpus_names, workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ArgotError
from slm_core.evaluation.comparison.document_scores import Part
from slm_core.evaluation.comparison.sides import sides_of

with st.container(horizontal=True, vertical_alignment="center", key="compare_head"):
    st.title(_("Compare"), anchor=False, width="stretch")
    link_to("runs", _("All runs"), icon=":material/table_rows:")
known = run_summaries(workspace())
runs = asked_runs()
if len(known) < 2:
    st.markdown(_("Two runs can be compared here: which is better, and what differs."))
    if st.button(
        _("Train a model"), type="primary", icon=":material/model_training:", key="compare_train"
    ):
        go_to("training")
    st.stop()

draw_choice(runs, known)
by_id = {entry.run.id: entry for entry in known}
runs = [run for run in runs if run.id in by_id]
if len(runs) < 2:
    st.markdown(_("Choose two runs or more, and see which is better, and what differs."))
    st.stop()

try:
    groups = sides_of(runs)
except ArgotError as error:
    st.error(escape_markdown(translate(error.message)))
    st.stop()
titles = run_names(known)
sides = [
    ComparedSide(place, tuple(by_id[run.id] for run in group), titles[group[0].id])
    for place, group in enumerate(groups)
]
names = corpus_names(workspace())
called = {**names, **titles}
part: Part = "test" if st.query_params.get("part") == "test" else "validation"
found = found_comparison(runs, sides, part)

with st.container(border=True, key="compare_verdict"):
    in_sentences(draw_verdict)(runs, sides, part, found)
draw_sides(sides, names, found)
left, right = st.columns([3, 2], gap="medium")
with left.container(border=True, key="compare_chart"):
    st.fragment(in_sentences(draw_curves))(sides)
with right.container(border=True, key="compare_table"):
    st.fragment(in_sentences(draw_settings))(sides, called)
with st.container(border=True, key="compare_writes"):
    st.fragment(in_sentences(draw_answers))(sides)
