"""One pair after the other, and when all are judged who won."""

import streamlit as st

from pages.rating.results import draw_results
from pages.ui.navigation import link_to
from pages.ui.session import workspace
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown, strong_text
from pages.ui.widgets.delete_dialog import draw_delete
from pages.ui.widgets.problem import draw_problem, keep_problem
from slm_core.errors import ArgotError
from slm_core.evaluation.ratings.rating_set import Choice, RatingSet, delete_ratings

_SHOW = "rating_show_results"


def draw_judging(ratings: RatingSet) -> None:
    """The next pair without a vote, or the results."""
    link_to("rating", _("All ratings"), icon=":material/arrow_back:")
    total, votes = len(ratings.record.pairs), ratings.votes()
    at = ratings.next_pair()
    if at is None or st.session_state.get(_SHOW) == ratings.id:
        draw_results(ratings)
        if at is not None and st.button(_("Go on judging"), key="rating_go_on"):
            st.session_state.pop(_SHOW, None)
            st.rerun()
        draw_delete(
            _("Delete these ratings?"),
            _("These pairs and what was chosen are deleted for good. The runs stay."),
            lambda: delete_ratings(workspace(), ratings.id),
            key="rating_delete",
            leads_to="rating",
        )
        return
    words = _("Pair {n} of {of}").format(n=count(len(votes) + 1), of=count(total))
    st.progress(len(votes) / total, text=words)
    draw_problem("rating")
    _draw_pair(ratings, at)
    if votes and st.button(_("Show the results so far"), type="tertiary", key="rating_show"):
        st.session_state[_SHOW] = ratings.id
        st.rerun()


def _draw_pair(ratings: RatingSet, at: int) -> None:
    pair = ratings.record.pairs[at]
    st.caption(_("The text begins:"))
    st.markdown(strong_text(" ".join(pair.prompt.split())))
    texts = ((_("Text A"), pair.left, "left"), (_("Text B"), pair.right, "right"))
    for column, (title, text, side) in zip(st.columns(2), texts, strict=True):
        with column.container(border=True, height="stretch", key=f"rating_{side}"):
            st.markdown(f"**{title}**")
            st.markdown(escape_markdown(text.strip()) or _("It wrote nothing."))
    st.markdown(_("Which one goes on better?"))
    choices: tuple[tuple[Choice, str, str], ...] = (
        ("left", _("Text A"), "1"),
        ("tie", _("Both alike"), "2"),
        ("right", _("Text B"), "3"),
    )
    with st.container(horizontal=True, key="rating_choices"):
        for choice, label, digit in choices:
            st.button(
                label,
                key=f"rating_vote_{choice}",
                shortcut=digit,
                on_click=_vote,
                args=(ratings, at, choice),
            )


def _vote(ratings: RatingSet, at: int, choice: Choice) -> None:
    try:
        if at not in ratings.votes():  # a second click in the same moment counts for nothing
            ratings.vote(at, choice)
    except ArgotError as error:
        keep_problem("rating", error.message)
