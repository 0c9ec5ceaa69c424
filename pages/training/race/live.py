"""The page of a race: its curves in one chart, its runs in a table, live while one trains."""

import streamlit as st

from pages.charts.chart import Axis, Colour
from pages.charts.curves import Curves, Floor, Line, curves_chart
from pages.training.asking import draw_stop_all, forget_stopping
from pages.training.race.snapshot import RaceMember, floor_by_counting, load_race
from pages.training.race.table import draw_table
from pages.training.run.snapshot import Along, curve
from pages.ui.damage import in_sentences
from pages.ui.navigation import go_to, link_to
from pages.ui.races import rule_words
from pages.ui.session import training_slots, workspace
from pages.ui.text.formatting import duration, in_a_row, percent
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import bold, escape_markdown
from pages.ui.widgets.choice import choose_one
from pages.ui.widgets.delete_dialog import draw_delete
from pages.ui.widgets.problem import draw_problem, keep_problem
from pages.ui.widgets.title_row import title_row
from slm_core.errors import ArgotError
from slm_core.evaluation.coach import race_verdict
from slm_core.runs.launching.race import (
    Race,
    delete_race,
    open_race,
    resume_race,
    stop_race,
)
from slm_core.runs.launching.race_progress import RACE_STATES, RaceState, race_state, seconds_left

_EVERY = 2.0
"""Seconds between two drawings; each takes some time from who learns."""
_COLOURS: tuple[Colour, ...] = ("primary", "blue", "red", "gray", "violet")
"""In the order the runs were chosen; orange is the floor's. Violet stands for interventions
elsewhere, and here are none."""
_HEIGHT = 300


def show_race(wanted: str) -> None:
    """Draw the race with this id; where there is none, say so."""
    try:
        race = open_race(workspace(), wanted)
    except ArgotError as error:
        _draw_gone(escape_markdown(translate(error.message)))
        return
    racers = load_race(race)
    if not racers:
        _draw_gone(_("The runs of this race were deleted."))
        return
    state = race_state(racer.view.status for racer in racers)
    _name_tab(race, racers, active=state == "racing")
    _draw_head(race, state)
    if state == "racing":
        st.fragment(in_sentences(_live), run_every=_EVERY)(race)
    else:
        if state == "over":
            _draw_verdict(racers)
        st.fragment(in_sentences(_draw))(race)


def _name_tab(race: Race, racers: list[RaceMember], *, active: bool) -> None:
    parts = [race.name, "Argot"]
    if active:
        share = sum(min(1.0, racer.view.status.fraction) for racer in racers) / len(racers)
        parts.insert(0, percent(share, digits=0))
    st.set_page_config(page_title=" · ".join(parts))


def _draw_gone(words: str) -> None:
    st.title(_("This race cannot be shown"), anchor=False)
    st.error(words)
    if st.button(_("Start another race"), type="primary", key="race_new"):
        go_to("training", race="new")


def _draw_head(race: Race, state: RaceState) -> None:
    with title_row(race.name + " · " + _("race"), key="race_head"):
        if state == "racing":
            st.badge(translate(RACE_STATES[state]), icon=":material/bolt:", color="primary")
            draw_stop_all(race.id, lambda: stop_race(race), page="race")
        else:
            _draw_over(race, state)
        link_to("training", _("Another race"), icon=":material/add:", race="new")
    words = rule_words(race)
    st.caption(words[:1].upper() + words[1:])
    draw_problem("race")


def _draw_over(race: Race, state: RaceState) -> None:
    forget_stopping("race")
    words = translate(RACE_STATES[state])
    if state == "over":
        st.badge(words, icon=":material/flag:", color="green")
    else:
        icon = ":material/stop:" if state == "stopped" else ":material/pause:"
        st.badge(words, icon=icon, color="gray")
        st.button(
            _("Continue all"),
            icon=":material/play_arrow:",
            key="race_resume",
            type="primary",
            on_click=_resume,
            args=(race,),
        )
    draw_delete(
        _("Delete this race?"),
        _("The race and all its runs are deleted, with their models and what they wrote."),
        lambda: delete_race(race),
        key="race_delete",
        leads_to="training",
        race="new",
    )


def _resume(race: Race) -> None:
    try:
        resume_race(race, slots=training_slots())
    except ArgotError as error:
        keep_problem("race", error.message)


def _live(race: Race) -> None:
    racers = load_race(race)
    if not any(racer.view.status.is_active for racer in racers):
        st.rerun()
    _name_tab(race, racers, active=True)
    _draw(race)


def _draw(race: Race) -> None:
    racers = load_race(race)
    members = [(racer.view.config, racer.view.status) for racer in racers]
    left = seconds_left(members, at_once=training_slots())
    if left is not None:
        st.caption(_("about {time} left").format(time=duration(left)))
    with st.container(border=True, key="race_curves"):
        # All at the left: over the chart's right corner come the chart's own buttons.
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            st.markdown(
                "**" + _("Bits per byte") + "** :gray[" + _("on unseen text") + "]",
                width="content",
            )
            along, logarithmic = _draw_lens()
        floor = floor_by_counting(racers)
        _draw_curves(racers, along, logarithmic=logarithmic, floor=floor)
        caption = _(
            "Lower is better. Along seconds the fastest learner leads, along steps or "
            "tokens the one that learns most from each token."
        )
        explained = _("The line “by counting” is what counting letter sequences reaches.")
        st.caption(caption if floor is None else in_a_row((caption, explained)))
    draw_table(racers)


def _draw_lens() -> tuple[Along, bool]:
    names: dict[Along, str] = {
        "step": _("steps"),
        "tokens": _("tokens"),
        "seconds": _("seconds"),
    }
    along = choose_one(
        _("Along"), names, key="race_along", default="seconds", label_visibility="collapsed"
    )
    logarithmic = st.toggle(
        _("Logarithmic"), value=True, key="race_logarithmic", persist_state="session"
    )
    return along, logarithmic


def _draw_curves(
    racers: list[RaceMember], along: Along, *, logarithmic: bool, floor: float | None
) -> None:
    if not any(racer.best is not None for racer in racers):
        st.skeleton(height=_HEIGHT)
        return
    titles = {"step": _("steps"), "tokens": _("tokens read"), "seconds": _("seconds")}
    curves_chart(
        Curves(
            x=Axis(titles[along], "whole"),
            y=Axis(_("bits per byte"), logarithmic=logarithmic),
            lines=[
                Line(
                    racer.title,
                    _COLOURS[racer.place],
                    *curve(racer.view.run, "validation", "bits_per_byte", along=along),
                )
                for racer in racers
            ],
            floors=[] if floor is None else [Floor(_("by counting"), floor)],
            height=_HEIGHT,
        ),
        key="race_chart",
        alt=_("Bits per byte of every network along {along}").format(along=titles[along]),
    )


def _draw_verdict(racers: list[RaceMember]) -> None:
    verdict = race_verdict([(racer.title, racer.best) for racer in racers])
    if verdict is not None:
        st.markdown(translate(bold(verdict, "first")))
