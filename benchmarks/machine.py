"""The machine that figures were measured on. `python -m benchmarks.machine` prints it."""

import platform
from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import psutil

from slm_core.hardware.cpu import has_bfloat16

_PACKAGES = ("streamlit", "torch", "tokenizers", "playwright")
_BUSY = 0.5
"""Load a core above which figures are those of a machine that had other things to do."""


def machine() -> dict[str, str]:
    """Processor, cores, memory, system, versions, how busy it is, and the day."""
    load = psutil.getloadavg()[0]
    cores = len(psutil.Process().cpu_affinity() or []) or psutil.cpu_count() or 1
    busy = " (busy: figures are worse than they would be)" if load > _BUSY * cores else ""
    return {
        "date": f"{datetime.now():%Y-%m-%d %H:%M}",
        "processor": _processor(),
        "cores": str(cores),
        "memory": f"{psutil.virtual_memory().total / 1e9:.1f} GB",
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in _PACKAGES},
        "load before": f"{load:.1f}{busy}",
    }


def described(about: Mapping[str, str]) -> str:
    """The same as lines of text."""
    return "\n".join(f"{name}: {value}" for name, value in about.items())


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return platform.processor() or platform.machine()
    fields = [line.partition(":") for line in cpuinfo.read_text().splitlines()]
    named = {name.strip(): value.strip() for name, _, value in fields}
    bf16 = "with" if has_bfloat16() else "without"
    return f"{named.get('model name', platform.machine())}, {bf16} bf16 instructions"


if __name__ == "__main__":
    print(described(machine()))
