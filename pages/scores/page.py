"""Scores: how good a run's model is on text it never saw, whether that is proven, and where.

Address: /scores lists the runs, `?run=` judges one, `&text=` shows the evaluation of one text:
validation, test, or another that was scored.
"""

import streamlit as st

from pages.scores.ask import draw_ask, draw_damaged
from pages.scores.breakdown import draw_breakdown
from pages.scores.charts import draw_calibration, draw_floors
from pages.scores.choose import choose_run
from pages.scores.copies import draw_copies
from pages.scores.details import draw_cards, draw_details
from pages.scores.passages import draw_passages
from pages.scores.texts import choose_report, draw_progress, start_if_new
from pages.scores.verdict import draw_verdict
from pages.ui.navigation import go_to, link_to
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.problem import draw_problem
from pages.ui.widgets.title_row import title_row
from slm_core.errors import ArgotError
from slm_core.evaluation.report import list_reports
from slm_core.runs.run import open_run
from slm_core.training.checkpoints.checkpoint_paths import newest_step

wanted = st.query_params.get("run")
if not wanted:
    choose_run()
    st.stop()

try:
    run = open_run(workspace(), wanted)
    config = run.config()
except ArgotError as error:
    st.title(_("This run cannot be shown"), anchor=False)
    st.error(escape_markdown(translate(error.message)))
    link_to("scores", _("Choose another run"), icon=":material/list:")
    st.stop()

with title_row(f"{config.name} · {config.model.title}", key="scores_head"):
    if st.button(_("To the run"), icon=":material/model_training:", key="scores_run"):
        go_to("training", run=run.id)
    if st.button(_("Compare with…"), icon=":material/compare_arrows:", key="scores_compare"):
        go_to("compare", runs=run.id)
    if st.button(_("Choose another run"), icon=":material/list:", key="scores_other_run"):
        go_to("scores")

if newest_step(run.folder) is None:
    st.markdown(_("This run has no checkpoint yet, so there is nothing to score."))
    st.stop()

draw_problem("scores")
busy = draw_progress(run)
reports, damaged = list_reports(run)
draw_damaged(damaged)
report = choose_report(reports)
if report is None:
    start_if_new(run, busy=busy)
    st.stop()

draw_verdict(run, report, busy=busy)
draw_ask(run, busy=busy)
left, right = st.columns([6, 5], gap="small")
with left:
    draw_floors(run, report)
with right:
    draw_calibration(report)
draw_passages(report)
draw_cards(report)
draw_copies(run, report)
draw_breakdown(report)
draw_details(report)
