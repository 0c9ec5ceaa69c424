"""Which runs are compared: those in the address, to which others are added."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.ui.run_index import RunSummary, run_titles
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.evaluation.comparison.sides import MOST_RUNS, open_runs
from slm_core.runs.run import Run

_RUNS, _SHOWN = "compare_runs", "compare_shown"
_PARAMETER = "runs"


def asked_runs() -> list[Run]:
    """The runs in the address that can be read; of the others the reason is shown.

    Where it names none, those that were compared last in this session: a click that comes before
    the browser has taken over the address brings the one before.
    """
    if _PARAMETER not in st.query_params and st.session_state.get(_SHOWN):
        st.query_params[_PARAMETER] = ",".join(st.session_state[_SHOWN])
    asked = [name for name in st.query_params.get(_PARAMETER, "").split(",") if name.strip()]
    found, problems = open_runs(workspace(), [name.strip() for name in asked[: 2 * MOST_RUNS]])
    for problem in problems:
        st.error(escape_markdown(translate(problem)))
    return found


def draw_choice(runs: Sequence[Run], known: Sequence[RunSummary]) -> None:
    """A field with the runs that are compared; a change of it goes into the address."""
    titles = run_titles(known)
    chosen = [run.id for run in runs if run.id in titles]
    if st.session_state.get(_SHOWN) != chosen:  # the address says others
        st.session_state[_RUNS] = chosen
        st.session_state[_SHOWN] = chosen
    st.multiselect(
        _("Runs to compare; the others are held against the first"),
        list(titles),
        format_func=lambda run: titles.get(run, run),
        key=_RUNS,
        max_selections=MOST_RUNS,
        placeholder=_("Choose two or more"),
        on_change=_chosen,
        args=(titles,),
    )


def _chosen(titles: Mapping[str, str]) -> None:
    chosen = [run for run in st.session_state[_RUNS] if run in titles]
    st.session_state[_SHOWN] = chosen
    if chosen:
        st.query_params[_PARAMETER] = ",".join(chosen)
    else:
        st.query_params.pop(_PARAMETER, None)
