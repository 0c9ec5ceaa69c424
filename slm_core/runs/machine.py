"""What this machine has, and how many runs it can train at once. Never imports torch."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache

import psutil

from slm_core.errors import SettingsError
from slm_core.runs.processor import has_bfloat16


@dataclass(frozen=True)
class Machine:
    """Processor, memory and graphics card, as far as a run is concerned."""

    cores: int
    """That this process may use, hyper-threads not counted twice."""
    memory_bytes: int
    gpu: str | None
    """Name and memory of the first NVIDIA GPU, None where there is none."""
    bfloat16: bool = False
    """Whether the processor has instructions for it."""


@lru_cache(maxsize=1)
def describe_machine() -> Machine:
    """This machine; looked at once, since none of it changes."""
    return Machine(_cores(), psutil.virtual_memory().total, _gpu(), has_bfloat16())


def slots(asked: int | None = None) -> int:
    """How many runs train at once: `asked`, else ARGOT_SLOTS, else one for every four cores.

    A run uses all cores of its share, and two runs side by side are no faster than one after the
    other. Raises SettingsError on a number that is none.
    """
    if asked is not None:
        return _checked(str(asked), "--slots")
    named = os.environ.get("ARGOT_SLOTS")
    if named:
        return _checked(named, "ARGOT_SLOTS")
    return max(1, describe_machine().cores // 4)


def threads_for_a_run() -> int:
    """Processor threads that one run gets: the cores, shared among the slots, 8 at the most."""
    return max(1, min(8, describe_machine().cores // slots()))


def _checked(text: str, name: str) -> int:
    if not text.strip().isdigit() or not 1 <= int(text) <= 64:
        raise SettingsError(f"{name} is {text!r}; it must be a whole number from 1 to 64.")
    return int(text)


def _cores() -> int:
    logical = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    physical = psutil.cpu_count(logical=False) or logical or 1
    return max(1, min(logical or 1, physical))


def _gpu() -> str | None:
    program = shutil.which("nvidia-smi")
    if program is None:
        return None
    query = [program, "--query-gpu=name,memory.total", "--format=csv,noheader"]
    try:
        result = subprocess.run(query, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None  # a driver that does not answer has no GPU to offer
    lines = result.stdout.strip().splitlines()
    return lines[0] if lines else None
