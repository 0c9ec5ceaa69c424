"""What this machine has, and how many runs it can train at once. Never imports torch."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from functools import lru_cache

import psutil

from slm_core.errors import SettingsError
from slm_core.hardware import cgroups
from slm_core.hardware.cpu import has_avx2, has_avx512, has_bfloat16
from slm_core.messages import msg


@dataclass(frozen=True)
class Gpu:
    """An NVIDIA GPU, in bytes of its own memory."""

    index: int
    """As torch counts: machine.device=cuda:<index>."""
    name: str
    memory_bytes: int
    free_bytes: int
    """When somebody looked."""

    @property
    def device(self) -> str:
        """What machine.device calls it."""
        return f"cuda:{self.index}"


@dataclass(frozen=True)
class Machine:
    """Processor, memory and graphics cards, as far as a run is concerned."""

    cores: int
    """That this process may use, hyper-threads not counted twice."""
    memory_bytes: int
    gpus: tuple[Gpu, ...] = ()
    """NVIDIA GPUs that a run may use."""
    bfloat16: bool = False
    """Whether the processor has instructions for it."""
    avx512: bool = False
    avx2: bool = False
    """Whether it reckons with 16 numbers at once, and with 8; False where nothing says so."""
    weights_a_second: float | None = None
    """That runs were seen to train with here (`runs.planning.speed`); None: nothing was seen."""

    @property
    def instructions(self) -> tuple[str, ...]:
        """Names of the processor's instructions that make it fast at learning."""
        known = {"AVX2": self.avx2, "AVX-512": self.avx512, "bfloat16": self.bfloat16}
        return tuple(name for name, is_there in known.items() if is_there)


@lru_cache(maxsize=1)
def describe_machine() -> Machine:
    """This machine; looked at once, since none of it changes."""
    memory = min(psutil.virtual_memory().total, cgroups.memory() or sys.maxsize)
    return Machine(
        _cores(),
        memory,
        look_for_gpus(),
        bfloat16=has_bfloat16(),
        avx512=has_avx512(),
        avx2=has_avx2(),
    )


def as_used(machine: Machine, device: str) -> Machine:
    """The machine as far as a run uses it whose machine.device this is: none of its GPUs on cpu."""
    return replace(machine, gpus=()) if device == "cpu" else machine


def look_for_gpus() -> tuple[Gpu, ...]:
    """The GPUs with their free memory at this moment, as nvidia-smi has them; it takes a moment.

    CUDA_VISIBLE_DEVICES leaves out some, and says in what order the others are counted.
    """
    program = shutil.which("nvidia-smi")
    if program is None:
        return ()
    names = "index,uuid,name,memory.total,memory.free"
    query = [program, f"--query-gpu={names}", "--format=csv,noheader,nounits"]
    try:
        result = subprocess.run(query, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return ()  # a driver that does not answer has no GPU to offer
    lines = [line.split(", ") for line in result.stdout.strip().splitlines()]
    known = [line for line in lines if len(line) == 5 and line[3].isdigit()]
    return tuple(
        Gpu(index, name, int(total) << 20, int(free) << 20 if free.isdigit() else int(total) << 20)
        for index, (_, _, name, total, free) in enumerate(_visible(known))
    )


def _visible(known: list[list[str]]) -> list[list[str]]:
    """Those that CUDA_VISIBLE_DEVICES names, by number or identity, in its order."""
    wanted = os.environ.get("CUDA_VISIBLE_DEVICES")
    if wanted is None:
        return known
    found = []
    for word in wanted.split(","):
        named = [
            line
            for line in known
            if line[0] == word.strip() or (word.strip() and line[1].startswith(word.strip()))
        ]
        if len(named) != 1:
            break  # CUDA sees none from here on, either
        found += named
    return found


def slots(asked: int | None = None) -> int:
    """How many runs train at once: `asked`, else ARGOT_SLOTS, else one for every four cores.

    A run uses all cores of its share: side by side two would make more of the machine together, and
    each would take longer. Raises SettingsError on a number that is none.
    """
    if asked is not None:
        return _checked(str(asked), "--slots")
    named = os.environ.get("ARGOT_SLOTS")
    if named:
        return _checked(named, "ARGOT_SLOTS")
    return max(1, describe_machine().cores // 4)


def threads_for_a_run(asked: int | None = None) -> int:
    """Processor threads that one run gets: the cores, shared among the slots, 8 at the most.

    `asked` as for `slots`, which says what is raised.
    """
    return max(1, min(8, describe_machine().cores // slots(asked)))


def _checked(text: str, name: str) -> int:
    if not text.strip().isdigit() or not 1 <= int(text) <= 64:
        raise SettingsError(
            msg("{name} is {text!r}; it must be a whole number from 1 to 64.", name=name, text=text)
        )
    return int(text)


def _cores() -> int:
    logical = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    physical = psutil.cpu_count(logical=False) or logical or 1
    return max(1, min(logical or 1, physical, cgroups.cores() or physical))
