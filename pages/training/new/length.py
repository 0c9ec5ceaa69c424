"""How long a new run trains: a preset, or minutes, epochs or steps of one's own."""

import streamlit as st

from pages.ui.text.i18n import _, translate
from pages.ui.widgets.choice import choose_one
from pages.ui.widgets.forms import (
    NOT_SET,
    USUAL_MINUTES,
    Changes,
    draw_field,
    draw_minutes,
    no_budget,
)
from slm_core.messages import Message
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.presets import PRESETS, Preset, for_minutes
from slm_core.settings_schema import fields_of
from slm_core.training.settings import BudgetSettings

_LENGTH, _MINUTES = "train_length", "train_minutes"
_OTHER = "other"
"""A way to say how long that is no preset."""


def draw_length(changes: Changes) -> tuple[Preset, Message | str]:
    """How long to train, and why it cannot be so long."""
    names = {
        "quick": _("1 min (quick)"),
        "better": _("5 (better)"),
        "long": _("15"),
        "hour": _("60"),
        _OTHER: _("other"),
        "article": _("Word LSTM"),
    }

    def forget_budget() -> None:
        for path in no_budget():
            changes.pop(path, None)

    chosen = choose_one(
        _("How long"),
        names,
        key=_LENGTH,
        on_change=forget_budget,
        help=_("In minutes of training on this machine. The rest is chosen to fit them."),
    )
    if chosen != _OTHER:
        preset = PRESETS[chosen]
        st.caption(translate(preset.description))
        _draw_differences(preset)
        return preset, ""
    counted = (name for name in ("epochs", "steps") if _is_set(changes, f"budget.{name}"))
    unit = next(counted, None)
    if unit is None:
        minutes, problem = draw_minutes(_MINUTES, on_change=forget_budget)
        return for_minutes(minutes), problem
    draw_field(fields_of(BudgetSettings)[unit], None, changes, page=_LENGTH)
    st.button(
        _("Choose minutes instead"), key="train_in_minutes", type="tertiary", on_click=forget_budget
    )
    return for_minutes(USUAL_MINUTES), ""


def choose_length_of(config: RunConfig) -> None:
    """Let the form show the length that a run had, whose settings are among the changes."""
    minutes, state = config.budget.minutes, st.session_state
    named = [name for name, preset in PRESETS.items() if preset.minutes == minutes]
    state[_LENGTH] = named[0] if minutes and named else _OTHER
    if minutes and not named:
        state[_MINUTES] = minutes


def _is_set(changes: Changes, path: str) -> bool:
    return changes.get(path, NOT_SET) != NOT_SET


def _draw_differences(preset: Preset) -> None:
    if preset.differences:
        lines = "\n".join(f"- {translate(difference)}" for difference in preset.differences)
        st.caption(_("What differs from the tutorial:") + "\n" + lines)
