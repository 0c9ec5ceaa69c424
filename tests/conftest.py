"""What every test may ask for."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files in many formats and languages; skips where there is none."""
    default = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("ARGOT_REAL_DATA") or default)
    if not folder.is_dir():
        pytest.skip(f"No real data in {folder}; set ARGOT_REAL_DATA to the folder that has it.")
    return folder
