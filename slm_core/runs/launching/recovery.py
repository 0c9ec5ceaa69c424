"""What a run that failed is taken up again without, and what with. Free of torch.

A change that broke a run stands in events.jsonl, and would be made again at the same step.
"""

import time
from collections.abc import Mapping
from typing import Any, Literal, cast

from slm_core.hardware.machine import describe_machine
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.planning.memory import memory_of, smaller
from slm_core.runs.run import Event, Run
from slm_core.storage import JsonLog
from slm_core.training.checkpoint_paths import checkpoint_folders, read_trainer_json

Cause = Literal["", "diverged", "memory"]
"""Why a run failed: its steps were too large, there was no memory for one, or something else."""


def cause_of(run: Run) -> Cause:
    """Why it failed the last time; "" where it did not, or for something else."""
    for event in reversed(run.events()):
        if event.kind == "failed":
            return cast("Cause", event.details.get("cause", ""))
    return ""


def unsaved_changes(run: Run) -> list[Event]:
    """Changes that people made after the newest checkpoint, but for those left out already."""
    events, done = run.events(), set(undone_changes(run))
    done |= set(_saved_state(run).get("applied_requests", ()))
    return [e for e in events if e.kind == "set" and e.details.get("id") not in done]


def undo_changes(run: Run, changes: list[Event]) -> None:
    """Have the next trainer go on without these changes. Raises WorkspaceError."""
    if not changes:
        return
    state = _saved_state(run)
    where = {"step": state.get("step", 0), "seconds": state.get("seconds", 0.0)}
    about = {
        "requests": [str(change.details.get("id")) for change in changes],
        "names": sorted({str(change.details.get("name")) for change in changes}),
    }
    record = {"kind": "undone", "time": time.time(), **where, **about}
    JsonLog(run.folder / "events.jsonl").append(record, sync=True)


def undone_changes(run: Run) -> frozenset[str]:
    """Ids of all requests that were left out."""
    events = (event for event in run.events() if event.kind == "undone")
    return frozenset(name for event in events for name in _requests(event))


def suggested_fix(run: Run) -> tuple[str, float] | None:
    """The setting that a failed run needs smaller, and a value. None where nothing is known.

    A tenth of the learning rate that was asked for, or of a smaller one it had; a batch that fits.
    """
    cause = cause_of(run)
    if cause == "diverged":
        return "learning_rate", _tenth(run)
    return ("batch_size", _smaller_batch(run)) if cause == "memory" else None


def _saved_state(run: Run) -> Mapping[str, Any]:
    """The trainer's state in the newest checkpoint; empty where there is none."""
    newest = next(iter(checkpoint_folders(run.folder)), None)
    return {} if newest is None else read_trainer_json(newest).get("state", {})


def _requests(event: Event) -> list[str]:
    found = event.details.get("requests")
    return found if isinstance(found, list) else []


def _tenth(run: Run) -> float:
    follower = MetricsFollower(run.folder / "metrics.jsonl")
    follower.catch_up()
    training = run.config().training
    return training.gentler_rate(follower.train.last("learning_rate") or training.learning_rate)


def _smaller_batch(run: Run) -> float:
    config = run.config()
    memory = memory_of(describe_machine(), config.machine.device)
    fitting = smaller(config, memory).get("training.batch_size")
    return float(fitting or max(1, config.training.batch_size // 2))
