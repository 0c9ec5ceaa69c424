"""Where the weights of a run stand among its checkpoints. Free of torch: opens no weights."""

from pathlib import Path
from typing import Any

from slm_core.storage import read_json

STATE = "trainer.json"
"""What of a checkpoint is numbers and names; without it there is none to go on from."""


def checkpoint_folders(folder: Path) -> list[Path]:
    """Whole checkpoints under the run's `folder`, newest first."""
    found = [path for path in (folder / "checkpoints").glob("step-*") if path.is_dir()]
    return sorted(found, key=step_of, reverse=True)


def newest_step(folder: Path) -> int | None:
    """Step of the newest whole checkpoint under the run's `folder`, None before the first."""
    steps = (step_of(path) for path in checkpoint_folders(folder) if (path / STATE).is_file())
    return max((step for step in steps if step >= 0), default=None)


def step_of(checkpoint: Path) -> int:
    """The step in a checkpoint's name, -1 where there is none."""
    digits = checkpoint.name.removeprefix("step-")
    return int(digits) if digits.isdigit() else -1


def best_weights_path(checkpoint: Path) -> tuple[Path, int]:
    """The file with the best weights a checkpoint knows of, and the step they are of.

    Raises KeyError or TypeError where its trainer.json is damaged.
    """
    progress: Any = read_json(checkpoint / STATE) or {}
    step = int(progress["best"]["step"])
    best = checkpoint / "best.safetensors"
    # The best at step 0 has learned nothing here: where nobody has looked since, the newest are.
    if best.exists() and (step > 0 or progress["last_validation_fraction"] > 0.0):
        return best, step
    return checkpoint / "model.safetensors", step_of(checkpoint)
