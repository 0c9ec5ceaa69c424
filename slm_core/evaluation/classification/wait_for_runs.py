"""Waiting until runs have ended, and stopping all of them where somebody wants that."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress

from slm_core.errors import RunError, StoppedError
from slm_core.evaluation.listener import Listener
from slm_core.messages import Message, msg
from slm_core.runs.launching.control import ask
from slm_core.runs.run import Run

_EVERY = 0.2
"""Seconds between two looks at the runs."""
_PATIENCE = 60.0
"""Seconds that runs asked to stop have for it."""


def wait_for(
    runs: Sequence[Run], listener: Listener, told: Callable[[], Message], *, most: int = 0
) -> None:
    """Until no more than `most` of the runs are at work. Raises RunError where one has failed,
    StoppedError."""
    said: Message | None = None
    while sum(run.status().is_active for run in runs) > most:
        if listener.should_stop():
            _stop(runs)
        doing = told()
        if said is None or str(doing) != str(said):
            listener.tell(doing)
            said = doing
        time.sleep(_EVERY)
    for run in runs:
        status = run.status()
        if status.state in ("failed", "interrupted"):
            raise RunError(
                msg(
                    "The run {run} ended before its time: {error} The others stay; start again "
                    "when the cause is gone.",
                    run=run.id,
                    error=status.error or msg("its process was killed."),
                )
            )


def _stop(runs: Sequence[Run]) -> None:
    """Ask all to stop and wait for that. Raises StoppedError."""
    for run in runs:
        if run.status().is_active:
            with suppress(RunError):  # it ended this very moment
                ask(run, "stop")
    until = time.monotonic() + _PATIENCE
    while any(run.status().is_active for run in runs) and time.monotonic() < until:
        time.sleep(_EVERY)
    raise StoppedError(msg("Training was stopped. The runs that were made stay, each by itself."))
