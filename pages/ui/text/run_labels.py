"""Names, icons and colours of the states of a run."""

from typing import Literal

from pages.ui.text.i18n import _
from slm_core.runs.status import RunStatus

Shade = Literal["primary", "gray", "green", "orange", "red"]


def state_label(status: RunStatus) -> tuple[str, str, Shade]:
    """What a state is called, its icon and its colour."""
    words: dict[str, tuple[str, str, Shade]] = {
        "queued": (_("waiting"), ":material/schedule:", "gray"),
        "starting": (_("starting"), ":material/hourglass_top:", "gray"),
        "running": (_("training"), ":material/bolt:", "primary"),
        "paused": (_("paused"), ":material/pause:", "orange"),
        "finished": (_("finished"), ":material/check:", "green"),
        "stopped": (_("stopped and saved"), ":material/stop:", "gray"),
        "failed": (_("failed"), ":material/error:", "red"),
        "interrupted": (_("interrupted"), ":material/power_off:", "orange"),
    }
    if status.is_silent:
        return _("not responding"), ":material/hourglass_disabled:", "orange"
    return words[status.state]
