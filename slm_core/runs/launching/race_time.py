"""How long a race still takes."""

from collections.abc import Iterable

from slm_core.runs.config import RunConfig
from slm_core.runs.status import RunStatus


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
