"""Score text: any text, and what surprises a model in it; or texts sorted by label.

Address: /score-text, `?scores=` shows a text that was scored, `?scores=….3` its third document,
`?labels=` texts that were labelled.
"""

import streamlit as st

from pages.score_text.ask import draw_ask, draw_progress, scorable_runs
from pages.score_text.document import draw_document
from pages.score_text.labels import draw_labels
from pages.score_text.result import draw_result, shown_document
from pages.ui.navigation import link_to
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.problem import draw_problem
from slm_core.errors import ArgotError
from slm_core.evaluation.classification.jobs.kept_labels import read_labels
from slm_core.evaluation.surprisal.kept_scores import read_scores

st.title(_("Score text"), anchor=False)
wanted, _point, chosen = st.query_params.get("scores", "").partition(".")
labels = "" if wanted else st.query_params.get("labels", "")
draw_problem("score_text")
busy = draw_progress()
draw_ask(scorable_runs(), busy=busy, folded=bool(wanted or labels))
if not wanted and not labels:
    st.stop()

try:
    labelled = read_labels(workspace(), labels) if labels else None
    report = read_scores(workspace(), wanted) if wanted else None
except ArgotError as error:
    st.error(escape_markdown(translate(error.message)))
    link_to("score_text", _("Score another text"), icon=":material/add:")
    st.stop()

if labelled is not None:
    draw_labels(labelled)
elif report is not None:
    place = shown_document(report, chosen)
    draw_result(report, wanted, place)
    draw_document(report, place)
