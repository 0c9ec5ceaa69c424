"""Continuing a run that is not training: as it was, with another setting, or for longer."""

import streamlit as st

from pages.training.run.events import setting_name
from pages.training.run.snapshot import RunSnapshot
from pages.ui.session import training_slots
from pages.ui.text.formatting import listed
from pages.ui.text.i18n import _
from pages.ui.widgets.forms import with_limits
from slm_core.errors import ArgotError
from slm_core.runs.launching.control import changeable
from slm_core.runs.launching.create import resume, train_on
from slm_core.runs.launching.recovery import suggested_fix, unsaved_changes
from slm_core.runs.run import Run
from slm_core.settings_schema import FieldInfo, fields_of
from slm_core.training.settings import BudgetSettings

PROBLEM = "train_ended_problem"
"""Where in the session it stands why the run could not be taken up."""
_AGAIN, _MINUTES = "train_again_", "train_on_minutes"
"""Fields' keys; the first is followed by a setting's name."""


def has_corpus(view: RunSnapshot) -> bool:
    """Whether the text it learned from is still there: without it a run cannot go on."""
    return view.run.workspace.corpus_folder(view.config.corpus).exists()


def draw_resume(view: RunSnapshot) -> None:
    """The button that takes it up again; where the run broke, with what is to be different."""
    state = view.status.state
    softer = suggested_fix(view.run) if state == "failed" else None
    if softer is not None:
        _draw_gentler(view, *softer)
        return
    st.button(
        _("Continue training") if state == "stopped" else _("Resume"),
        icon=":material/play_arrow:",
        type="secondary" if state == "stopped" else "primary",
        key="train_take_up",
        on_click=_take_up,
        args=(view.run,),
    )


def _draw_gentler(view: RunSnapshot, name: str, value: float) -> None:
    with st.popover(_("Resume"), icon=":material/play_arrow:", type="primary", key="train_gentler"):
        st.caption(
            _(
                "Continues from the newest checkpoint with another {name}, or it would fail again."
            ).format(name=setting_name({"name": name}))
        )
        changed = unsaved_changes(view.run)
        if changed:
            names = sorted({setting_name(change.details) for change in changed})
            st.caption(
                _("What was changed after that checkpoint is left out: {names}.").format(
                    names=listed(names)
                )
            )
        _draw_value(changeable(name), value)
        st.button(
            _("Resume"),
            type="primary",
            key="train_take_up",
            on_click=_take_up,
            args=(view.run, name),
        )


def _draw_value(info: FieldInfo, value: float) -> None:
    whole = info.kind is int
    st.number_input(
        with_limits(setting_name({"name": info.name}).capitalize(), info),
        value=int(value) if whole else float(value),
        step=1 if whole else float(value) / 10,
        format=None if whole else "%g",
        key=f"{_AGAIN}{info.name}",
    )


def draw_extend(view: RunSnapshot) -> None:
    """A further budget for one that ended as asked."""
    with st.popover(_("Train longer"), icon=":material/fast_forward:", key="train_on_popover"):
        st.caption(
            _("Continues from its model, with a learning rate that starts at half of the first.")
        )
        st.number_input(
            with_limits(_("Minutes more"), fields_of(BudgetSettings)["minutes"]),
            value=max(0.1, view.config.budget.minutes or 1.0),
            step=1.0,
            format="%g",
            key=_MINUTES,
        )
        st.button(
            _("Train longer"), key="train_on", type="primary", on_click=_resume, args=(view.run,)
        )


def _resume(run: Run) -> None:
    try:  # by the session's state: what is typed may come in the same message as the click
        train_on(run, BudgetSettings(minutes=st.session_state[_MINUTES]), slots=training_slots())
    except ArgotError as error:
        st.session_state[PROBLEM] = error.message


def _take_up(run: Run, name: str = "") -> None:
    changes = {name: float(st.session_state[f"{_AGAIN}{name}"])} if name else None
    try:
        resume(run, changes=changes, slots=training_slots())
    except ArgotError as error:
        st.session_state[PROBLEM] = error.message
