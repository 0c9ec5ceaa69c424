"""Names, icons and colours of the states of a run, and the word for how good it is."""

from typing import Literal

from pages.ui.text.i18n import _, translate
from slm_core.evaluation.coach import Level
from slm_core.runs.status import RunStatus, State, state_message

Shade = Literal["blue", "gray", "green", "orange", "red"]

_LOOKS: dict[State, tuple[str, Shade]] = {
    "queued": (":material/schedule:", "gray"),
    "starting": (":material/hourglass_top:", "gray"),
    "running": (":material/bolt:", "blue"),
    "paused": (":material/pause:", "orange"),
    "finished": (":material/check:", "green"),
    "stopped": (":material/stop:", "gray"),
    "failed": (":material/error:", "red"),
    "interrupted": (":material/power_off:", "orange"),
}


def state_label(status: RunStatus) -> tuple[str, str, Shade]:
    """What a state is called, its icon and its colour."""
    if status.is_silent:
        return translate(state_message(status)), ":material/hourglass_disabled:", "orange"
    icon, shade = _LOOKS[status.state]
    return translate(state_message(status)), icon, shade


def level_label(level: Level) -> str:
    """How good a run is, in a word."""
    return {"good": _("Good"), "fair": _("So-so"), "poor": _("Not yet")}[level]


def level_badge(level: Level) -> str:
    """The same with its light, in Markdown."""
    icon, colour = {
        "good": ("check_circle", "green"),
        "fair": ("contrast", "orange"),
        "poor": ("hourglass_empty", "red"),
    }[level]
    return f":{colour}-badge[:material/{icon}: {level_label(level)}]"
