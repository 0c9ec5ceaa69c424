"""The form of a race: text, networks, what is the same for all, and how long."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from pages.training.asking import draw_start_button
from pages.training.choose_text import choose_text, draw_no_text
from pages.training.new.device import machine_for
from pages.ui.damage import damaged_words
from pages.ui.navigation import go_to, link_to
from pages.ui.races import draw_races
from pages.ui.session import corpora, corpus_names, training_slots, workspace
from pages.ui.text.formatting import duration
from pages.ui.text.i18n import _, ngettext
from pages.ui.widgets.choice import choose_one
from pages.ui.widgets.forms import choose_minutes
from pages.ui.widgets.problem import keep_problem
from slm_core.corpus.store import Corpus
from slm_core.errors import ArgotError
from slm_core.messages import Message
from slm_core.models.settings import MODEL_SETTINGS
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import check_fits
from slm_core.runs.launching.once import start_race_once
from slm_core.runs.launching.race import RACERS, Rule, check_race, damaged_races, list_races
from slm_core.runs.planning.architectures import for_architecture
from slm_core.runs.planning.presets import recommend

_MINUTES = (1.0, 5.0, 15.0, 60.0)
_LISTED = 5
"""Earlier races that are named."""


@dataclass(frozen=True)
class _Asked:
    """What the form says: the runs, or why they cannot be."""

    configs: Sequence[RunConfig]
    rule: Rule
    problem: Message | str = ""


def show_race_form() -> None:
    """Draw the form; starting leads to the race's own address."""
    _draw_title()
    known = corpora(workspace())
    if not known:
        draw_no_text(
            _("A race needs a text, and there is none here yet. Bring yours, or take a sample."),
            page="race",
        )
        return
    form, outlook = st.columns([3, 2], gap="medium")
    with form.container(border=True, key="race_form", height="stretch"):
        asked = _draw_choices(known)
    with outlook.container(border=True, key="race_outlook", height="stretch"):
        st.markdown("**" + _("What will happen") + "**")
        if not asked.problem:
            for line in _outlook(asked):
                st.markdown(line)
        st.space("stretch")
        _draw_start(asked)
    _draw_earlier()


def _draw_title() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(_("Race"), anchor=False, width="stretch")
        link_to("training", _("Train a single one"), icon=":material/arrow_back:")
    st.caption(
        _(
            "Several networks train on the same text, and one chart compares their curves: see "
            "which learns most from it."
        )
    )


def _draw_choices(known: list[Corpus]) -> _Asked:
    corpus = _draw_corpus(known)
    kinds = st.pills(
        _("Networks"),
        list(MODEL_SETTINGS),
        format_func=lambda kind: MODEL_SETTINGS[kind].title,
        selection_mode="multi",
        default=list(RACERS),
        key="race_kinds",
        persist_state="session",
    )
    names: dict[Rule, str] = {"minutes": _("minutes"), "parameters": _("parameters")}
    rule = choose_one(
        _("The same for all"),
        names,
        key="race_rule",
        help=_(
            "The same minutes: each network has the size that suits it in that time. The same "
            "parameters: each has as many parameters as the first of them, within 5 %."
        ),
    )
    minutes, problem = choose_minutes(
        _("Minutes for each"), _MINUTES, usual=_MINUTES[0], key="race_minutes"
    )
    asked = _asked(corpus, list(kinds or []), rule, minutes)
    return replace(asked, problem=problem) if problem else asked


def _draw_corpus(known: list[Corpus]) -> Corpus:
    wanted = st.query_params.get("corpus")
    ids = {corpus.id for corpus in known}
    if st.session_state.get("race_corpus") not in ids and wanted in ids:
        st.session_state["race_corpus"] = wanted
    names = corpus_names(workspace())
    return choose_text(known, page="race", label=lambda corpus: names[corpus.id])


def _asked(corpus: Corpus, kinds: list[str], rule: Rule, minutes: float) -> _Asked:
    base = recommend(corpus.card, minutes=minutes, machine=machine_for(corpus))
    base = replace(base, corpus=corpus.id)
    configs: list[RunConfig] = []
    try:
        # In the order they are listed, whichever was chosen first.
        configs = [for_architecture(base, kind) for kind in MODEL_SETTINGS if kind in kinds]
        check_race(configs, rule)
        for config in configs:
            check_fits(config, corpus)
    except ArgotError as error:
        return _Asked(configs, rule, error.message)
    return _Asked(configs, rule)


def _outlook(asked: _Asked) -> list[str]:
    first, number, at_once = asked.configs[0], len(asked.configs), training_slots()
    minutes = first.budget.minutes or 0.0
    each = duration(60 * minutes)
    rounds = -(-number // at_once)
    whole = _("**{n} networks**, {each} each: about **{whole}** in all.").format(
        n=number, each=each, whole=duration(60 * minutes * rounds)
    )
    turns = ngettext(
        "This machine trains one at a time, so they take turns of a few seconds; waiting time "
        "does not count.",
        "This machine trains {n} at a time, so they take turns of a few seconds; waiting time "
        "does not count.",
        at_once,
    ).format(n=at_once)
    if asked.rule == "minutes":
        sizes = _("Each has the size and the learning rate that suit this training time.")
    else:
        sizes = _(
            "All get as many parameters as the {first}, within 5 %: the text is cut into "
            "tokens first, to know the size of the vocabulary."
        ).format(first=first.model.title)
    lines = [whole, turns] if number > at_once else [whole]
    return [
        *lines,
        sizes,
        _("Each is a run of its own afterwards, to write with or to train longer."),
    ]


def _draw_start(asked: _Asked) -> None:
    pressed = draw_start_button(
        _("Start the race"), page="race", problem=asked.problem, ready=not asked.problem
    )
    if pressed:
        _start(asked)


def _start(asked: _Asked) -> None:
    words = _("Starting …")
    if asked.rule == "parameters":
        words = _("Cutting the text into tokens, to make the networks equally large …")
    try:
        with st.spinner(words):
            race = start_race_once(
                workspace(), asked.configs, rule=asked.rule, slots=training_slots()
            )
    except ArgotError as error:
        keep_problem("race", error.message)
        st.rerun()
    go_to("training", race=race.id)


def _draw_earlier() -> None:
    earlier = list_races(workspace())
    if earlier:
        st.markdown("**" + _("Earlier races") + "**")
        draw_races(earlier, key="race_earlier", shown=_LISTED)
    damaged_words(damaged_races(workspace()))
