"""A run that somebody works on: drawn again and again, until it ends."""

import time

import streamlit as st

from pages.parts.amounts import rate
from pages.parts.language import _
from pages.parts.said import said
from pages.parts.state import following
from pages.parts.train_charts import draw_curves, draw_lens
from pages.parts.train_head import draw_head, draw_progress
from pages.parts.train_more import draw_more
from pages.parts.train_numbers import draw_numbers
from pages.parts.train_text import draw_text
from pages.parts.train_view import View, look
from slm_core.errors import ArgotError
from slm_core.runs.control import ask
from slm_core.runs.run import Run

_EVERY, _EVERY_LONG = 1.5, 2.0
"""Seconds between two drawings, of a run of a minute or so and of a longer one. Measured: every
drawing costs server and browser together 120 ms of a core, on a busy machine, which the trainer
beside them goes without."""
_SHORT = 90.0
"""Seconds of a run that is followed closely."""


def show_live(run: Run) -> None:
    """Draw the run, again and again. When it ends the page is drawn anew, and this is not."""
    long = _whole(look(run)) > _SHORT
    st.fragment(_live, run_every=_EVERY_LONG if long else _EVERY)(run, long)


def _whole(view: View) -> float:
    """Seconds the run takes in all, as far as is known."""
    return view.status.seconds + (view.status.seconds_left or 0.0)


def _live(run: Run, long: bool) -> None:
    view = look(run)
    turned_out_long = not long and _whole(view) > 1.2 * _SHORT
    if view.status.is_over or turned_out_long:
        st.rerun()
    draw_head(view)
    draw_progress(view)
    if view.status.step == 0:
        _draw_not_yet(view)
        return
    draw_numbers(view)
    with st.container(horizontal=True, vertical_alignment="center", key="train_lens"):
        lens = draw_lens()
        st.space("stretch")
        _draw_rate(view)
    draw_curves(view, lens)
    draw_text(view)
    draw_more(view, lens)


def _draw_not_yet(view: View) -> None:
    """Skeletons where the numbers and the curves will be, and what is being waited for."""
    st.caption(_("The first numbers come as soon as the text is cut into tokens."))
    for column in st.columns(4):
        column.skeleton(height=104)
    for column in st.columns(2):
        column.skeleton(height=300)


def _draw_rate(view: View) -> None:
    """Change the learning rate while the run trains."""
    with following(view.run) as follower:
        now = follower.train.last("learning_rate")
    with st.popover(
        _("Learning rate"),
        icon=":material/tune:",
        key="train_rate_popover",
        disabled=view.status.state not in ("running", "paused"),
    ):
        st.caption(
            _(
                "Now {rate}. A change holds from the next step on; the schedule goes on from there."
            ).format(rate="–" if now is None else rate(now))
        )
        if "train_rate" not in st.session_state:
            st.session_state["train_rate"] = float(rate(now or 0.001))
        st.number_input(
            _("New learning rate"),
            min_value=0.0,
            max_value=1000.0,
            step=0.0001,
            format="%g",
            key="train_rate",
        )
        st.button(
            _("Change it"), key="train_set", on_click=_set_rate, args=(view.run,), type="primary"
        )
        told = st.session_state.get("train_rate_told")
        if told and told[0] == view.run.id and time.time() - told[1] < 20:
            st.caption(told[2])


def _set_rate(run: Run) -> None:
    value = st.session_state["train_rate"]
    try:
        ask(run, "set", name="learning_rate", value=value)
    except ArgotError as error:
        told = said(str(error))
    else:
        told = _("Asked for {rate}; the chart will show where it took hold.").format(
            rate=rate(value)
        )
    st.session_state["train_rate_told"] = (run.id, time.time(), told)
