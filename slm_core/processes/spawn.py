"""Starting a process of ours, `python -m MODULE`: its environment, its log or its pipes."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]

KEPT_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 32),
}
"""For glibc, in bytes: memory that a step gives back is kept for the next one. Else the system
takes back every larger piece and clears it before it is given out again, which costs a small model
a tenth of its speed (benchmarks/README.md). Other systems do not look at these."""


def spawn(
    module: str,
    *arguments: str,
    variables: Mapping[str, str] | None = None,
    log: Path | None = None,
    is_quiet: bool = False,
    when_over: Callable[[], None] = lambda: None,
) -> subprocess.Popen[bytes]:
    """Start `python -m MODULE ARGUMENTS`, with `variables` on top of our own environment.

    With a `log`, whatever it prints is appended to that file, and it outlives this process.
    Without, its standard input and output are pipes, and what it says on standard error is seen
    where ours is, unless it `is_quiet`. `when_over` is called when it has ended, in another
    thread. Raises OSError.
    """
    command = [sys.executable, "-m", module, *arguments]
    env = environment(**(variables or {}))
    if log is None:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if is_quiet else None,
            env=env,
        )
    else:
        with open(log, "ab") as file:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**env, "PYTHONUNBUFFERED": "1"},
                start_new_session=True,
            )
    threading.Thread(target=_wait, args=(process, when_over), daemon=True).start()
    return process


def environment(**variables: str) -> dict[str, str]:
    """Our own environment with these variables, in which a process finds our modules."""
    paths = [str(_ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        **os.environ,
        # Spinning threads lose 15-fold when anything else runs: DESIGN.md has the measurement.
        "OMP_WAIT_POLICY": "PASSIVE",
        "PYTHONPATH": os.pathsep.join(paths),
        **variables,
    }


def training_variables(threads: int) -> dict[str, str]:
    """For a process that trains with so many threads; they count before it loads torch."""
    return {
        **KEPT_MEMORY,
        "OMP_NUM_THREADS": str(threads),
        "RAYON_NUM_THREADS": str(threads),
    }


def _wait(process: subprocess.Popen[bytes], when_over: Callable[[], None]) -> None:
    """A finished child stays a zombie until somebody waits for it."""
    process.wait()
    when_over()
