"""A trainer as a folder, whole or not there at all: checkpoints/step-<n>/. Nothing is pickled.

model.safetensors has the weights, best.safetensors those of the best validation where they are
others, optimizer.safetensors the optimizer's moments, the average of the weights, the streams'
hidden state and the state of both random generators. trainer.json has what is a number or a name:
`format`, the trainer's `state`, and the `running_metrics` since the last record. checksums.json has
those of all of these.
"""

import dataclasses
import errno
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch
from pydantic import TypeAdapter, ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, load_model, save_file, save_model
from torch import Tensor

from slm_core import checksums
from slm_core.errors import DamagedFileError, RunError
from slm_core.messages import Message, msg
from slm_core.models.base import LanguageModel, device_of
from slm_core.storage import friendly_os_errors, new_folder, write_json
from slm_core.training.checkpoints.checkpoint_paths import (
    FORMAT,
    STATE,
    best_weights_path,
    check_version,
    checkpoint_folders,
    kept_weights,
    read_trainer_json,
    step_of,
)
from slm_core.training.running_metrics import RunningMetrics
from slm_core.training.trainer import Trainer
from slm_core.training.trainer_state import TrainerState

_KEPT = 2
"""Newest checkpoints that stay; the one before the newest is there should the newest be damaged."""


def save_checkpoint(folder: Path, trainer: Trainer) -> Path:
    """Write checkpoints/step-<n>/ under the run's `folder`, whole or not at all.

    Raises WorkspaceError.
    """
    trainer.running_metrics.sync()
    target = folder / "checkpoints" / f"step-{trainer.state.step}"
    for leftover in target.parent.glob(".*"):  # of a save that was killed
        shutil.rmtree(leftover, ignore_errors=True)
    with new_folder(target) as draft, friendly_os_errors(target), _as_system_errors():
        save_model(trainer.model, str(draft / "model.safetensors"))
        if _has_other_best(trainer):
            _save_best(trainer, draft / "best.safetensors")
        save_file(_tensors(trainer), draft / "optimizer.safetensors")
        state, metrics = map(dataclasses.asdict, (trainer.state, trainer.running_metrics))
        about = {"format": FORMAT, "state": state, "running_metrics": metrics}
        write_json(draft / STATE, about)
        checksums.seal(draft)
        if target.exists():  # only now, when what takes its place is whole
            target.rename(target.with_name(f".old-{target.name}"))
    for old in [*target.parent.glob(".old-*"), *checkpoint_folders(folder)[_KEPT:]]:
        shutil.rmtree(old, ignore_errors=True)
    return target


@dataclass(frozen=True)
class Restored:
    """From where something was loaded; false where there was no whole checkpoint."""

    step: int | None
    """Of the weights; None where there was no whole checkpoint."""
    damaged: tuple[int, ...] = ()
    """Steps of newer checkpoints that were passed over, newest first."""

    def __bool__(self) -> bool:
        """Whether anything was loaded."""
        return self.step is not None

    @property
    def notice(self) -> Message | None:
        """What to tell people where a newer checkpoint was damaged."""
        if not self.damaged:
            return None
        steps = ", ".join(f"{step:,}" for step in self.damaged)
        if self.step is None:
            return msg(
                "The checkpoint of step {steps} is damaged, and there is no other: it began anew.",
                steps=steps,
            )
        return msg(
            "The checkpoint of step {steps} is damaged; that of step {step:,} before it was "
            "taken instead.",
            steps=steps,
            step=self.step,
        )


def load_weights(folder: Path, model: LanguageModel) -> Restored:
    """Put the best weights of the newest whole checkpoint into `model`.

    Raises RunError where there is none, or another version of Argot saved it.
    """
    check_version(folder)
    damaged: list[int] = []
    for checkpoint in checkpoint_folders(folder):
        try:
            source, step = best_weights_path(checkpoint)
            checksums.check(source)
            load_into(model, source)
        except (DamagedFileError, SafetensorError, RuntimeError, OSError):
            damaged.append(step_of(checkpoint))  # the one before it may be whole
            continue
        return Restored(step, tuple(damaged))
    raise no_checkpoint(folder)


def load_weights_of(folder: Path, model: LanguageModel, step: int) -> Restored:
    """Put the weights of this step into `model`. Raises RunError where they are not kept, or are
    damaged, or another version of Argot saved them."""
    check_version(folder)
    kept = kept_weights(folder)
    if step not in kept:
        raise RunError(
            msg(
                "{name} has no weights of step {step:,}. It keeps those of its newest checkpoints "
                "and the best: {kept}.",
                name=folder.name,
                step=step,
                kept=", ".join(map(str, kept)) or "–",
            )
        )
    try:
        checksums.check(kept[step])
        load_into(model, kept[step])
    except (DamagedFileError, SafetensorError, RuntimeError, OSError) as error:
        raise RunError(
            msg(
                "The weights of step {step:,} of {name} are damaged. Choose another step: {kept}.",
                step=step,
                name=folder.name,
                kept=", ".join(str(other) for other in kept if other != step) or "–",
            )
        ) from error
    return Restored(step)


def no_checkpoint(folder: Path) -> RunError:
    """What to tell of a run that has nothing to write with."""
    return RunError(
        msg(
            "{name} has no whole checkpoint yet. Wait until its training has gone on "
            "for a few seconds, or train it again.",
            name=folder.name,
        )
    )


def load_into(model: LanguageModel, path: Path) -> None:
    """Put the weights in a .safetensors file into `model`, whether a table that it has in two
    places stands there once or twice.

    Raises SafetensorError, OSError or RuntimeError where they are not whole, or not its own.
    """
    weights, own = load_file(path, device=str(device_of(model))), model.state_dict()
    missing, unexpected = model.load_state_dict(weights, strict=False)
    there = {own[name].data_ptr() for name in weights.keys() & own.keys()}
    lost = [name for name in missing if own[name].data_ptr() not in there]
    if lost or unexpected:
        raise RuntimeError(
            msg(
                "{path} lacks {lost} or has {unexpected} too much.",
                path=path,
                lost=lost,
                unexpected=unexpected,
            )
        )


def load_trainer(folder: Path, trainer: Trainer) -> Restored:
    """Make `trainer` what it was at its newest whole checkpoint.

    Where there is none, `trainer` is as it was before. Raises RunError where another version of
    Argot saved it.
    """
    check_version(folder)
    device = str(device_of(trainer.model))
    damaged: list[int] = []
    for checkpoint in checkpoint_folders(folder):
        best = checkpoint / "best.safetensors"
        try:  # all is read before anything is changed
            if not checksums.is_whole(checkpoint):
                raise DamagedFileError(checksums.changed(checkpoint))
            about = read_trainer_json(checkpoint)
            state = TypeAdapter(TrainerState).validate_python(about["state"])
            metrics = TypeAdapter(RunningMetrics).validate_python(about["running_metrics"])
            tensors = load_file(checkpoint / "optimizer.safetensors", device="cpu")
            load_file(checkpoint / "model.safetensors")
            best_weights = load_file(best, device=device) if best.exists() else None
        except (DamagedFileError, SafetensorError, OSError, KeyError, ValidationError):
            damaged.append(step_of(checkpoint))  # the one before it may be whole
            continue
        load_model(trainer.model, str(checkpoint / "model.safetensors"), device=device)
        trainer.state, trainer.running_metrics = state, metrics
        trainer.best_weights = best_weights
        if best_weights is None and state.validation.best.step >= 0:
            trainer.keep_best()
        _put_back(trainer, tensors)
        return Restored(state.step, tuple(damaged))
    return Restored(None, tuple(damaged))


def _has_other_best(trainer: Trainer) -> bool:
    """Whether the best weights are not the latest: those of another step, or an average."""
    is_latest = trainer.state.validation.best.step == trainer.state.step
    other = not is_latest or trainer.average is not None
    return other and trainer.best_weights is not None


def _save_best(trainer: Trainer, path: Path) -> None:
    assert trainer.best_weights is not None
    save_file({name: value.contiguous() for name, value in trainer.best_weights.items()}, path)


@contextmanager
def _as_system_errors() -> Generator[None]:
    """What safetensors says of a full disk, as the system says it."""
    try:
        yield
    except SafetensorError as error:
        full = "os error 28" in str(error) or "No space" in str(error)
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error)) from error


def _tensors(trainer: Trainer) -> dict[str, Tensor]:
    tensors = {
        f"state.{i}": part.contiguous() for i, part in enumerate(trainer.full_hidden_state() or ())
    }
    for index, values in trainer.optimizer.state_dict()["state"].items():
        for name, value in values.items():
            if isinstance(value, Tensor):
                tensors[f"optimizer.{index}.{name}"] = value
    for index, mean in enumerate(trainer.average or ()):
        tensors[f"average.{index}"] = mean
    tensors["random.torch"] = torch.get_rng_state()
    tensors["random.resets"] = trainer.generator.get_state()
    if device_of(trainer.model).type == "cuda":
        tensors["random.cuda"] = torch.cuda.get_rng_state()
    return tensors


def _put_back(trainer: Trainer, tensors: Mapping[str, Tensor]) -> None:
    device = device_of(trainer.model)
    trainer.hidden_state = tuple(part.to(device) for part in _numbered(tensors, "state")) or None
    trainer.average = [part.to(device) for part in _numbered(tensors, "average")] or None
    values: dict[int, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        if name.startswith("optimizer."):
            _, index, field = name.split(".", 2)
            values.setdefault(int(index), {})[field] = tensor
    layout = trainer.optimizer.state_dict()
    trainer.optimizer.load_state_dict({**layout, "state": values})
    torch.set_rng_state(tensors["random.torch"])
    trainer.generator.set_state(tensors["random.resets"])
    if "random.cuda" in tensors and device.type == "cuda":
        torch.cuda.set_rng_state(tensors["random.cuda"])


def _numbered(tensors: Mapping[str, Tensor], name: str) -> list[Tensor]:
    count = sum(key.startswith(f"{name}.") for key in tensors)
    return [tensors[f"{name}.{index}"] for index in range(count)]
