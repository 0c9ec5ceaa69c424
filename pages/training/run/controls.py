"""Changing a run while it trains: learning rate, dropout, batch size."""

import time

import streamlit as st

from pages.training.run.events import setting_name, value_words
from pages.training.run.snapshot import RunSnapshot, events_of
from pages.ui.session import metrics_follower
from pages.ui.text.formatting import rate
from pages.ui.text.i18n import _, translate
from slm_core.errors import ArgotError
from slm_core.runs.launching.control import ask
from slm_core.runs.run import Run

_HEARD = 20.0
"""Seconds for which an answer stands under its button."""


def draw_steering(view: RunSnapshot) -> None:
    """Two popovers, side by side."""
    waits = view.status.state not in ("running", "paused", "queued")
    _draw_rate(view, disabled=waits)
    _draw_others(view, disabled=waits)


def _draw_rate(view: RunSnapshot, *, disabled: bool) -> None:
    with metrics_follower(view.run) as follower:
        now = follower.train.last("learning_rate")
    with st.popover(
        _("Learning rate"), icon=":material/tune:", key="train_rate_popover", disabled=disabled
    ):
        st.caption(
            _(
                "Now {rate}. Takes effect at the next step; the schedule continues from there."
            ).format(rate="–" if now is None else rate(now))
        )
        # Not by the session's state: a field in a closed popover would never hear of it. No limits
        # here and below: beyond them a browser keeps what is typed to itself; asking says why not.
        st.number_input(
            _("New learning rate"),
            value=float(rate(now or 0.001)),
            step=0.0001,
            format="%g",
            key="train_rate",
        )
        _draw_button(view.run, "learning_rate", widget="train_rate", key="train_set")


def _draw_others(view: RunSnapshot, *, disabled: bool) -> None:
    with st.popover(
        _("Dropout, batch"), icon=":material/tune:", key="train_others", disabled=disabled
    ):
        st.caption(_("Takes effect at the next step."))
        st.number_input(
            _("Dropout"),
            value=float(_value_now(view, "dropout")),
            step=0.05,
            format="%g",
            key=_key(view, "dropout"),
            help=_(
                "More of it keeps the model from memorising the text, and makes it learn slower."
            ),
        )
        _draw_button(view.run, "dropout", widget=_key(view, "dropout"), key="train_set_dropout")
        st.number_input(
            _("Batch size"),
            value=int(_value_now(view, "batch_size")),
            step=1,
            key=_key(view, "batch_size"),
            help=_(
                "Sequences processed in parallel. A change starts reading the text from the "
                "beginning."
            ),
        )
        _draw_button(
            view.run, "batch_size", widget=_key(view, "batch_size"), key="train_set_batch_size"
        )


def _key(view: RunSnapshot, name: str) -> str:
    """Of a setting's field: another run has another, which begins with what holds there."""
    return f"train_{name}_{view.run.id}"


def _value_now(view: RunSnapshot, name: str) -> float:
    part = view.config.model if name == "dropout" else view.config.training
    value = getattr(part, name)
    for event in events_of(view.run):
        if event.kind == "set" and event.details.get("name") == name:
            value = event.details["value"]
    return value


def _draw_button(run: Run, name: str, *, widget: str, key: str) -> None:
    st.button(
        _("Change it"),
        key=key,
        on_click=_set,
        args=(run, name, widget),
        type="primary" if name == "learning_rate" else "secondary",
    )
    told = st.session_state.get(f"{widget}_told")
    if told and told[0] == run.id and time.monotonic() - told[1] < _HEARD:
        st.caption(told[2])


def _set(run: Run, name: str, widget: str) -> None:
    value = st.session_state[widget]
    try:
        ask(run, "set", name=name, value=value)
    except ArgotError as error:
        told = translate(error.message)
    else:
        told = _("Asked for {name} {value}; the chart will show where it took effect.").format(
            name=setting_name({"name": name}), value=value_words(value)
        )
    st.session_state[f"{widget}_told"] = (run.id, time.monotonic(), told)
