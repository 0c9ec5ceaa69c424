"""Score text: paste or upload any text, and see what surprises a model in it.

Address: /score-text, `?scores=` shows a text that was scored, `?scores=….3` its third document.
"""

import streamlit as st

from pages.score_text.ask import draw_ask, draw_progress, scorable_runs
from pages.score_text.document import draw_document
from pages.score_text.result import draw_result, shown_document
from pages.ui.navigation import go_to, link_to
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.problem import draw_problem
from slm_core.errors import ArgotError
from slm_core.evaluation.surprisal.kept_scores import read_scores

st.title(_("Score text"), anchor=False)
runs = scorable_runs()
if not runs:
    st.markdown(_("A model can score text as soon as it has trained for a few seconds."))
    if st.button(
        _("Train a model"), type="primary", icon=":material/model_training:", key="score_text_train"
    ):
        go_to("training")
    st.stop()

wanted, _point, chosen = st.query_params.get("scores", "").partition(".")
draw_problem("score_text")
busy = draw_progress()
draw_ask(runs, busy=busy, folded=bool(wanted))
if not wanted:
    st.stop()

try:
    report = read_scores(workspace(), wanted)
except ArgotError as error:
    st.error(escape_markdown(translate(error.message)))
    link_to("score_text", _("Score another text"), icon=":material/add:")
    st.stop()

place = shown_document(report, chosen)
draw_result(report, wanted, place)
draw_document(report, place)
