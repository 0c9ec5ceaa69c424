"""What state a run is in: status.json, and the lock that says whether its process lives."""

import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import orjson
from filelock import FileLock

from slm_core.errors import DamagedFileError
from slm_core.locks import is_locked
from slm_core.messages import Message, msg
from slm_core.records import Count, Seconds, Share, as_record, read_record
from slm_core.runs.heartbeat import is_silent
from slm_core.storage import write_json

State = Literal[
    "queued", "starting", "running", "paused", "finished", "stopped", "failed", "interrupted"
]
FINAL: frozenset[str] = frozenset({"finished", "stopped", "failed"})
"""States a run stays in until somebody takes it up again."""

START_GRACE = 30.0
"""Seconds a run just asked for has to take its lock before it counts as interrupted."""
_STATE_MESSAGES: dict[State, Message] = {
    "queued": msg("waiting"),
    "starting": msg("starting"),
    "running": msg("training"),
    "paused": msg("paused"),
    "finished": msg("finished"),
    "stopped": msg("stopped and saved"),
    "failed": msg("failed"),
    "interrupted": msg("interrupted"),
}
_PROBED = 0.5
"""Seconds to ask again for a lock that somebody may only be probing."""


@dataclass(frozen=True)
class RunStatus:
    """status.json: how far a run is. Times are seconds since 1970."""

    state: State
    asked: Seconds
    """When the run was asked for, or last taken up again: the queue's order, oldest first."""
    pid: int | None = None
    host: str = ""
    step: Count = 0
    epoch: Share = 0.0
    """Times the training part has been read."""
    tokens: Count = 0
    seconds: Seconds = 0.0
    """Training time so far, over all sittings."""
    fraction: Share = 0.0
    """Share of the budget that is spent, 0 to 1."""
    seconds_left: Seconds | None = None
    """Training time still to go at the present speed; None while it is not known."""
    doing: Message | None = None
    """What the process is at, where the state does not say it: "training the tokenizer" …"""
    requests_before: Count = 0
    """Bytes of control.jsonl from before the run was last taken up: a pause or stop in them was
    for an earlier session."""
    heartbeat: Seconds = 0.0
    error: Message | None = None
    """For a failed run: what happened and what to do, in a sentence or two."""
    is_silent: bool = False
    """Whether its process is there and does nothing, as `read_status` found; never written."""

    @property
    def is_over(self) -> bool:
        """Whether no process is working on the run."""
        return self.state in FINAL or self.state == "interrupted"

    @property
    def is_active(self) -> bool:
        """Whether a process is working on the run, waiting for its turn or pausing."""
        return not self.is_over


def state_message(status: RunStatus) -> Message:
    """What the state of a run is called."""
    if status.is_silent:
        return msg("not responding")
    if status.state == "stopped" and not status.step:
        return msg("stopped, no model yet")
    return _STATE_MESSAGES[status.state]


def write_status(folder: Path, status: RunStatus) -> None:
    """Replace status.json as a whole. Raises WorkspaceError."""
    values = asdict(status)
    del values["is_silent"]
    write_json(folder / "status.json", values)


def read_status(folder: Path, *, now: float | None = None) -> RunStatus:
    """The run's state as of now: what its process last wrote, or `interrupted` if it is gone.

    A missing or damaged status.json is a run whose process never got to speak; a damaged one is
    the error it shows.
    """
    status = _written(folder)
    if status.state in FINAL:
        return status
    if is_locked(folder / "run.lock"):
        return replace(status, is_silent=is_silent(folder))
    status = _written(folder)  # it may have ended between the two looks
    if status.state in FINAL:
        return status
    waited = (time.time() if now is None else now) - status.asked
    # Asked for in the future: somebody set the clock, and then waiting for it has no end.
    if status.state == "queued" and status.pid is None and abs(waited) < START_GRACE:
        return status
    return replace(status, state="interrupted", seconds_left=None, doing=None)


def silence(status: RunStatus) -> Message:
    """What to tell of a run whose process `is_silent`, and what to do."""
    return msg(
        "The process of this run ({pid} on {host}) does not respond: somebody halted it, or its "
        "machine is asleep or too busy. It goes on by itself when it is let go on (kill -CONT "
        "{pid}). Or end it (kill -KILL {pid}) and resume the run from its newest checkpoint.",
        pid=status.pid or "?",
        host=status.host or "?",
    )


def lock_of(folder: Path) -> FileLock:
    """The lock a trainer holds as long as it lives; acquiring gives up after half a second."""
    return FileLock(folder / "run.lock", timeout=_PROBED, thread_local=False)


def _written(folder: Path) -> RunStatus:
    path = folder / "status.json"
    try:
        data = read_record(dict[str, object], path)
        if data is None:
            return RunStatus(state="interrupted", asked=0.0)
        # Earlier versions wrote "" where there was nothing to say.
        said = {name: value for name, value in data.items() if value != ""}
        return as_record(RunStatus, orjson.dumps(said), path)
    except DamagedFileError as error:
        return RunStatus(state="interrupted", asked=0.0, error=error.message)
