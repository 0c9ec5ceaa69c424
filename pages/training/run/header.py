"""The head of a run's page: name, state, buttons, progress."""

import time

import streamlit as st

from pages.training.run.controls import draw_steering
from pages.training.run.snapshot import RunSnapshot, phase_of
from pages.ui.navigation import link_to
from pages.ui.run_index import in_progress, run_summaries
from pages.ui.session import training_slots
from pages.ui.text.formatting import count, duration, in_a_row, percent
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.run_labels import state_label
from pages.ui.widgets.problem import draw_problem, keep_problem
from pages.ui.widgets.title_row import title_row
from slm_core.errors import ArgotError
from slm_core.runs.launching.control import Action, ask
from slm_core.runs.launching.queue import waiting
from slm_core.runs.status import silence

_PATIENCE = 15.0
"""Seconds a request may go unanswered before its button comes back."""


def draw_head(view: RunSnapshot) -> None:
    """Title, state and buttons in one row; progress and name in the title of the tab."""
    _name_tab(view)
    with title_row(view.title, key="train_head"):
        label, icon, shade = state_label(view.status)
        race = view.config.race
        if race and view.run.workspace.race_folder(race).is_dir():
            link_to("training", _("Back to the race"), icon=":material/flag:", race=race)
        sweep = view.config.sweep
        if sweep and view.run.workspace.sweep_folder(sweep).is_dir():
            link_to("training", _("Back to the sweep"), icon=":material/tune:", sweep=sweep)
        st.badge(label, icon=icon, color=shade)
        if view.status.is_active:
            draw_steering(view)
            _draw_requests(view)
    if view.status.is_silent:
        st.warning(escape_markdown(translate(silence(view.status))), icon=":material/warning:")
    draw_problem("train")


def _name_tab(view: RunSnapshot) -> None:
    parts = [view.config.name, "Argot"]
    if view.status.is_active:
        parts.insert(0, percent(min(1.0, max(0.0, view.status.fraction)), digits=0))
    st.set_page_config(page_title=" · ".join(parts))


def _draw_requests(view: RunSnapshot) -> None:
    state = view.status.state
    pausing, stopping = _waits(view, "pause"), _waits(view, "stop")
    if state == "paused":
        resuming = _waits(view, "resume")
        _request(view, "resume", _("Resume"), ":material/play_arrow:", waits=resuming or stopping)
    elif state == "running":
        label = _("Pausing …") if pausing else _("Pause")
        _request(view, "pause", label, ":material/pause:", waits=pausing or stopping)
    label = _("Stopping …") if stopping else _("Stop and save")
    _request(view, "stop", label, ":material/stop:", waits=stopping)


def _request(view: RunSnapshot, action: Action, label: str, icon: str, *, waits: bool) -> None:
    st.button(
        label,
        icon=icon,
        key=f"train_{action}",
        disabled=waits,
        on_click=_asked,
        args=(view, action),
    )


def _asked(view: RunSnapshot, action: Action) -> None:
    try:
        ask(view.run, action)
    except ArgotError as error:
        keep_problem("train", error.message)
        return
    st.session_state["train_asked"] = (view.run.id, action, view.status.state, time.monotonic())


def _waits(view: RunSnapshot, action: Action) -> bool:
    """Whether this was asked and the trainer has not answered yet."""
    asked = st.session_state.get("train_asked")
    if asked is None or asked[0] != view.run.id or asked[1] != action:
        return False
    return view.status.state == asked[2] and time.monotonic() - asked[3] < _PATIENCE


def draw_progress(view: RunSnapshot) -> None:
    """The bar, and above it how far the run is, in words."""
    status = view.status
    words = [_queue_words(view)] if status.state == "queued" else _progress_words(view)
    stretch = phase_of(view.run, view.config)
    # A run that is to be trained on has spent its first budget, and nothing of the new one.
    fresh = stretch.step and status.step <= stretch.step
    share = 0.0 if fresh else min(1.0, max(0.0, status.fraction))
    st.progress(share, text=" · ".join(words))


def _queue_words(view: RunSnapshot) -> str:
    ahead = [run.id for run in waiting(view.run.workspace)]
    place = ahead.index(view.run.id) + 1 if view.run.id in ahead else 1
    at_once = training_slots()
    busy = in_progress(run_summaries(view.run.workspace))
    if place + sum(entry.status.state != "paused" for entry in busy) <= at_once:
        return _("It starts in a moment.")
    words = ngettext(
        "This machine trains one run at a time.", "This machine trains {n} runs at a time.", at_once
    ).format(n=at_once)
    if view.status.step:
        turn = _("This one is number {place} of {all} in the queue and goes on by itself.")
    else:
        turn = _("This one is number {place} of {all} in the queue and starts by itself.")
    return in_a_row((words, turn.format(place=count(place), all=count(max(1, len(ahead))))))


def _progress_words(view: RunSnapshot) -> list[str]:
    status, stretch = view.status, phase_of(view.run, view.config)
    budget = stretch.budget
    if budget.minutes is not None:
        done = duration(max(0.0, status.seconds - stretch.seconds))
        whole = duration(budget.minutes * 60)
        words = [_("{done} of {whole}").format(done=done, whole=whole)]
    elif budget.epochs is not None:
        done = f"{status.fraction * budget.epochs:.1f}"
        words = [_("epoch {done} of {whole:g}").format(done=done, whole=budget.epochs)]
    else:
        done, whole = count(status.step - stretch.step), count(budget.steps or 0)
        words = [_("step {done} of {whole}").format(done=done, whole=whole)]
    if stretch.step:
        words[0] = _("{progress} more").format(progress=words[0])
    if status.seconds_left is not None:
        words.append(_("{time} left").format(time=duration(status.seconds_left)))
    if budget.epochs is None and status.epoch:
        words.append(_("epoch {epoch}").format(epoch=count(int(status.epoch) + 1)))
    if budget.steps is None or stretch.step:
        words.append(_("step {step}").format(step=count(status.step)))
    if status.doing:
        words.append(translate(status.doing))
    return words
