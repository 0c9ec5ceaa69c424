"""Energy counters of this machine: processors by RAPL, NVIDIA GPUs by NVML. Never imports torch.

RAPL is what Intel's and AMD's processors add up in their packages, in microjoules, as Linux shows
it under /sys/class/powercap (Linux documentation, "Power Capping Framework"); most systems let only
root read it. NVML adds up millijoules of a GPU since its driver was loaded (Volta and later).
"""

import ctypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

POWERCAP = Path("/sys/class/powercap")
_PACKAGE = re.compile(r"intel-rapl:\d+")
"""A zone of the first level; its parts, such as intel-rapl:0:0, are within it."""
_PLATFORM = "psys"
"""Name of the zone that laptops have beside their processor: the whole board, processor included,
which would be counted twice."""
_NVML = "libnvidia-ml.so.1"


@dataclass
class EnergyMeter:
    """Joules used since the meter was made, by whatever of this machine reports it."""

    powercap: Path = POWERCAP
    gpus: tuple[str, ...] = ()
    """The GPUs to count, each by its identity, GPU-…: numbers mean others to CUDA, which leaves out
    what CUDA_VISIBLE_DEVICES does not name."""
    _last: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look at the counters for the first time."""
        self._last = self._counters()

    @property
    def source(self) -> str:
        """What reports: rapl, nvml, rapl+nvml; "" where nothing does."""
        kinds = {name.partition(" ")[0] for name in self._last}
        return "+".join(sorted(kinds, reverse=True))

    def used(self) -> float:
        """Joules since this was last asked, 0 where nothing reports."""
        now = self._counters()
        joules = 0.0
        for name, value in now.items():
            before = self._last.get(name, value)
            # A counter begins again at 0 when it is full, and where a driver was loaded anew.
            joules += value - before if value >= before else value + self._room(name, before)
        self._last = now
        return joules

    def _room(self, name: str, before: float) -> float:
        """What a package's counter still had room for; 0 for others."""
        kind, _, package = name.partition(" ")
        limit = _number(self.powercap / package / "max_energy_range_uj") if kind == "rapl" else None
        return max(0.0, limit / 1e6 - before) if limit is not None else 0.0

    def _counters(self) -> dict[str, float]:
        found = {}
        for folder in sorted(self.powercap.glob("intel-rapl:*")):
            is_package = _PACKAGE.fullmatch(folder.name) and _word(folder / "name") != _PLATFORM
            value = _number(folder / "energy_uj") if is_package else None
            if value is not None:
                found[f"rapl {folder.name}"] = value / 1e6
        return found | {f"nvml {gpu}": joules for gpu, joules in gpu_joules(self.gpus).items()}


def gpu_joules(gpus: tuple[str, ...]) -> Mapping[str, float]:
    """What each of these GPUs used since its driver was loaded; nothing where none says so."""
    if not gpus:
        return {}
    try:
        library = ctypes.CDLL(_NVML)
        start, stop = library.nvmlInit_v2, library.nvmlShutdown
        find, count = library.nvmlDeviceGetHandleByUUID, library.nvmlDeviceGetTotalEnergyConsumption
    except (OSError, AttributeError):  # no driver, or one that is too old to count
        return {}
    if start():
        return {}
    found = {}
    for gpu in gpus:
        handle, millijoules = ctypes.c_void_p(), ctypes.c_ulonglong()
        known = not find(gpu.encode(), ctypes.byref(handle))
        if known and not count(handle, ctypes.byref(millijoules)):
            found[gpu] = millijoules.value / 1e3
    stop()
    return found


def _number(file: Path) -> float | None:
    """The whole number in a file of the system; None where this user may not read it."""
    try:
        return float(_word(file))
    except ValueError:
        return None


def _word(file: Path) -> str:
    """What stands in a file of the system; "" where this user may not read it."""
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
