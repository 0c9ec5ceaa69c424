"""Measuring the training speed of this machine with the form's settings, by a few real steps."""

import streamlit as st

from pages.ui.damage import in_sentences
from pages.ui.session import training_slots, workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ArgotError
from slm_core.messages import Message
from slm_core.runs.config import RunConfig
from slm_core.runs.preflight.speed_test import RunningSpeedTest

_TRIAL, _PROBLEM = "train_trial", "train_trial_problem"
_EVERY = 0.5
"""Seconds between two looks whether it is done."""


def draw_trial(config: RunConfig, *, measured: bool, problem: Message | str = "") -> None:
    """A button that begins it, or how it is getting on. `measured` is what was measured before,
    which on a busy machine is worth doing again; what cannot be, for this `problem`, is not."""
    if _TRIAL in st.session_state:
        st.fragment(in_sentences(_draw_running), run_every=_EVERY)()
        return
    failure = st.session_state.pop(_PROBLEM, "")
    if failure:
        st.caption(f":material/error: {escape_markdown(translate(failure))}")
    st.button(
        _("Measure again") if measured else _("Measure on this machine"),
        key="train_measure",
        type="tertiary",
        icon=":material/speed:",
        help=translate(problem)
        if problem
        else _(
            "A few real steps with these settings, in about five seconds: how fast it is, and "
            "what score to expect."
        ),
        disabled=bool(problem),
        on_click=_begin,
        args=(config,),
    )


def stop_trial() -> None:
    """End a trial under way, so that it stands in nobody's way."""
    trial: RunningSpeedTest | None = st.session_state.pop(_TRIAL, None)
    if trial is not None:
        trial.cancel()


def _begin(config: RunConfig) -> None:
    try:
        st.session_state[_TRIAL] = RunningSpeedTest(workspace(), config, slots=training_slots())
    except ArgotError as error:
        st.session_state[_PROBLEM] = error.message


def _draw_running() -> None:
    trial: RunningSpeedTest | None = st.session_state.get(_TRIAL)
    if trial is None or _is_over(trial):
        st.session_state.pop(_TRIAL, None)
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key="train_measuring"):
        st.caption(":material/speed: " + _("Taking a few steps to measure …"), width="content")
        st.button(_("Cancel"), key="train_measure_stop", type="tertiary", on_click=stop_trial)


def _is_over(trial: RunningSpeedTest) -> bool:
    try:
        return trial.poll() is not None
    except ArgotError as error:
        st.session_state[_PROBLEM] = error.message
        return True
