"""Whose turn it is: slot locks taken by the trainers themselves, oldest first. No daemon."""

import time
from collections.abc import Callable, Iterator

from filelock import FileLock, Timeout

from slm_core.runs.run import Run, list_runs
from slm_core.runs.status import RunStatus, read_status
from slm_core.workspace import Workspace, names_in

_LOOK_EVERY, _SOON = 0.3, 30.0
"""Seconds."""


def waiting(workspace: Workspace) -> list[Run]:
    """Runs that wait for a slot, oldest first."""
    queued = [(run.status(), run) for run in list_runs(workspace)]
    found = [(status.asked, run.id, run) for status, run in queued if status.state == "queued"]
    return [run for _, _, run in sorted(found, key=lambda entry: entry[:2])]


def take_slot(run: Run, *, slots: int, give_up: Callable[[], bool]) -> FileLock | None:
    """Wait until `run` is the oldest in the queue and a slot is free; its lock, held.

    None when `give_up` says so. The calling process must hold the run's own lock, and the run's
    status must be "queued", so that others see it wait.
    """
    turn = FileLock(run.workspace.slots / "turn.lock", thread_local=False, blocking=False)
    while not give_up():
        try:
            with turn:
                if not _somebody_older(run):
                    slot = free_slot(run.workspace, slots)
                    if slot is not None:
                        return slot
        except Timeout:
            pass  # another trainer is looking at this moment; our turn comes at the next look
        time.sleep(_LOOK_EVERY)
    return None


def take_slot_soon(run: Run, *, slots: int) -> FileLock | None:
    """The same, but None as well where there is none within half a minute."""
    until = time.monotonic() + _SOON
    return take_slot(run, slots=slots, give_up=lambda: time.monotonic() > until)


def somebody_waits(run: Run) -> bool:
    """Whether another run waits for a slot, its process ready to take it."""
    return any(status.pid is not None for _, status in _queued_beside(run))


def _somebody_older(run: Run) -> bool:
    mine = (read_status(run.folder).asked, run.id)
    return any((status.asked, name) < mine for name, status in _queued_beside(run))


def _queued_beside(run: Run) -> Iterator[tuple[str, RunStatus]]:
    """Name and status of the other runs that wait."""
    for name in names_in(run.workspace.runs):
        other = run.workspace.run_folder(name)
        if name == run.id or not (other / "run.lock").exists():
            continue
        status = read_status(other)
        if status.state == "queued":
            yield other.name, status


def free_slot(workspace: Workspace, slots: int) -> FileLock | None:
    """One of the `slots` that nobody has, its lock held; None where there is none."""
    for number in range(slots):
        lock = FileLock(workspace.slots / f"slot-{number}.lock", thread_local=False, blocking=False)
        try:
            lock.acquire()
        except Timeout:
            continue
        return lock
    return None
