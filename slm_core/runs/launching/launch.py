"""Starting a trainer process that outlives whoever started it."""

import shutil
import subprocess
import sys
import threading
from pathlib import Path

from slm_core.hardware.machine import slots as default_slots
from slm_core.hardware.machine import threads_for_a_run
from slm_core.processes.spawn import training_environment
from slm_core.runs.launching import torchrun
from slm_core.runs.run import Run
from slm_core.storage import friendly_os_errors


def launch(run: Run, *, slots: int | None = None) -> None:
    """Start the run's trainer in a session of its own; it queues for a slot by itself.

    Raises WorkspaceError where its log cannot be written, SettingsError on a bad number of slots.
    """
    machine = run.config().machine
    threads = max(1, (machine.threads or threads_for_a_run()) // machine.processes)
    command = ["-m", "slm_core.runs.trainer.main", str(run.workspace.root), run.id]
    variables = _environment(threads, default_slots(slots))
    meeting = None
    if machine.processes > 1:
        meeting = torchrun.new_rendezvous(run)
        command = [*torchrun.options(machine.processes, meeting), *command]
        variables |= torchrun.environment(meeting)
    with friendly_os_errors(run.folder / "log.txt"), open(run.folder / "log.txt", "ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=variables,
            start_new_session=True,
        )
    threading.Thread(target=_wait, args=(process, meeting), daemon=True).start()


def _wait(process: subprocess.Popen[bytes], meeting: Path | None) -> None:
    """A finished child stays a zombie until somebody waits for it."""
    process.wait()
    if meeting is not None:
        shutil.rmtree(meeting, ignore_errors=True)


def _environment(threads: int, slots: int) -> dict[str, str]:
    return {
        **training_environment(threads),
        "ARGOT_SLOTS": str(slots),
        "CUDA_DEVICE_ORDER": "PCI_BUS_ID",  # cuda:1 is what nvidia-smi calls 1
        "PYTHONUNBUFFERED": "1",
    }
