"""What the model wrote while it trained, a slider over the steps, and what it expected next."""

from collections.abc import Sequence

import streamlit as st

from pages.charts.bars import Bar, horizontal_bars
from pages.charts.chart import Axis
from pages.training.run.snapshot import RunSnapshot, samples_of
from pages.ui.text.formatting import count, in_a_row
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown, muted
from pages.ui.text.token_kinds import signs_note
from slm_core.corpus.text.word_boundary import last_words
from slm_core.runs.run import WrittenSample

_STEP = "train_sample"
_MOVED = "train_sample_moved"
_TALL, _SHORT = 216, 120
"""Pixels for one text, which are eight lines of it, and for each of several or of the first."""
_ALL = 0.0
"""Stands for every temperature at once; no temperature is 0."""
_SEED_SHOWN = 22
"""Characters of the end of a seed text that a title repeats, in one line."""


def draw_text(view: RunSnapshot) -> int | None:
    """The newest sample, or the one the reader went back to, and what it expected after the seed.

    The step it is of; None before there is one, or where no chart need mark it: it is the newest.
    """
    samples = samples_of(view.run)
    with st.container(border=True, key="train_text", gap="xsmall"):
        title = _("What it writes now") if view.status.is_active else _("What it wrote")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{title}**", width="stretch")
            heat = _draw_heats(view)
        if not samples:
            _draw_none(view)
            return None
        sample = _draw_slider(view, samples)
        _draw_sample(sample, heat)
        st.caption(_caption(sample, heat))
        _draw_first(samples, heat)
    _draw_expected(sample)
    return sample.step


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
        st.caption(_("This run writes no samples while it trains (their length is 0)."))
    elif view.status.is_over:
        st.caption(_("It ended before it wrote anything."))
    else:
        st.skeleton(height=_TALL)
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
    # A height of its own, so that what stands below stays where it is when the text changes.
    with st.container(height=_TALL, border=False):
        texts = _texts_at(sample, heat)
        for warmth, text in texts:
            if len(texts) > 1:
                st.caption(_("temperature {heat}").format(heat=f"{warmth:g}"))
            st.markdown(_written(sample.prompt, text))


def _texts_at(sample: WrittenSample, heat: float) -> list[tuple[float, str]]:
    texts = [(warmth, text) for warmth, text in sample.texts if heat in (_ALL, warmth)]
    return texts or list(sample.texts)[:1]


def _draw_first(samples: Sequence[WrittenSample], heat: float) -> None:
    """What it wrote before it had learned, one click away."""
    first = samples[0]
    title = _("At step {step} it wrote").format(step=count(first.step))
    more = st.expander(title, key="train_first_sample", on_change="rerun")
    if more.open:
        with more, st.container(height=_SHORT, border=False):
            for _warmth, text in _texts_at(first, heat)[:1]:
                st.markdown(_written(first.prompt, text))


def _written(prompt: str, text: str) -> str:
    if not prompt:
        return escape_markdown(text)
    # A blank at the start belongs between the two, where a line may end.
    blank = " " if text.startswith(" ") else ""
    return muted(prompt) + blank + escape_markdown(text.removeprefix(" "))


def _caption(sample: WrittenSample, heat: float) -> str:
    where = _("Step {step}.").format(step=count(sample.step))
    warmth = "" if heat == _ALL else _("Temperature {heat}.").format(heat=f"{heat:g}")
    seed = _("Grey is your seed text.") if sample.prompt else _("From the start of a document.")
    return in_a_row(filter(None, (where, warmth, seed)))


def _draw_expected(sample: WrittenSample) -> None:
    """The tokens it held for likeliest right after the seed text, at this step."""
    if not sample.expected:
        return
    with st.container(border=True, key="train_expected", gap="xsmall"):
        seed = " ".join(sample.prompt.split())
        end = last_words(seed, _SEED_SHOWN)
        after = seed if end == seed else "…" + end
        words = _("after “{seed}”").format(seed=escape_markdown(after))
        words = words if after else _("at the start of a document")
        title = _("What it expects next")
        st.markdown(f"**{title}** :gray[{words}]")
        horizontal_bars(
            [Bar(token, share) for token, share in sample.expected],
            Axis("", "percent"),
            key="train_expected_chart",
            # The same from one drawing to the next, or the browser would draw the chart anew.
            alt=_("The tokens it holds for likeliest after the seed text"),
        )
        if note := signs_note(token for token, _share in sample.expected):
            st.caption(note)
