"""The page of a sweep or an ablation, live while a trial trains."""

from typing import Literal

import streamlit as st

from pages.training.asking import draw_stop_all, forget_stopping
from pages.training.sweep.charts import draw_importance, draw_parallel, draw_worths
from pages.training.sweep.table import draw_trials
from pages.ui.damage import in_sentences
from pages.ui.navigation import go_to, link_to
from pages.ui.run_index import run_summaries
from pages.ui.session import training_slots, workspace
from pages.ui.text.formatting import count, duration
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.delete_dialog import draw_delete
from pages.ui.widgets.problem import draw_problem, keep_problem
from pages.ui.widgets.title_row import title_row
from slm_core.errors import ArgotError
from slm_core.tuning.ablation import planned, worths
from slm_core.tuning.conductor import start_sweep
from slm_core.tuning.deleting import delete_sweep
from slm_core.tuning.progress import progress_message, seconds_left, share_done
from slm_core.tuning.sweep import STATE_TITLES, Sweep, SweepState, open_sweep
from slm_core.tuning.trials import Trial, preset_of, trials_of, winner_of
from slm_core.tuning.verdict import ablation_notes, sweep_verdict

_EVERY = 2.0
"""Seconds between two drawings."""
_ICONS: dict[SweepState, str] = {
    "done": ":material/flag:",
    "failed": ":material/error:",
    "stopped": ":material/stop:",
    "interrupted": ":material/pause:",
}


def show_sweep(wanted: str) -> None:
    """Draw the one with this id; where there is none, say so."""
    try:
        sweep = open_sweep(workspace(), wanted)
    except ArgotError as error:
        st.title(_("This sweep cannot be shown"), anchor=False)
        st.error(escape_markdown(translate(error.message)))
        if st.button(_("Start another sweep"), type="primary", key="sweep_new"):
            go_to("training", sweep="new")
        return
    state = sweep.state()
    _draw_head(sweep, state)
    if state == "running":
        st.fragment(in_sentences(_live), run_every=_EVERY)(sweep)
    else:
        _draw(sweep, state)


def load_trials(sweep: Sweep) -> list[Trial]:
    """Its trials as of now; which runs they are, the index of runs knows."""
    entries = run_summaries(sweep.workspace)
    return trials_of(sweep, [each.run for each in entries if each.config.sweep == sweep.id])


def _live(sweep: Sweep) -> None:
    state = sweep.state()
    if state != "running":
        st.rerun()
    _draw(sweep, state)


def _draw_head(sweep: Sweep, state: SweepState) -> None:
    kind = _("sweep") if sweep.kind == "sweep" else _("ablation")
    st.set_page_config(page_title=f"{sweep.name} · {kind} · Argot")
    with title_row(f"{sweep.name} · {kind}", key="sweep_head"):
        _draw_state(sweep, state)
        link_to("training", _("Another sweep"), icon=":material/add:", sweep="new")
    st.caption(_about(sweep))
    draw_problem("sweep")


def _draw_state(sweep: Sweep, state: SweepState) -> None:
    if state == "running":
        st.badge(_("running"), icon=":material/bolt:", color="primary")
        draw_stop_all(sweep.id, sweep.stop, page="sweep")
        return
    forget_stopping("sweep")
    colours: dict[SweepState, Literal["green", "red", "gray"]] = {"done": "green", "failed": "red"}
    label = translate(STATE_TITLES[state])
    st.badge(label, icon=_ICONS[state], color=colours.get(state, "gray"))
    if state != "done":
        st.button(
            _("Continue"),
            icon=":material/play_arrow:",
            key="sweep_resume",
            type="primary",
            on_click=_resume,
            args=(sweep,),
        )
    draw_delete(
        _("Delete this sweep?"),
        _("All its runs are deleted, with their models and what they wrote."),
        lambda: delete_sweep(sweep),
        key="sweep_delete",
        leads_to="training",
        sweep="new",
    )


def _resume(sweep: Sweep) -> None:
    try:
        start_sweep(sweep, slots=training_slots())
    except ArgotError as error:
        keep_problem("sweep", error.message)


def _about(sweep: Sweep) -> str:
    budget = translate(sweep.base.budget.describe())
    if sweep.kind == "sweep":
        return _("{whole} of training in all, up to {each} for each trial").format(
            whole=duration(60 * sweep.minutes), each=duration(60 * (sweep.base.budget.minutes or 0))
        )
    runs = count(len(planned(sweep)))
    if sweep.switched.cleaning:
        words = _(
            "{n} runs of {each}: the whole configuration, and each setting and cleaning step "
            "switched off"
        )
    else:
        words = _("{n} runs of {each}: the whole configuration, and each setting switched off")
    return words.format(n=runs, each=budget)


def _draw(sweep: Sweep, state: SweepState) -> None:
    trials = load_trials(sweep)
    if state == "running":
        slots = training_slots()
        words = [translate(progress_message(sweep, trials))]
        left = seconds_left(sweep, trials, slots=slots)
        if left is not None:
            words.append(_("{time} left").format(time=duration(left)))
        st.progress(share_done(sweep, trials, slots=slots), text=" · ".join(words))
    verdict = sweep_verdict(sweep, trials)
    if verdict is not None:
        words = escape_markdown(translate(verdict))
        if state == "failed":
            st.error(words)
        else:
            st.markdown(f"**{words}**")
            _draw_ways_on(trials)
    if not trials and state != "running":
        st.markdown(_("The runs of this sweep were deleted."))
        return
    if not trials:
        st.caption(_("The first trial appears in a moment."))
        st.skeleton(height=220)
        return
    if sweep.kind == "ablation":
        draw_worths(worths(trials), ablation_notes(sweep))
    else:
        draw_parallel(sweep, trials)
        draw_importance(sweep, trials)
    draw_trials(sweep, trials)


def _draw_ways_on(trials: list[Trial]) -> None:
    winner, preset = winner_of(trials), preset_of(trials)
    with st.container(horizontal=True, key="sweep_ways"):
        if winner is not None and st.button(
            _("Open the best trial"),
            icon=":material/emoji_events:",
            type="primary",
            key="sweep_best",
        ):
            go_to("training", run=winner.run.id)
        if preset is not None and st.button(
            _("Open the preset"), icon=":material/flag:", key="sweep_preset"
        ):
            go_to("training", run=preset.run.id)
