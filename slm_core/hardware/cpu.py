"""The instruction sets of the CPU for bfloat16. Never imports torch."""

import platform
import subprocess
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")
_NAMES = frozenset({"avx512_bf16", "amx_bf16", "bf16"})
"""What Linux calls instructions for bfloat16, on Intel and AMD, and on ARM."""


def has_bfloat16() -> bool:
    """Whether there are instructions for bfloat16; False where the system does not say.

    Without them torch can compute in it all the same, an order of magnitude slower than in float32.
    """
    return bool(_NAMES & flags())


def has_avx512() -> bool:
    """Whether an x86 processor reckons with 16 numbers at once; False where nothing says so."""
    return "avx512f" in flags()


def has_avx2() -> bool:
    """The same for 8 numbers."""
    return "avx2" in flags()


def flags() -> frozenset[str]:
    """Names of the instructions the processor has, in the system's words; none where unknown."""
    if _CPUINFO.exists():
        return _read(_CPUINFO.read_text(encoding="utf-8", errors="replace"))
    if platform.system() == "Darwin":
        return _asked_of_macos()
    return frozenset()


def _read(cpuinfo: str) -> frozenset[str]:
    for line in cpuinfo.splitlines():
        name, _, value = line.partition(":")
        if name.strip() in ("flags", "Features"):
            return frozenset(value.split())
    return frozenset()


def _asked_of_macos() -> frozenset[str]:
    query = ["sysctl", "-n", "hw.optional.arm.FEAT_BF16"]
    try:
        found = subprocess.run(query, capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return frozenset()  # a system that does not answer has nothing we could rely on
    return frozenset({"bf16"} if found.stdout.strip() == "1" else ())
