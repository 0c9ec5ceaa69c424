"""What the forms and pages of a run, a race and a sweep share: starting and stopping.

Keys begin with the `page`: "train", "race" or "sweep"."""

from collections.abc import Callable

import streamlit as st

from pages.ui.text.i18n import _
from pages.ui.widgets.problem import draw_problem, keep_problem
from slm_core.errors import ArgotError
from slm_core.messages import Message


def draw_start_button(label: str, *, page: str, problem: Message | str, ready: bool) -> bool:
    """What speaks against starting, and the button of a form; whether it was pressed."""
    draw_problem(page, problem)
    return st.button(
        label,
        type="primary",
        icon=":material/play_arrow:",
        key=f"{page}_start",
        disabled=not ready,
        width="stretch",
    )


def draw_stop_all(asked: str, stop: Callable[[], object], *, page: str) -> None:
    """The button that stops all runs of a race or a sweep with the id `asked`; once it was pressed
    it says that they stop."""

    def do_it() -> None:
        try:
            stop()
        except ArgotError as error:
            keep_problem(page, error.message)
            return
        st.session_state[f"{page}_stopped"] = asked

    stopping = st.session_state.get(f"{page}_stopped") == asked
    st.button(
        _("Stopping …") if stopping else _("Stop all and save"),
        icon=":material/stop:",
        key=f"{page}_stop",
        disabled=stopping,
        on_click=do_it,
    )


def forget_stopping(page: str) -> None:
    """All has stopped: where it goes on, it can be stopped again."""
    st.session_state.pop(f"{page}_stopped", None)
