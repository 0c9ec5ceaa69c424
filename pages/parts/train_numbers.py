"""Four numbers of a run as cards: how good it is, and how fast."""

import streamlit as st

from pages.parts.amounts import count, percent
from pages.parts.language import _
from pages.parts.train_view import View, next_right, token_word

_STEADY = 0.1
"""Changes of the speed by less than this share are only the machine's breathing."""


def draw_numbers(view: View) -> None:
    """The newest validation, and the speed, as four cards."""
    config = view.config
    with st.grid(4, min_column_width=150, key="train_numbers"):
        _number(
            view,
            "loss",
            _("Validation loss"),
            help=_(
                "How surprised the model is by the next {token} of text it never learned from, in "
                "nats. Lower is better."
            ).format(token=token_word(config)),
        )
        _number(
            view,
            "accuracy",
            next_right(config),
            help=_(
                "How often its first guess for what comes next is right, on text it never learned "
                "from (accuracy). Higher is better."
            ),
        )
        _number(
            view,
            "bits_per_byte",
            _("Bits per byte"),
            help=_(
                "What one byte of unseen text costs the model. It compares fairly between models "
                "that cut text differently. Lower is better."
            ),
        )
        _speed(view)


def _number(view: View, name: str, label: str, *, help: str) -> None:
    check, change = view.check, view.change(name)
    share = name == "accuracy"
    shown = "–" if check is None else percent(check[name]) if share else f"{check[name]:.2f}"
    form = f"{change * 100:+.1f} %" if share and change is not None else f"{change or 0:+.2f}"
    still = change is None or float(form.split(maxsplit=1)[0]) == 0
    st.metric(
        label,
        shown,
        0 if still else form,
        delta_color="normal" if share else "inverse",
        delta_description=_("since last check") if check else _("no check yet"),
        help=help,
        border=True,
    )


def _speed(view: View) -> None:
    letters = view.facts.characters_per_token if view.facts else 1.0
    status = view.status
    average = status.tokens / status.seconds if status.seconds else 0.0
    now = view.speed if view.speed and status.state == "running" else average
    change = now / average - 1 if average else 0.0
    steady = abs(change) < _STEADY
    st.metric(
        _("Characters a second"),
        count(now * letters) if now else "–",
        _("on average") if now is average else _("steady") if steady else f"{change * 100:+.0f} %",
        delta_color="off",
        delta_arrow="off" if steady else "auto",
        delta_description=None if steady else _("of its average"),
        help=_("How fast the model reads in training, at the newest step."),
        border=True,
    )
