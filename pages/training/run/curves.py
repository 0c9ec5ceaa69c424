"""The loss and accuracy curves of a run, what they show, and the options of their charts."""

import math
from bisect import bisect_left
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
from pages.ui.session import metrics_follower
from pages.ui.text.formatting import count, in_a_row
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.token_kinds import token_kind
from pages.ui.widgets.choice import choose_one
from slm_core.evaluation.coach import accuracy_finding, loss_finding
from slm_core.evaluation.report import counting_loss
from slm_core.runs.curve import SMOOTHING, Points

_HEIGHT = 190
"""Pixels of each chart: both, and what the model writes beside them, are seen at once."""
_LABELLED = 6
"""Interventions drawn at the most, the newest; more would hide the curves."""


@dataclass(frozen=True)
class ChartOptions:
    """How somebody wants to look at the curves."""

    along: Along = "step"
    smooth: bool = True
    logarithmic: bool = False


def draw_curves(view: RunSnapshot, *, cursor: int | None = None) -> ChartOptions:
    """Loss and accuracy below one another, and how somebody wants to see them.

    `cursor` is a step that something else on the page speaks of.
    """
    with st.container(border=True, key="train_loss", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            loss, per = _("Loss"), _("nats per token")
            st.markdown(f"**{loss}** :gray[{per}]", width="stretch")
            lens = _draw_options(view)
        _draw_loss(view, lens, cursor)
    with st.container(border=True, key="train_accuracy", gap="xsmall"):
        _draw_accuracy(view, lens, cursor)
    return lens


def _draw_options(view: RunSnapshot) -> ChartOptions:
    names: dict[Along, str] = {
        "step": _("steps"),
        "seconds": _("seconds"),
        "tokens": _("characters"),
    }
    with st.popover(_("Axes"), icon=":material/show_chart:", type="tertiary", key="train_lens"):
        along = choose_one(_("Along"), names, key="train_along")
        smooth = st.toggle(
            _("Smooth training"), value=True, key="train_smooth", persist_state="session"
        )
        logarithmic = st.toggle(
            _("Logarithmic loss"), key="train_logarithmic", persist_state="session"
        )
        lens = ChartOptions(along, smooth, logarithmic)
        words = _smoothing(view, lens)
        if words:
            st.caption(words)
    return lens


def _draw_loss(view: RunSnapshot, lens: ChartOptions, cursor: int | None) -> None:
    lines, marks = _lines(view, "loss", lens), _marks(view, lens)
    curves_chart(
        Curves(
            x=axis_along(lens),
            y=Axis(_("loss"), logarithmic=lens.logarithmic),
            lines=lines,
            floors=_loss_floors(view),
            marks=marks,
            cursor=_cursor(view, lens, cursor),
            height=_HEIGHT,
        ),
        key="train_loss_chart",
        alt=_("Loss along {along}: {finding}").format(
            along=axis_along(lens).title, finding=_status_text(lines[0].ys, better="lower")
        ),
    )
    advice = view.advice
    findings = advice.findings if advice else ()
    finding = translate(loss_finding(view.trend, ended=view.status.is_over, findings=findings))
    st.caption(in_a_row((_("Lower is better."), finding)))
    if marks:
        named = [f"{number} {escape_markdown(mark.name)}" for number, mark in enumerate(marks, 1)]
        st.markdown(f":small[:violet[{' · '.join(named)}]]")


def _loss_floors(view: RunSnapshot) -> list[Floor]:
    """What costs nothing to reach. Once the run was judged, what counting reaches takes the place
    of pure chance, which says less: three floors would leave the curves too little room."""
    if view.facts is None:
        return []
    floors = view.facts.floors
    counted = counting_loss(view.run) if view.status.is_over else None
    other = (
        Floor(_("pure chance"), floors.uniform_loss)
        if counted is None
        else Floor(_("by counting"), counted)
    )
    return [Floor(_("by frequency"), floors.frequency_loss), other]


def _draw_accuracy(view: RunSnapshot, lens: ChartOptions, cursor: int | None) -> None:
    title = token_kind(view.config.tokenizer.kind).next_right
    st.markdown(f"**{title}** :gray[" + _("share of first guesses") + "]")
    floor = view.facts.floors.commonest_accuracy if view.facts else None
    lines = _lines(view, "accuracy", lens)
    curves_chart(
        Curves(
            x=axis_along(lens),
            y=Axis(_("accuracy"), unit="percent"),
            lines=lines,
            floors=[Floor(_("most frequent guess"), floor)] if floor is not None else [],
            marks=_marks(view, lens),
            cursor=_cursor(view, lens, cursor),
            height=_HEIGHT,
        ),
        key="train_accuracy_chart",
        alt=_("Accuracy along {along}: {finding}").format(
            along=axis_along(lens).title, finding=_status_text(lines[0].ys, better="higher")
        ),
    )
    newest = view.check["accuracy"] if view.check else None
    finding = translate(accuracy_finding(newest, floor))
    st.caption(in_a_row((_("Higher is better."), finding)))


def _lines(
    view: RunSnapshot, column: Literal["loss", "accuracy"], lens: ChartOptions
) -> list[Line]:
    return [
        Line(_("validation set"), "primary", *to_x_axis(view, "validation", column, lens)),
        Line(_("training set"), "gray", *to_x_axis(view, "train", column, lens)),
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
    return Axis(names[lens.along], "whole")


def _marks(view: RunSnapshot, lens: ChartOptions) -> list[Mark]:
    marks = []
    for event in events_of(view.run):
        name = mark_of(event)
        if name is not None:
            marks.append(Mark(name, _place(view, lens, event.step, event.seconds)))
    return marks[-_LABELLED:]


def _cursor(view: RunSnapshot, lens: ChartOptions, step: int | None) -> float | None:
    """Where along the axis a step is, by the record of the validation that was then."""
    if step is None or lens.along == "step":
        return step
    with metrics_follower(view.run) as follower:
        columns = follower.validation.columns
        place = bisect_left(columns["step"], step)
        if place == len(columns["step"]):
            return None
        at = columns[lens.along][place]
    letters = view.facts.characters_per_token if view.facts and lens.along == "tokens" else 1.0
    return at * letters


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
    """How grey was smoothed."""
    if not lens.smooth:
        return ""
    each = records_per_point(view.run)
    if each == 1:
        words = _("Grey is smoothed (moving average, {weight}).")
    else:
        words = _("Grey is smoothed (moving average, {weight}, of {n}-step means).")
    return words.format(weight=f"{SMOOTHING:g}", n=count(each))
