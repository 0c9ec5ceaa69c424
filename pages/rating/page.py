"""Blind ratings: people choose between texts without knowing which is real.

Address: /ratings, `?set=` chooses a set that was made.
"""

import streamlit as st

from pages.rating.form import draw_form, draw_sets
from pages.rating.judge import draw_judging
from pages.ui.navigation import link_to
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ArgotError
from slm_core.evaluation.ratings.rating_set import open_ratings

wanted = st.query_params.get("set")
st.title(_("Blind ratings"), anchor=False)
if wanted:
    try:
        ratings = open_ratings(workspace(), wanted)
    except ArgotError as error:
        st.error(escape_markdown(translate(error.message)))
        link_to("rating", _("All ratings"), icon=":material/arrow_back:")
        st.stop()
    draw_judging(ratings)
else:
    st.markdown(
        _(
            "A score does not say whether people like to read it. Here two texts go on from the "
            "same place: one may be the model's, the other another model's or the real one. "
            "Choose the better one; which was whose is said at the end."
        )
    )
    draw_form()
    draw_sets()
