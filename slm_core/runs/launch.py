"""Starting a trainer process that outlives whoever started it."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import psutil

from slm_core.durable import told_plainly
from slm_core.runs.machine import slots as default_slots
from slm_core.runs.machine import threads_for_a_run
from slm_core.runs.run import Run


def launch(run: Run, *, slots: int | None = None) -> None:
    """Start the run's trainer in a session of its own; it queues for a slot by itself.

    Raises WorkspaceError where its log cannot be written, SettingsError on a bad number of slots.
    """
    machine = run.config().machine
    threads = max(1, (machine.threads or threads_for_a_run()) // machine.processes)
    trainer = ["-m", "slm_core.runs.trainer", str(run.workspace.root), run.id]
    command = [sys.executable, *_torchrun(machine.processes), *trainer]
    with told_plainly(run.folder / "log.txt"), open(run.folder / "log.txt", "ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=_environment(threads, default_slots(slots)),
            start_new_session=True,
        )
    # A finished child stays a zombie until somebody waits for it.
    threading.Thread(target=process.wait, daemon=True).start()


def _torchrun(processes: int) -> list[str]:
    """What starts `processes` of one run, and ends the others where one of them dies."""
    if processes == 1:
        return []
    options = ["--standalone", "--local-addr=127.0.0.1", f"--nproc-per-node={processes}"]
    return ["-m", "torch.distributed.run", *options]


def _loopback() -> str:
    """The network device that leads to this machine alone."""
    found = psutil.net_if_addrs().items()
    return next((name for name, own in found if any(a.address == "127.0.0.1" for a in own)), "lo")


def _environment(threads: int, slots: int) -> dict[str, str]:
    here = Path(__file__).resolve().parents[2]
    paths = [str(here), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        **os.environ,
        # Spinning threads lose 15-fold when anything else runs: DESIGN.md has the measurement.
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": str(threads),
        "RAYON_NUM_THREADS": str(threads),
        "ARGOT_SLOTS": str(slots),
        # Processes of one run talk to each other within this machine.
        "GLOO_SOCKET_IFNAME": _loopback(),
        "NCCL_SOCKET_IFNAME": _loopback(),
        "CUDA_DEVICE_ORDER": "PCI_BUS_ID",  # cuda:1 is what nvidia-smi calls 1
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUNBUFFERED": "1",
    }
