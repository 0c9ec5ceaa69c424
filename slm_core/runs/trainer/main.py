"""The trainer process of one run: its lock, its slot, then the session. Run by `launch`.

`python -m slm_core.runs.trainer.main WORKSPACE RUN`. Imports torch only when the run has a slot.
"""

import os
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

from filelock import FileLock, Timeout

from slm_core.errors import (
    NO_MEMORY,
    ArgotError,
    DivergedError,
    ProcessLostError,
    WorkspaceError,
    is_out_of_memory,
)
from slm_core.hardware.machine import describe_machine, slots
from slm_core.json_log import JsonLog
from slm_core.leftovers import RESERVE, use_temporary_folder
from slm_core.messages import Message, msg
from slm_core.runs.heartbeat import Heartbeat
from slm_core.runs.launching.control import RequestReader, with_change
from slm_core.runs.launching.queue import take_slot
from slm_core.runs.launching.recovery import Cause, undone_changes
from slm_core.runs.launching.torchrun import rank, remove_rendezvous
from slm_core.runs.planning.memory import out_of_memory
from slm_core.runs.run import Run, open_run
from slm_core.runs.status import FINAL, RunStatus, lock_of, read_status, write_status
from slm_core.storage import write_bytes
from slm_core.workspace import open_workspace

_LOCK_TIMEOUT = 5.0
"""Seconds to wait for the run's lock: somebody may be probing it at this very moment."""
_POLL_SECONDS = 0.3
"""Between two looks whether the trainer has begun."""
_RESERVED_MEMORY = 16_000_000
"""Bytes of address space, never written to."""
_RESERVED_BYTES = 65_536
"""Kept on the disk, so that a run that ends because the disk is full has room to say so."""


def main(root: str, run_id: str) -> int:
    """Train the run to its end; 0 when it ended as asked, 1 when it failed.

    Where the run has several processes, the others come here too, and read for the first.
    """
    run = open_run(open_workspace(Path(root)), run_id)
    if rank():
        return _run_rank(run)
    lock = lock_of(run.folder)
    try:
        lock.acquire(timeout=_LOCK_TIMEOUT, poll_interval=0.1)
    except Timeout:
        print(f"{run_id} has a trainer already; this one leaves.", file=sys.stderr)
        return 1  # and with it other processes of its own, if it has any
    signal.signal(signal.SIGTERM, _leave)
    try:
        with lock:
            remove_rendezvous(run)
            with Heartbeat(run.folder):
                return _guarded(run)
    finally:
        _reserve(run).unlink(missing_ok=True)


def _run_rank(run: Run) -> int:
    """Wait for the trainer's turn, then compute with it. Should it die before, torchrun ends us."""
    while (state := run.status().state) not in ("starting", "running"):
        if state in FINAL:
            return 0
        time.sleep(_POLL_SECONDS)  # also where it seems interrupted: it may not have begun yet
    from slm_core.runs.trainer.rank import run_rank  # noqa: PLC0415 as for a session

    return run_rank(run, rank())


class Outcome(BaseException):
    """Somebody ended the process politely: keep what there is, and say nothing final."""


def _leave(_signal: int, _frame: FrameType | None) -> None:
    raise Outcome


def _guarded(run: Run) -> int:
    """The one place that catches everything: whatever happens is told in the run's status."""
    room = [bytearray(_RESERVED_MEMORY)]  # given back where there is no other left to tell that in
    try:
        _train(run)
    except Outcome:
        print("The process was asked to end. The run can be resumed.", file=sys.stderr)
        return 1
    except ProcessLostError as error:
        print(error, file=sys.stderr)
        return 1
    except DivergedError as error:
        return _failed(run, error.message, cause="diverged")
    except ArgotError as error:
        return _failed(run, error.message)
    except MemoryError:
        room.clear()
        return _failed(run, _out_of_memory(run), cause="memory")
    except Exception as error:  # noqa: BLE001 the edge of the process
        room.clear()
        traceback.print_exc()
        if is_out_of_memory(error):
            return _failed(run, _out_of_memory(run), cause="memory")
        text = str(error).casefold()
        if "cuda error" in text or "cudnn error" in text:
            print("The GPU is gone, or gave up. The run can be resumed.", file=sys.stderr)
            return 1
        kind = type(error).__name__
        return _failed(
            run,
            msg(
                "The trainer met something it was not made for: {kind}: {error}. What it "
                "had learned until its last checkpoint is safe; the log has the details.",
                kind=kind,
                error=error,
            ),
        )
    return 0


def _out_of_memory(run: Run) -> Message:
    try:
        return _with_advice(run)
    except (MemoryError, ArgotError):  # there is not even room to look what would fit
        return NO_MEMORY


def _with_advice(run: Run) -> Message:
    config, undone = run.config(), undone_changes(run)
    for event in run.events():
        if event.kind != "set" or event.details["id"] in undone:
            continue
        if event.details["name"] != "learning_rate":
            config = with_change(config, event.details["name"], event.details["value"])
    return out_of_memory(config, describe_machine())


def _train(run: Run) -> None:
    write_bytes(_reserve(run), os.urandom(_RESERVED_BYTES))
    status = read_status(run.folder)
    status = replace(
        status,
        state="queued",
        pid=os.getpid(),
        host=socket.gethostname(),
        heartbeat=time.time(),
        error=None,
    )
    write_status(run.folder, status)
    slot = _wait_for_slot(run)
    if slot is None:
        _event(run, "stopped", status)
        write_status(run.folder, replace(status, state="stopped", heartbeat=time.time()))
        return
    starting = replace(status, state="starting", heartbeat=time.time(), doing=msg("starting up"))
    write_status(run.folder, starting)
    with slot:
        # Not before the slot is ours: the import takes a second of both cores and 200 MB.
        from slm_core.runs.trainer.session import TrainingSession  # noqa: PLC0415

        TrainingSession(run, starting, slot).run()


def _wait_for_slot(run: Run) -> FileLock | None:
    """A slot, or None if somebody asked the run to stop while it waited."""
    since = read_status(run.folder).requests_before
    requests = RequestReader(JsonLog(run.folder / "control.jsonl"), since=since)

    def stop_asked() -> bool:
        return any(request.action == "stop" for request in requests.new())

    return take_slot(run, slots=slots(), give_up=stop_asked)


def _failed(run: Run, message: Message, *, cause: Cause = "") -> int:
    _reserve(run).unlink(missing_ok=True)
    status = read_status(run.folder)
    now = time.time()
    last = replace(
        status, state="failed", error=message, heartbeat=now, seconds_left=None, doing=None
    )
    try:
        write_status(run.folder, last)
        _event(run, "failed", status, error=message, cause=cause)
    except WorkspaceError as error:  # nothing can be said in the folder: it shows as interrupted
        print(error, file=sys.stderr)
    print(message, file=sys.stderr)
    return 1


def _reserve(run: Run) -> Path:
    return run.folder / RESERVE


def _event(run: Run, kind: str, status: RunStatus, **details: object) -> None:
    record = {"kind": kind, "time": time.time(), "step": status.step, "seconds": status.seconds}
    JsonLog(run.folder / "events.jsonl").append({**record, **details}, sync=True)


if __name__ == "__main__":
    with suppress(WorkspaceError):  # the disk is full, as the run will say
        use_temporary_folder(Path(sys.argv[1]))
    exit_status = main(*sys.argv[1:])
    if rank():
        # It leaves without tearing torch down: threads of its connections can crash then, and
        # torchrun would end the trainer for it, in the middle of its final evaluation.
        sys.stderr.flush()
        os._exit(exit_status)
    sys.exit(exit_status)
