"""The sample corpora as cards, each with a button that trains on it."""

import time
from dataclasses import replace

import streamlit as st

from pages.ui.navigation import go_to
from pages.ui.session import training_slots, workspace
from pages.ui.text.i18n import _, language, translate
from pages.ui.text.language_names import language_name
from slm_core.corpus.samples import SampleCard, add_sample, list_samples
from slm_core.errors import ArgotError
from slm_core.hardware.machine import describe_machine
from slm_core.runs.launching.create import start_run
from slm_core.runs.planning.presets import recommend
from slm_core.runs.planning.speed import known_runs, measured_throughput

_FIRST = "health_news"
"""The sample that the text this studio grew from is about."""

_DOUBLE_CLICK = 3.0
"""Seconds in which a second press of the same button means the first."""


def draw_samples(*, is_first_visit: bool, first_language: str) -> None:
    """All cards, those in the reader's language first; on a first visit one stands out."""
    cards = sorted(
        _samples(), key=lambda card: (card.language != first_language, card.slug != _FIRST)
    )
    problem = st.container()
    for first in range(0, len(cards), 2):
        for card, column in zip(cards[first : first + 2], st.columns(2), strict=False):
            with column.container(border=True, height="stretch", gap="xsmall"):
                if _draw_card(card, is_primary=is_first_visit and card is cards[0]):
                    _train_on(card, problem)


def _draw_card(card: SampleCard, *, is_primary: bool) -> bool:
    st.markdown(f"{card.icon} **{card.title(language())}**", help=card.about(language()))
    st.caption(_about(card))
    st.markdown(f"“{card.excerpt}”" if card.language == "zh" else f"*“{card.excerpt}”*")
    st.space("stretch")
    return st.button(
        _("Train on this"),
        key=f"start_train_{card.slug}",
        type="primary" if is_primary else "secondary",
        help=_("One minute on this machine, with settings chosen for this text"),
    )


def _about(card: SampleCard) -> str:
    """The facts in a line."""
    size = f"{card.bytes / 1000:.0f} kB"
    return " · ".join((language_name(card.language), size, _("invented")))


def _train_on(card: SampleCard, problem: st.delta_generator.DeltaGenerator) -> None:
    """Corpus, run, process, and off to watch it."""
    last = st.session_state.get("start_last")
    if last and last[0] == card.slug and time.monotonic() - last[2] < _DOUBLE_CLICK:
        go_to("training", run=last[1])
    try:
        corpus = add_sample(workspace(), card.slug)
        seen = measured_throughput(
            describe_machine(), known_runs(workspace()), slots=training_slots()
        )
        chosen = recommend(corpus.card, minutes=1.0, machine=seen)
        config = replace(chosen, corpus=corpus.id)
        run = start_run(workspace(), config, slots=training_slots())
    except ArgotError as error:
        problem.error(translate(error.message))
        return
    st.session_state["start_last"] = (card.slug, run.id, time.monotonic())
    go_to("training", run=run.id)


@st.cache_resource(max_entries=1, show_spinner=False)
def _samples() -> list[SampleCard]:
    return list_samples()
