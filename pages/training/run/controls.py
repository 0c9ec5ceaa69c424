"""Changing a run while it trains (learning rate, dropout, batch size), or another like it."""

import time

import streamlit as st

from pages.training.run.events import setting_name, value_words
from pages.training.run.snapshot import RunSnapshot, events_of
from pages.ui.navigation import go_to
from pages.ui.session import metrics_follower
from pages.ui.text.formatting import rate
from pages.ui.text.i18n import _, translate
from pages.ui.widgets.forms import with_limits
from slm_core.errors import ArgotError
from slm_core.runs.launching.control import ask, changeable
from slm_core.runs.run import Run

_HEARD = 20.0
"""Seconds for which an answer stands under its button."""


def draw_steering(view: RunSnapshot) -> None:
    """What can change while it trains, in one popover; the rest takes a run of its own."""
    waits = view.status.state not in ("running", "paused", "queued")
    with st.popover(
        _("Change"), icon=":material/tune:", key="train_change_popover", disabled=waits
    ):
        _draw_rate(view)
        _draw_others(view)
        st.caption(_("Other settings need a run of their own."))
        draw_duplicate(view)


def draw_duplicate(view: RunSnapshot) -> None:
    """The way to the form, filled with the settings of this run."""
    if st.button(
        _("Duplicate with changes"), icon=":material/content_copy:", key="train_duplicate"
    ):
        st.session_state["train_more_settings"] = True
        st.session_state.pop("train_like_taken", None)  # asked again, it is filled again
        go_to("training", like=view.run.id)


def _draw_rate(view: RunSnapshot) -> None:
    with metrics_follower(view.run) as follower:
        now = follower.train.last("learning_rate")
    st.caption(
        _("Now {rate}. Takes effect at the next step; the schedule continues from there.").format(
            rate="–" if now is None else rate(now)
        )
    )
    # Not by the session's state: a field in a closed popover would never hear of it. No limits
    # here and below: beyond them a browser keeps what is typed to itself; asking says why not.
    st.number_input(
        _label("learning_rate", _("New learning rate")),
        value=float(rate(now or 0.001)),
        step=0.0001,
        format="%g",
        key="train_rate",
    )
    _draw_button(view.run, "learning_rate", widget="train_rate", key="train_set")


def _draw_others(view: RunSnapshot) -> None:
    st.number_input(
        _label("dropout", _("Dropout")),
        value=float(_value_now(view, "dropout")),
        step=0.05,
        format="%g",
        key=_key(view, "dropout"),
        help=_("More of it keeps the model from memorising the text, and makes it learn slower."),
    )
    _draw_button(view.run, "dropout", widget=_key(view, "dropout"), key="train_set_dropout")
    st.number_input(
        _label("batch_size", _("Batch size")),
        value=int(_value_now(view, "batch_size")),
        step=1,
        key=_key(view, "batch_size"),
        help=_(
            "Sequences processed in parallel. A change starts reading the text from the beginning."
        ),
    )
    _draw_button(
        view.run, "batch_size", widget=_key(view, "batch_size"), key="train_set_batch_size"
    )


def _label(name: str, words: str) -> str:
    """A field's label with the limits that `ask` holds it to."""
    return with_limits(words, changeable(name))


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
