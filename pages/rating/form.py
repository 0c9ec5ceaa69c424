"""Which runs are rated, how many pairs; and the sets there are."""

import streamlit as st

from pages.ui.navigation import go_to, link_to
from pages.ui.run_index import RunSummary, run_titles, runs_with_model
from pages.ui.session import workspace
from pages.ui.text.formatting import count, moment
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.job_panel import follow_job, keep_end, newest_job
from pages.ui.widgets.problem import draw_problem, keep_problem
from slm_core.errors import ArgotError
from slm_core.evaluation.ratings.rating_set import RatingSet, list_ratings
from slm_core.evaluation.ratings.ratings_job import start_ratings
from slm_core.processes.jobs import Job

_PAIRS = (10, 20, 40, 80)
_MOST_RUNS = 5


def draw_form() -> None:
    """The form of a new set; while one is being made, how far that is."""
    job = newest_job(workspace(), "ratings", lambda _asked: True)
    if job is not None:
        _follow(job)
        return
    known = runs_with_model(workspace())
    if not known:
        st.markdown(_("There is no model yet whose writing could be rated."))
        if st.button(_("Train a model"), type="primary", key="rating_train"):
            go_to("training")
        return
    with st.container(border=True, key="rating_form"):
        chosen = _choose_runs(known)
        pairs = st.segmented_control(
            _("Pairs to judge"),
            _PAIRS,
            default=_PAIRS[1],
            required=True,
            key="rating_pairs",
            help=_("Twenty take about ten minutes. The more there are, the surer the result."),
        )
        draw_problem("rating")
        if st.button(_("Make the pairs"), type="primary", key="rating_make", disabled=not chosen):
            _start(chosen, pairs or _PAIRS[1])


def _choose_runs(known: list[RunSummary]) -> list[str]:
    """The ids of those that are chosen."""
    titles = run_titles(known)
    chosen = st.multiselect(
        _("Runs, all trained on the same text"),
        list(titles),
        default=[known[0].run.id],
        format_func=lambda run: titles.get(run, run),
        max_selections=_MOST_RUNS,
        key="rating_runs",
        help=_("The real text is always among them. With one run, it is that against the real."),
    )
    return [run for run in chosen if run in titles]


def _start(runs: list[str], pairs: int) -> None:
    try:
        start_ratings(workspace(), runs, pairs=pairs)
    except ArgotError as error:
        keep_problem("rating", error.message)
    st.rerun()


def _follow(job: Job) -> None:
    state = follow_job(job, key="rating_job")
    if not state.is_over:
        return
    stopped = _("Making the pairs was stopped. Nothing was kept.")
    keep_end(job, state, page="rating", stopped=stopped)
    made = str((state.result or {}).get("ratings", ""))
    if made:
        go_to("rating", set=made)
    st.rerun()


def draw_sets() -> None:
    """The sets there are, newest first; each leads to its pairs, or to its results."""
    found, damaged = list_ratings(workspace())
    if found:
        st.subheader(_("Earlier ratings"), anchor=False)
    for ratings in found:
        link_to("rating", _line(ratings), icon=":material/balance:", set=ratings.id)
    for one in damaged:
        reason = escape_markdown(translate(one.reason))
        st.caption(f":material/warning: {escape_markdown(one.id)}: {reason}")


def _line(ratings: RatingSet) -> str:
    record = ratings.record
    judged = _("{n} of {of} judged").format(
        n=count(len(ratings.votes())), of=count(len(record.pairs))
    )
    names = escape_markdown(", ".join(record.names))
    return " · ".join([names, judged, moment(record.made)])
