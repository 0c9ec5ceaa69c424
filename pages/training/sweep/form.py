"""The form of a sweep: text, minutes, and beside them what will be tried."""

from dataclasses import dataclass

import streamlit as st

from pages.training.asking import draw_start_button
from pages.training.choose_text import choose_text, draw_no_text
from pages.training.new.device import machine_for
from pages.ui.damage import damaged_words
from pages.ui.navigation import go_to, link_to
from pages.ui.session import corpora, corpus_names, training_slots, workspace
from pages.ui.text.formatting import count, duration, listed, moment
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.forms import choose_minutes, label_of
from pages.ui.widgets.problem import keep_problem
from slm_core.corpus.store import Corpus
from slm_core.errors import ArgotError
from slm_core.messages import Message
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import check_fits
from slm_core.tuning.plan import USUAL_TRIALS, WHOLE_TRIALS, ask_for_sweep, sweep_base
from slm_core.tuning.search_space import SearchRange, search_space
from slm_core.tuning.sweep import Sweep, damaged_sweeps, list_sweeps

_MINUTES = (5.0, 15.0, 60.0)
_LISTED = 5
"""Earlier ones that are named."""


@dataclass(frozen=True)
class _Asked:
    """What the form says, or why it cannot be."""

    minutes: float
    base: RunConfig | None
    problem: Message | str = ""


def show_sweep_form() -> None:
    """Draw the form; starting leads to the sweep's own address."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(_("Sweep"), anchor=False, width="stretch")
        link_to("training", _("Train a single one"), icon=":material/arrow_back:")
    st.caption(
        _(
            "Many settings are tried on the same text, the hopeless ones stopped early; the best "
            "is judged once on the test text against the preset."
        )
    )
    known = corpora(workspace())
    if not known:
        draw_no_text(
            _("A sweep needs a text, and there is none here yet. Bring yours, or take a sample."),
            page="sweep",
        )
        return
    form, outlook = st.columns([3, 2], gap="medium")
    with form.container(border=True, key="sweep_form", height="stretch"):
        names = corpus_names(workspace())
        corpus = choose_text(known, page="sweep", label=lambda corpus: names[corpus.id])
        minutes, problem = choose_minutes(
            _("Training minutes for all trials together"),
            _MINUTES,
            usual=_MINUTES[1],
            key="sweep_minutes",
        )
        asked = _Asked(minutes, None, problem) if problem else _asked(corpus, minutes)
        if asked.base is not None:
            _draw_space(asked.base)
    with outlook.container(border=True, key="sweep_outlook", height="stretch"):
        st.markdown("**" + _("What will happen") + "**")
        if asked.base is not None:
            for line in _outlook(asked.base, minutes):
                st.markdown(line)
        st.space("stretch")
        _draw_start(asked)
    _draw_earlier()


def _asked(corpus: Corpus, minutes: float) -> _Asked:
    try:
        base = sweep_base(corpus, minutes=minutes, machine=machine_for(corpus))
        check_fits(base, corpus)
    except ArgotError as error:
        return _Asked(minutes, None, error.message)
    return _Asked(minutes, base)


def _draw_space(base: RunConfig) -> None:
    space = search_space(base)
    st.table(
        {
            _("setting"): [label_of(each.path) for each in space],
            _("tried"): [_tried(each) for each in space],
        },
        hide_index=True,
        alt=_("The settings that are tried"),
    )


def _tried(each: SearchRange) -> str:
    if each.choices:
        return listed(_(str(choice)) for choice in each.choices)
    return f"{each.low:.3g} – {each.high:.3g}"


def _outlook(base: RunConfig, minutes: float) -> list[str]:
    each, at_once = duration(60 * (base.budget.minutes or 0.0)), training_slots()
    return [
        _("**{n} trials or more**, up to {each} each: **{whole}** of training in all.").format(
            n=count(WHOLE_TRIALS * at_once), each=each, whole=duration(60 * minutes)
        ),
        _(
            "About {n} where many are stopped early. Starting and scoring each trial takes some "
            "seconds more."
        ).format(n=count(USUAL_TRIALS * at_once)),
        _("Each is a run of its own, to write with or to train longer."),
        _("The test text is used once, for the best trial and the preset."),
    ]


def _draw_start(asked: _Asked) -> None:
    pressed = draw_start_button(
        _("Start the sweep"),
        page="sweep",
        problem=asked.problem,
        ready=asked.base is not None,
    )
    if pressed and asked.base is not None:
        try:
            sweep = ask_for_sweep(
                workspace(), asked.base, minutes=asked.minutes, slots=training_slots()
            )
        except ArgotError as error:
            keep_problem("sweep", error.message)
            st.rerun()
        go_to("training", sweep=sweep.id)


def _draw_earlier() -> None:
    earlier = list_sweeps(workspace())
    if earlier:
        st.markdown("**" + _("Earlier sweeps and ablations") + "**")
        with st.container(gap="xxsmall", key="sweep_earlier"):
            for sweep in earlier[:_LISTED]:
                link_to("training", sweep_words(sweep), icon=":material/tune:", sweep=sweep.id)
            if len(earlier) > _LISTED:
                more = st.expander(
                    _("All {n}").format(n=count(len(earlier))), key="sweep_all", on_change="rerun"
                )
                if more.open:
                    with more:
                        for sweep in earlier[_LISTED:]:
                            words = sweep_words(sweep)
                            link_to("training", words, icon=":material/tune:", sweep=sweep.id)
    damaged_words(damaged_sweeps(workspace()))


def sweep_words(sweep: Sweep) -> str:
    """A sweep or ablation in a line."""
    kind = _("sweep") if sweep.kind == "sweep" else _("ablation")
    return f"{escape_markdown(sweep.name)} · {kind} · {moment(sweep.asked)}"
