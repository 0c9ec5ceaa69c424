"""The assessment of a corpus at the top of its report: sentences with their reasons."""

from collections.abc import Sequence

import streamlit as st

from pages.corpus.profile.labels import reason_of, sentence_of, subject_of
from pages.ui.navigation import link_to
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from slm_core.profiling.profile import Judgement, Level
from slm_core.profiling.sufficiency import summarise

_ENOUGH_FOR = ("characters", "words", "pieces", "size")
_ICONS: dict[Level, str] = {
    "enough": ":green[:material/check_circle:]",
    "good": ":green[:material/check_circle:]",
    "scarce": ":orange[:material/contrast:]",
    "look": ":orange[:material/visibility:]",
    "too little": ":red[:material/cancel:]",
    "mend": ":orange[:material/shield_person:]",
}
"""Told apart by their shapes too, not by their colours alone."""


def draw_report_verdict(corpus: str, verdict: Sequence[Judgement]) -> None:
    """What the text of the corpus with this id is enough for, and beside it how it is."""
    feeds = [judged for judged in verdict if judged.subject in _ENOUGH_FOR]
    state = [judged for judged in verdict if judged.subject not in _ENOUGH_FOR]
    left, right = st.columns([1.25, 1], gap="small")
    with left.container(border=True, height="stretch", gap="xsmall", key="report_enough"):
        _draw(_("What it is enough for"), feeds)
    with right.container(border=True, height="stretch", gap="xsmall", key="report_state"):
        _draw(_("Quality of the text"), state)
        if any(judged.level == "mend" for judged in state):
            label = _("Look through the personal data")
            link_to("corpus", label, icon=":material/arrow_forward:", corpus=corpus, show="privacy")


def draw_amount(verdict: Sequence[Judgement], *, characters: int, different: int) -> None:
    """Whether there is enough text, in one sentence; for which kinds of model, one click further.

    `characters` are all that the text has, `different` those that differ.
    """
    first = summarise(verdict, characters=characters, different=different)
    st.markdown(f"{_ICONS[first.level]} **{escape_markdown(sentence_of(first))}**")
    with st.expander(_("For which kinds of model"), type="compact"):
        draw_enough(verdict)


def draw_enough(verdict: Sequence[Judgement]) -> None:
    """Only what the text is enough for, without reasons."""
    for judged in verdict:
        if judged.subject in _ENOUGH_FOR:
            st.markdown(_line(judged))


def _draw(title: str, verdict: Sequence[Judgement]) -> None:
    st.markdown(f"**{title}**")
    for judged in verdict:
        st.markdown(_line(judged))
    with st.expander(_("Why"), type="compact", key=f"report_why_{verdict[0].subject}"):
        for judged in verdict:
            st.caption(f"**{subject_of(judged)}.** {escape_markdown(reason_of(judged))}")


def _line(judged: Judgement) -> str:
    return f"{_ICONS[judged.level]} {escape_markdown(sentence_of(judged))}"
