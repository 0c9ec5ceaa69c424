"""Samples that the model wrote while it trained, with a slider over the steps."""

from collections.abc import Sequence

import streamlit as st

from pages.training.run.snapshot import RunSnapshot, samples_of
from pages.ui.text.formatting import count, in_a_row
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown, muted
from slm_core.runs.run import WrittenSample

_STEP = "train_sample"
_MOVED = "train_sample_moved"
_ONE, _SEVERAL = 138, 220
"""Pixels for a text over the whole width, and for each of several side by side."""
_ALL = 0.0
"""Stands for every temperature at once; no temperature is 0."""


def draw_text(view: RunSnapshot) -> None:
    """The newest sample, or the one the reader went back to."""
    samples = samples_of(view.run)
    with st.container(border=True, key="train_text"):
        with st.container(horizontal=True, vertical_alignment="center"):
            live = view.status.is_active
            title = _("What it writes now") if live else _("What it wrote while it trained")
            st.markdown(f"**{title}**", width="stretch")
            heat = _draw_heats(view)
        if not samples:
            _draw_none(view)
            return
        sample = _draw_slider(view, samples)
        _draw_sample(sample, heat)
        st.caption(_caption(sample, live=live))


def _draw_heats(view: RunSnapshot) -> float:
    heats = list(view.config.samples.temperatures)
    if len(heats) == 1:
        return heats[0]
    middle = heats[len(heats) // 2]
    chosen = st.segmented_control(
        _("Temperature"),
        [*heats, _ALL],
        format_func=lambda heat: _("all") if heat == _ALL else f"{heat:g}",
        default=middle,
        required=True,
        key="train_heat",
        label_visibility="collapsed",
        help=_(
            "Temperature: below 1 it keeps to likely tokens, above 1 it picks unlikely ones "
            "more often."
        ),
    )
    return middle if chosen is None else chosen


def _draw_none(view: RunSnapshot) -> None:
    if view.config.samples.length == 0:
        st.caption(_("This run writes no samples while it trains (samples.length is 0)."))
    elif view.status.is_over:
        st.caption(_("It ended before it wrote anything."))
    else:
        st.skeleton(height=72)
        st.caption(_("The first sample appears after a few seconds of training."))


def _draw_slider(view: RunSnapshot, samples: Sequence[WrittenSample]) -> WrittenSample:
    """The slider follows the newest sample until the reader moves it, and again once it is back."""
    steps = [sample.step for sample in samples]
    owner, moved = st.session_state.get(_MOVED, ("", False))
    if owner != view.run.id or not moved or st.session_state.get(_STEP) not in steps:
        st.session_state[_STEP] = steps[-1]
        st.session_state[_MOVED] = (view.run.id, False)
    st.select_slider(
        _("Back in time"),
        steps,
        key=_STEP,
        format_func=lambda step: _("step {step}").format(step=count(step)),
        label_visibility="collapsed",
        disabled=len(steps) == 1,
        on_change=_moved,
        args=(view.run.id, steps[-1]),
    )
    return samples[steps.index(st.session_state[_STEP])]


def _moved(run: str, newest: int) -> None:
    st.session_state[_MOVED] = (run, st.session_state[_STEP] != newest)


def _draw_sample(sample: WrittenSample, heat: float) -> None:
    texts = [(warmth, text) for warmth, text in sample.texts if heat in (_ALL, warmth)]
    texts = texts or list(sample.texts)[:1]
    # A height of its own, so that what stands below stays where it is when the text changes.
    if len(texts) == 1:
        with st.container(height=_ONE, border=False):
            st.markdown(_written(sample.prompt, texts[0][1]))
        return
    for column, (warmth, text) in zip(st.columns(len(texts)), texts, strict=True):
        with column:
            st.caption(_("temperature {heat}").format(heat=f"{warmth:g}"))
            with st.container(height=_SEVERAL, border=False):
                st.markdown(_written(sample.prompt, text))


def _written(prompt: str, text: str) -> str:
    if not prompt:
        return escape_markdown(text)
    # A blank at the start belongs between the two, where a line may end.
    blank = " " if text.startswith(" ") else ""
    return muted(prompt) + blank + escape_markdown(text.removeprefix(" "))


def _caption(sample: WrittenSample, *, live: bool) -> str:
    where = _("Step {step}.").format(step=count(sample.step))
    seed = _("Grey is your seed text.") if sample.prompt else _("From the start of a document.")
    if live:
        return in_a_row((where, seed, _("Slide back to see earlier samples.")))
    return in_a_row((where, seed))
