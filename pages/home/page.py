"""Start: what the studio is, a model in one click, the user's own text, and recent runs."""

import streamlit as st

from pages.home.recent import draw_recent
from pages.home.sample_cards import draw_samples
from pages.ui.damage import draw_damaged
from pages.ui.navigation import go_to
from pages.ui.races import draw_races
from pages.ui.run_index import damaged_runs, run_summaries
from pages.ui.session import workspace
from pages.ui.text.i18n import _, language, translate
from pages.ui.widgets.uploads import uploads
from slm_core.corpus.ingest.limits import upload_limits
from slm_core.corpus.readers.registry import ENDINGS, FAMILIAR
from slm_core.runs.launching.race import remaining_races

if uploads().sources:  # files were given on this page: their table is on the corpus page
    go_to("corpus")

if st.query_params.get("runs") == "all":  # where the list of all runs was before
    go_to("runs")

st.title(_("Teach a small model your own language"), anchor=False)
st.markdown(
    _(
        "Bring text from your field. In a minute a small model learns its style, on this "
        "machine, without sending a word anywhere. Then let it write, see how good it really "
        "is, and take it with you."
    )
)

seen = run_summaries(workspace())
samples, own = st.columns([1.7, 1], gap="medium")
with samples:
    st.subheader(_("Try a sample"), anchor=False)
    draw_samples(is_first_visit=not seen, first_language=language())

with own:
    st.subheader(_("Use my text"), anchor=False)
    with st.container(border=True, height="stretch", key="start_own"):
        st.file_uploader(
            _("Documents or tables"),
            accept_multiple_files=True,
            key=uploads().key("start_files"),
            on_change=uploads().receive,
            args=("start_files",),
        )
        st.caption(
            _(
                "{endings} and {n} more formats. Nothing leaves this machine; you can delete it "
                "all later. You see how each file is read, and what it is good for, before "
                "anything is trained."
            ).format(
                endings=" · ".join(suffix.removeprefix(".") for suffix in FAMILIAR),
                n=len(ENDINGS) - len(FAMILIAR),
            )
        )
        st.caption(translate(upload_limits()))
        if st.button(_("Or paste text"), icon=":material/content_paste:", key="start_paste"):
            go_to("corpus", paste="1")

if seen:
    st.subheader(_("Where you left off"), anchor=False)
    draw_recent()
draw_damaged(damaged_runs(workspace()), kind="run", key="start_damaged")

races = remaining_races(workspace())
if races:
    st.subheader(_("Races"), anchor=False)
    draw_races(races, key="start_races", shown=3)
