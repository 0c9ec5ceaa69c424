"""The texts that figures are measured on: those of ARGOT_REAL_DATA, by default ../shared/data."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""Where commands are run."""


def real_file(*parts: str) -> Path:
    """A file of the folder, named by its path in it. Ends the program where it is not there."""
    folder = Path(os.environ.get("ARGOT_REAL_DATA") or ROOT.parent / "shared" / "data")
    path = folder.joinpath(*parts)
    if not path.is_file():
        sys.exit(f"There is no {path}. Set ARGOT_REAL_DATA to the folder with {parts[0]}/.")
    return path.resolve()
