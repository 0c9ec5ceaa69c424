"""What a run that failed is taken up again without, and what with. Free of torch.

A change that broke a run stands in events.jsonl, and would be made again at the same step.
"""

import time
from typing import Literal, cast

from slm_core.errors import is_out_of_memory
from slm_core.hardware.machine import describe_machine
from slm_core.json_log import JsonLog
from slm_core.messages import Message, msg, sentences
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.planning.memory import memory_of, perhaps_out_of_memory, smaller
from slm_core.runs.run import Event, Run
from slm_core.training.checkpoints.checkpoint_paths import (
    SavedState,
    checkpoint_folders,
    read_saved_state,
)

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
    done |= set(_saved_state(run).applied_requests)
    return [e for e in events if e.kind == "set" and e.details.get("id") not in done]


def undo_changes(run: Run, changes: list[Event]) -> None:
    """Have the next trainer go on without these changes. Raises WorkspaceError."""
    if not changes:
        return
    state = _saved_state(run)
    where = {"step": state.step, "seconds": state.seconds}
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


def why_interrupted(run: Run) -> Message:
    """What ended the process of an interrupted run, as far as anybody can tell."""
    if is_out_of_memory(run.last_words()):
        return msg(
            "Its process found no memory and ended. Close other programs, or resume with a "
            "smaller batch."
        )
    told = msg(
        "Its process was ended from outside: the machine was switched off, somebody ended it, or "
        "the system did because the memory was full."
    )
    perhaps = perhaps_out_of_memory(run.config(), describe_machine())
    return sentences([told, perhaps]) if perhaps else told


def suggested_fix(run: Run) -> tuple[str, float] | None:
    """The setting that a failed run needs smaller, and a value. None where nothing is known.

    A tenth of the learning rate that was asked for, or of a smaller one it had; a batch that fits.
    """
    cause = cause_of(run)
    if cause == "diverged":
        return "learning_rate", _tenth(run)
    return ("batch_size", _smaller_batch(run)) if cause == "memory" else None


def _saved_state(run: Run) -> SavedState:
    """The trainer's state in the newest whole checkpoint; a new one where there is none."""
    states = map(read_saved_state, checkpoint_folders(run.folder))
    return next((state for state in states if state is not None), SavedState())


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
