"""Train: asking for a run, watching it, and what to do when it has ended.

Address: /training asks for a run (`?corpus=` chooses its text, `?start=` the run that it
starts from), `?run=` shows one, in any browser and at any time, because all there is to know of it
stands in its folder. `?race=new` asks for several runs that race, `?race=` with an id shows them;
`?sweep=` likewise for many settings that are tried, or each switched off.
"""

import streamlit as st

from pages.training.new.device import refresh_machine
from pages.training.new.form import show_form
from pages.training.race.form import show_race_form
from pages.training.race.live import show_race
from pages.training.run.ended.damaged import draw_delete_damaged, problem_of
from pages.training.run.ended.finished import show_after
from pages.training.run.live import show_live
from pages.training.sweep.form import show_sweep_form
from pages.training.sweep.live import show_sweep
from pages.ui.navigation import go_to
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ArgotError
from slm_core.runs.run import open_run

race = st.query_params.get("race")
wanted = st.query_params.get("run")
if wanted or (race and race != "new"):
    refresh_machine()  # whoever comes back to a form gets what the run has taught
if race:
    show_race(race) if race != "new" else show_race_form()
    st.stop()

if sweep := st.query_params.get("sweep"):
    show_sweep(sweep) if sweep != "new" else show_sweep_form()
    st.stop()

if not wanted:
    show_form()
    st.stop()

try:
    run = open_run(workspace(), wanted)
    run.config()
except ArgotError as error:
    st.title(_("This run cannot be shown"), anchor=False)
    st.error(escape_markdown(translate(error.message)))
    with st.container(horizontal=True):
        if st.button(_("Train a model"), type="primary", key="train_new"):
            go_to("training")
        draw_delete_damaged(wanted)
    st.stop()

if problem := problem_of(run):
    st.error(escape_markdown(translate(problem)), icon=":material/warning:")
if run.status().is_over:
    show_after(run)
else:
    show_live(run)
