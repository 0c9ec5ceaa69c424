"""Races in words, and a list of them whose entries lead to their pages."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.navigation import link_to
from pages.ui.text.formatting import count, duration, listed, moment
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from slm_core.runs.launching.race import Race


def draw_races(races: Sequence[Race], *, key: str, shown: int) -> None:
    """Each with its text, networks, rule and state; of more than `shown` the rest on request."""
    with st.container(gap="xxsmall", key=key):
        for race in races[:shown]:
            _draw_race(race)
        if len(races) > shown:
            more = st.expander(
                _("All {n} races").format(n=count(len(races))), key=f"{key}_all", on_change="rerun"
            )
            if more.open:
                with more:
                    for race in races[shown:]:
                        _draw_race(race)


def _draw_race(race: Race) -> None:
    active = any(run.status().is_active for run in race.members())
    words = [race_words(race), moment(race.asked)]
    icon = ":material/bolt:" if active else ":material/flag:"
    link_to("training", " · ".join(words), icon=icon, race=race.id)


def race_words(race: Race) -> str:
    """A race in a line: its text, its networks, its rule."""
    kinds = listed(run.config().model.title for run in race.members())
    return f"{escape_markdown(race.name)} · {kinds} · {rule_words(race)}"


def rule_words(race: Race) -> str:
    """What was the same for all."""
    budget = race.budget
    if race.rule == "minutes":
        return _("the same time: {time} each").format(time=duration(60 * (budget.minutes or 0.0)))
    if budget.minutes is not None:
        time = duration(60 * budget.minutes)
        return _("the same number of parameters, {time} each").format(time=time)
    if budget.epochs is not None:
        return _("the same number of parameters, {n} epochs each").format(n=f"{budget.epochs:g}")
    return _("the same number of parameters, {n} steps each").format(n=count(budget.steps or 0))
