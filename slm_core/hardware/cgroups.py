"""What a container allows of its host's memory and cores: the control groups of Linux.

https://docs.kernel.org/admin-guide/cgroup-v2.html (memory.max, cpu.max) and, of the first version,
memory.limit_in_bytes, cpu.cfs_quota_us. Inside a container its own group stands at the root.
"""

import math
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")


def memory(root: Path = _ROOT) -> int | None:
    """Bytes that may be used; None where nothing limits them."""
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        words = _words(root / name)
        if words and words[0].isdigit():
            return int(words[0]) or None
    return None


def cores(root: Path = _ROOT) -> int | None:
    """Cores that may be busy at once, rounded up; None where nothing limits them."""
    words = _words(root / "cpu.max") or [
        *_words(root / "cpu/cpu.cfs_quota_us"),
        *_words(root / "cpu/cpu.cfs_period_us"),
    ]
    if len(words) != 2 or not all(word.isdigit() for word in words):
        return None  # "max", or -1
    quota, period = map(int, words)
    return math.ceil(quota / period) if quota and period else None


def _words(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return []  # no Linux, or no such limit
