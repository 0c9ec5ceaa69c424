"""How a race stands as a whole, and how long it still takes."""

from collections.abc import Iterable, Mapping
from typing import Literal

from slm_core.messages import Message, msg
from slm_core.runs.config import RunConfig
from slm_core.runs.status import RunStatus

RaceState = Literal["racing", "over", "stopped", "interrupted"]
RACE_STATES: Mapping[RaceState, Message] = {
    "racing": msg("racing"),
    "over": msg("over"),
    "stopped": msg("stopped by you"),
    "interrupted": msg("interrupted"),
}
"""What they are called."""


def race_state(members: Iterable[RunStatus]) -> RaceState:
    """racing while one of them trains or waits, over where all have spent their budget, stopped
    where somebody ended the others, interrupted where one failed or lost its process."""
    statuses = list(members)
    if any(status.is_active for status in statuses):
        return "racing"
    states = {status.state for status in statuses}
    if states & {"failed", "interrupted"}:
        return "interrupted"
    return "stopped" if "stopped" in states else "over"


def seconds_left(members: Iterable[tuple[RunConfig, RunStatus]], *, at_once: int) -> float | None:
    """Seconds until all members have ended, of which so many train at once; None where nobody can
    tell. One that only waits takes as long as its budget of minutes, or as the others do on
    average."""
    left = [_left(config, status) for config, status in members if status.is_active]
    known = [one for one in left if one is not None]
    if not known:
        return None
    whole = sum(known) * len(left) / len(known)
    return max(*known, whole / max(1, at_once))


def _left(config: RunConfig, status: RunStatus) -> float | None:
    minutes = config.budget.minutes
    if status.seconds_left is not None or minutes is None:
        return status.seconds_left
    return max(0.0, 60.0 * minutes * (1.0 - min(1.0, status.fraction)))
