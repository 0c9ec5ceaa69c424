"""The loss and accuracy curves of a run, and the options of their charts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from pages.charts.chart import Axis
from pages.charts.curves import Curves, Floor, Line, Mark, curves_chart
from pages.training.run.events import mark_of
from pages.training.run.snapshot import (
    Along,
    Kind,
    RunSnapshot,
    curve,
    events_of,
    records_per_point,
)
from pages.ui.choice import choose_one
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _
from pages.ui.text.token_kinds import token_kind
from slm_core.runs.curve import SMOOTHING, Points

_LABELLED = 6
"""Interventions drawn at the most, the newest; more would hide the curves."""


@dataclass(frozen=True)
class ChartOptions:
    """How somebody wants to look at the curves."""

    along: Along = "step"
    smooth: bool = True
    logarithmic: bool = False


def draw_chart_options() -> ChartOptions:
    """The controls of the curves."""
    names: dict[Along, str] = {
        "step": _("steps"),
        "seconds": _("seconds"),
        "tokens": _("characters"),
    }
    along = choose_one(_("Along"), names, key="train_along", label_visibility="collapsed")
    smooth = st.toggle(_("Smooth"), value=True, key="train_smooth", persist_state="session")
    logarithmic = st.toggle(_("Logarithmic"), key="train_logarithmic", persist_state="session")
    return ChartOptions(along, smooth, logarithmic)


def draw_curves(view: RunSnapshot, lens: ChartOptions) -> None:
    """Loss and accuracy side by side, each with its floors, interventions and caption."""
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        _draw_loss(view, lens)
    with right.container(border=True, height="stretch"):
        _draw_accuracy(view, lens)


def _draw_loss(view: RunSnapshot, lens: ChartOptions) -> None:
    st.markdown(
        "**"
        + _("Loss")
        + "** :gray["
        + _("nats per {token}").format(token=token_kind(view.config.tokenizer.kind).unit)
        + "]"
    )
    floors = view.facts.floors if view.facts else None
    lines = _lines(view, "loss", lens)
    curves_chart(
        Curves(
            x=axis_along(lens),
            y=Axis(_("loss"), logarithmic=lens.logarithmic),
            lines=lines,
            floors=[
                Floor(_("by frequency"), floors.frequency_loss),
                Floor(_("pure chance"), floors.uniform_loss),
            ]
            if floors
            else [],
            marks=_marks(view, lens),
        ),
        key="train_loss_chart",
        alt=_("Loss along {along}: {finding}").format(
            along=axis_along(lens).title, finding=_status_text(lines[0].ys, better="lower")
        ),
    )
    st.caption(
        _(
            "Lower is better. Grey falling while green rises: it is memorising your text "
            "(overfitting)."
        )
    )


def _draw_accuracy(view: RunSnapshot, lens: ChartOptions) -> None:
    title = token_kind(view.config.tokenizer.kind).next_right
    st.markdown(f"**{title}** :gray[" + _("accuracy") + "]")
    floors = view.facts.floors if view.facts else None
    lines = _lines(view, "accuracy", lens)
    curves_chart(
        Curves(
            x=axis_along(lens),
            y=Axis(_("accuracy"), unit="percent"),
            lines=lines,
            floors=[Floor(_("most frequent guess"), floors.commonest_accuracy)] if floors else [],
            marks=_marks(view, lens),
        ),
        key="train_accuracy_chart",
        alt=_("Accuracy along {along}: {finding}").format(
            along=axis_along(lens).title, finding=_status_text(lines[0].ys, better="higher")
        ),
    )
    st.caption(
        _("Higher is better; above orange it does better than the most frequent guess.")
        + _smoothing(view, lens)
    )


def _lines(
    view: RunSnapshot, column: Literal["loss", "accuracy"], lens: ChartOptions
) -> list[Line]:
    return [
        Line(_("validation"), "primary", *to_x_axis(view, "validation", column, lens)),
        Line(_("train"), "gray", *to_x_axis(view, "train", column, lens)),
    ]


def to_x_axis(view: RunSnapshot, kind: Kind, column: str, lens: ChartOptions) -> Points:
    """A column as points along the chosen axis; only training is ever smoothed."""
    smooth = lens.smooth and kind == "train"
    xs, ys = curve(view.run, kind, column, along=lens.along, smooth=smooth)
    if lens.along == "tokens" and view.facts:
        xs = [x * view.facts.characters_per_token for x in xs]
    return xs, ys


def axis_along(lens: ChartOptions) -> Axis:
    """The axis that was chosen."""
    names = {"step": _("steps"), "seconds": _("seconds"), "tokens": _("characters read")}
    return Axis(names[lens.along])


def _marks(view: RunSnapshot, lens: ChartOptions) -> list[Mark]:
    marks = []
    for event in events_of(view.run):
        name = mark_of(event)
        if name is not None:
            marks.append(Mark(name, _place(view, lens, event.step, event.seconds)))
    return marks[-_LABELLED:]


def _place(view: RunSnapshot, lens: ChartOptions, step: int, seconds: float) -> float:
    if lens.along == "seconds":
        return seconds
    if lens.along == "step" or not view.status.step:
        return float(step)
    letters = view.facts.characters_per_token if view.facts else 1.0
    return step * view.status.tokens / view.status.step * letters


def _status_text(values: Sequence[float], *, better: Literal["lower", "higher"]) -> str:
    """What the curve does, in words coarse enough to stay the same from one check to the next."""
    if len(values) < 3:
        return _("too early to say")
    best = min(values) if better == "lower" else max(values)
    apart = abs(values[-1] - best)
    whole = abs(values[0] - best)
    if math.isclose(whole, 0) or apart > 0.1 * whole:
        return _("validation was better before than it is now")
    return _("validation has got better since the start")


def _smoothing(view: RunSnapshot, lens: ChartOptions) -> str:
    """How grey was smoothed, in few words: the caption should not grow by a line."""
    if not lens.smooth:
        return ""
    each = records_per_point(view.run)
    if each == 1:
        words = _("Grey is smoothed (moving average, {weight}).")
    else:
        words = _("Grey is smoothed (moving average, {weight}, of {n}-step means).")
    return " " + words.format(weight=f"{SMOOTHING:g}", n=count(each))
