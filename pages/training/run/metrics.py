"""Four numbers of a run as metric cards: three scores and the speed."""

from typing import Literal

import streamlit as st

from pages.training.run.snapshot import RunSnapshot
from pages.ui.text.formatting import count, in_a_row, percent
from pages.ui.text.i18n import _
from pages.ui.text.token_kinds import token_kind

_STEADY = 0.1
"""Changes of the speed by less than this share are noise."""

Measure = Literal["loss", "accuracy", "bits_per_byte"]


def draw_numbers(view: RunSnapshot) -> None:
    """The newest validation, or the final one of a run that has ended, and the speed."""
    words = _(
        "Cross-entropy: how surprised the model is by the next {token} of text it was not "
        "trained on, in nats. Lower is better."
    )
    token = token_kind(view.config.tokenizer.kind)
    with st.grid(4, min_column_width=150, key="train_numbers"):
        _draw_measure(
            view,
            "loss",
            _("Validation loss"),
            words.format(token=token.unit),
        )
        _draw_measure(
            view,
            "accuracy",
            token.next_right,
            _(
                "Accuracy: how often its first guess of the next token is right, on text it "
                "was not trained on. Higher is better."
            ),
        )
        _draw_measure(
            view,
            "bits_per_byte",
            _("Bits per byte"),
            _(
                "Bits the model needs for one byte of unseen text. It compares fairly between "
                "models with different tokenizers. Lower is better."
            ),
        )
        _draw_speed(view)
    if view.score and view.check and view.check["bits_per_byte"] != view.score.bits_per_byte:
        st.caption(
            _(
                "The last validation gave {bits} bits per byte: while it trains, a part of the "
                "validation text is scored. These scores are of all of it, by the best weights."
            ).format(bits=f"{view.check['bits_per_byte']:.2f}")
        )


def _draw_measure(view: RunSnapshot, name: Measure, label: str, meaning: str) -> None:
    share = name == "accuracy"
    if view.score:
        st.metric(
            label,
            _shown(getattr(view.score, name), share=share),
            _("all validation text"),
            delta_color="off",
            delta_arrow="off",
            help=in_a_row((meaning, _("Final score of the best weights, on all validation text."))),
            border=True,
        )
        return
    change = view.change(name) or 0.0
    form = percent(change, sign="+") if share else f"{change:{_form(change, '+')}}"
    still = float(form.rstrip(" %")) == 0
    st.metric(
        label,
        _shown(view.check[name], share=share) if view.check else "–",
        0 if still else form,
        delta_color="normal" if share else "inverse",
        delta_description=_("since the last validation") if view.check else _("no validation yet"),
        help=meaning,
        border=True,
    )


def _shown(value: float, *, share: bool) -> str:
    return percent(value) if share else f"{value:{_form(value)}}"


def _form(value: float, sign: str = "") -> str:
    """Two decimals, except for what only a broken model reaches: that would not fit a card."""
    return f"{sign}.2f" if abs(value) < 10_000 else f"{sign}.1e"


def _draw_speed(view: RunSnapshot) -> None:
    letters = view.facts.characters_per_token if view.facts else 1.0
    trains = view.status.state == "running" and view.speed is not None
    now = view.speed if trains and view.speed else view.average
    change = now / view.average - 1 if view.average else 0.0
    steady = abs(change) < _STEADY
    pill = _("steady") if trains else _("on average")
    st.metric(
        _("Characters a second"),
        count(now * letters) if now else "–",
        pill if steady else percent(change, digits=0, sign="+"),
        delta_color="off",
        delta_arrow="off" if steady else "auto",
        delta_description=_("against its average") if trains else None,
        height="stretch",
        help=_("How fast the model reads in training."),
        border=True,
    )
