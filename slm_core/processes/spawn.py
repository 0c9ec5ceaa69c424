"""What a process that trains is told by its environment, before it loads torch."""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]

KEPT_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 32),
}
"""For glibc, in bytes: memory that a step gives back is kept for the next one. Else the system
takes back every larger piece and clears it before it is given out again, which costs a small model
a tenth of its speed (benchmarks/README.md). Other systems do not look at these."""


def training_environment(threads: int) -> dict[str, str]:
    """Our own environment, changed for a process that trains with so many threads."""
    paths = [str(_ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return {
        **os.environ,
        **KEPT_MEMORY,
        # Spinning threads lose 15-fold when anything else runs: DESIGN.md has the measurement.
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": str(threads),
        "RAYON_NUM_THREADS": str(threads),
        "PYTHONPATH": os.pathsep.join(paths),
    }
