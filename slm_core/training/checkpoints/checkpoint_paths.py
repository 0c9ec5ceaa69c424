"""Where the weights of a run stand among its checkpoints. Free of torch: opens no weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slm_core import checksums
from slm_core.errors import DamagedFileError, RunError
from slm_core.messages import msg
from slm_core.records import Count, read_record
from slm_core.storage import from_json, read_json

FORMAT = 2
"""Of checkpoints: one more whenever names in trainer.json or of tensors change. 0.1 wrote none."""

STATE = "trainer.json"
"""What of a checkpoint is numbers and names; without it there is none to go on from."""


@dataclass(frozen=True)
class _Best:
    step: int = -1


@dataclass(frozen=True)
class _Validation:
    best: _Best = _Best()


@dataclass(frozen=True)
class _Phase:
    last_validation_fraction: float = -1.0


@dataclass(frozen=True)
class SavedState:
    """What is read of a checkpoint's `TrainerState` without loading torch."""

    step: Count = 0
    seconds: float = 0.0
    applied_requests: tuple[str, ...] = ()
    validation: _Validation = field(default_factory=_Validation)
    phase: _Phase = field(default_factory=_Phase)


def checkpoint_folders(folder: Path) -> list[Path]:
    """Whole checkpoints under the run's `folder`, newest first."""
    folders = [path for path in (folder / "checkpoints").glob("step-*") if path.is_dir()]
    return sorted(folders, key=step_of, reverse=True)


def newest_step(folder: Path) -> int | None:
    """Step of the newest whole checkpoint under the run's `folder`, None before the first."""
    steps = (step_of(path) for path in checkpoint_folders(folder) if (path / STATE).is_file())
    return max((step for step in steps if step >= 0), default=None)


def step_of(checkpoint: Path) -> int:
    """The step in a checkpoint's name, -1 where there is none."""
    digits = checkpoint.name.removeprefix("step-")
    return int(digits) if digits.isdigit() else -1


def read_trainer_json(checkpoint: Path) -> Mapping[str, Any]:
    """What a checkpoint says of itself, with `state` and `running_metrics`; empty where it is
    missing, damaged, or another version's."""
    try:
        data = read_record(dict[str, Any], checkpoint / STATE) or {}
    except DamagedFileError:
        return {}
    return data if data.get("format") == FORMAT else {}


def read_saved_state(checkpoint: Path) -> SavedState | None:
    """Where a checkpoint stands; None where its trainer.json is missing, damaged, or another
    version's."""
    try:
        return from_json(SavedState, read_trainer_json(checkpoint).get("state"))
    except ValueError:
        return None


def check_version(folder: Path) -> None:
    """Refuse a run whose newest checkpoint another version of Argot saved. Raises RunError."""
    for checkpoint in checkpoint_folders(folder)[:1]:
        data = read_json(checkpoint / STATE) or {}
        if "format" in data or "step" in data:  # a damaged one has neither
            check_format(data.get("format", 1), run_id=folder.name)


def check_format(number: object, *, run_id: str) -> None:
    """Refuse a format that is not today's. Raises RunError."""
    if number == FORMAT:
        return
    if isinstance(number, int) and number > FORMAT:
        raise RunError(
            msg(
                "{id} was saved by a later version of Argot, and its checkpoint cannot be read by "
                "this one. Update Argot, or train it anew.",
                id=run_id,
            )
        )
    raise RunError(
        msg(
            "{id} was saved by an earlier version of Argot, and its checkpoint cannot be read by "
            "this one. Train it anew with the same settings.",
            id=run_id,
        )
    )


def best_weights_path(checkpoint: Path) -> tuple[Path, int]:
    """The file with the best weights a checkpoint knows of, and the step they are of.

    Raises DamagedFileError where its trainer.json is damaged.
    """
    state = read_saved_state(checkpoint)
    if state is None:
        raise DamagedFileError(checksums.changed(checkpoint / STATE))
    step = state.validation.best.step
    best = checkpoint / "best.safetensors"
    # The best at step 0 has learned nothing here: where none was validated since, the newest are.
    if best.exists() and (step > 0 or state.phase.last_validation_fraction > 0.0):
        return best, step
    return checkpoint / "model.safetensors", step_of(checkpoint)


def kept_weights(folder: Path) -> dict[int, Path]:
    """All weights that the run's `folder` has, by the step they are of, newest first: the latest of
    each checkpoint, and the best it knows of. Checkpoints that are damaged are left out."""
    found: dict[int, Path] = {}
    for checkpoint in checkpoint_folders(folder):
        if read_saved_state(checkpoint) is None:
            continue
        best, step = best_weights_path(checkpoint)
        found.setdefault(step, best)
        found.setdefault(step_of(checkpoint), checkpoint / "model.safetensors")
    return dict(sorted(found.items(), reverse=True))


def usual_step(folder: Path) -> int | None:
    """The step of the weights that a run writes with where no step is named: the best that its
    newest whole checkpoint knows of. None before the first."""
    for checkpoint in checkpoint_folders(folder):
        if read_saved_state(checkpoint) is not None:
            return best_weights_path(checkpoint)[1]
    return None
