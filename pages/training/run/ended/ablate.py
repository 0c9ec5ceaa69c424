"""The way from a run to its ablation: how many runs that is and how long they take, asked first."""

import streamlit as st

from pages.training.run.snapshot import RunSnapshot
from pages.ui.navigation import go_to
from pages.ui.session import training_slots, workspace
from pages.ui.text.formatting import count, duration
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ArgotError
from slm_core.runs.run import Run
from slm_core.tuning.plan import ablation_cost, ask_for_ablation

_PROBLEM, _STARTED = "train_ablate_problem", "train_ablate_started"


def draw_ablate(view: RunSnapshot) -> None:
    """The button, which opens the question."""
    _leave_if_started()
    if st.button(
        _("What was each part worth?"),
        icon=":material/tune:",
        key="train_ablate",
        help=_(
            "Ablation: trains this configuration again without each of its settings and each "
            "cleaning step of its text, with two seeds each, and compares."
        ),
    ):
        _ask(view)


def _ask(view: RunSnapshot) -> None:
    @st.dialog(_("What was each part worth?"), icon=":material/tune:", width="medium")
    def question() -> None:
        _leave_if_started()
        try:
            cost = ablation_cost(workspace(), view.run)
        except ArgotError as error:
            st.error(escape_markdown(translate(error.message)))
            return
        st.markdown(_cost_words(cost.runs, cost.seconds / training_slots()))
        with st.container(horizontal=True, key="train_ablate_answers"):
            st.button(
                _("Start {n} runs").format(n=count(cost.runs)),
                type="primary",
                key="train_ablate_start",
                on_click=_start,
                args=(view.run,),
            )
            if st.button(_("Cancel"), key="train_ablate_cancel"):
                st.rerun()
        if problem := st.session_state.pop(_PROBLEM, None):
            st.error(escape_markdown(translate(problem)))

    question()


def _start(run: Run) -> None:
    try:
        sweep = ask_for_ablation(workspace(), run, slots=training_slots())
    except ArgotError as error:
        st.session_state[_PROBLEM] = error.message
    else:
        st.session_state[_STARTED] = sweep.id


def _leave_if_started() -> None:
    """Go to what was started: a callback may run before pages are known."""
    started = st.session_state.pop(_STARTED, None)
    if started is not None:
        go_to("training", sweep=started)


def _cost_words(runs: int, seconds: float) -> str:
    return _(
        "It trains **{n} runs** like this one, each without one setting or cleaning step, with two "
        "seeds each: about **{time}** on this machine, and some seconds more to start and score "
        "each. You can stop it at any time."
    ).format(n=count(runs), time=duration(seconds))
