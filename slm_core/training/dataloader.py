"""The training text as streams read side by side. Knows no model."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

TokenIds = NDArray[np.unsignedinteger]


@dataclass(frozen=True)
class LoaderState:
    """A place in the reading: the next batch to give."""

    epoch: int = 0
    step: int = 0
    """Batches of the epoch already given."""


@dataclass(frozen=True)
class Batch:
    """One step's reading."""

    inputs: Tensor
    """(batch, time), int64."""
    targets: Tensor
    """(batch, time): the token after each input."""
    starts_epoch: bool
    """Whether the streams begin anew here, so that no state is to be carried in."""
    after: LoaderState
    """Where reading goes on after this batch."""

    def of_streams(self, rows: slice) -> "Batch":
        """Some of its streams only."""
        return replace(self, inputs=self.inputs[rows], targets=self.targets[rows])

    def on(self, device: torch.device) -> "Batch":
        """The same on `device`; to a GPU from pinned memory, so that nobody waits for the copy."""
        if self.inputs.device == device:
            return self
        inputs, targets = self.inputs, self.targets
        if device.type == "cuda":
            inputs, targets = inputs.pin_memory(), targets.pin_memory()
        inputs = inputs.to(device, non_blocking=True)
        return replace(self, inputs=inputs, targets=targets.to(device, non_blocking=True))


@dataclass(frozen=True)
class BpttLoader:
    """`batch_size` contiguous streams over the ids, `sequence_length` tokens of each a step.

    Each epoch starts at an offset of its own, drawn from the seed and the epoch alone, and wraps
    around: the borders of streams and steps fall elsewhere each time, and any cursor can be gone
    on from without having read what was before.
    """

    ids: TokenIds
    batch_size: int
    sequence_length: int
    seed: int

    @property
    def steps_per_epoch(self) -> int:
        """Batches in one reading of the text; less than a batch's tokens at its end are left."""
        return max(1, len(self.ids) // self.batch_size // self.sequence_length)

    @property
    def tokens_per_epoch(self) -> int:
        """Tokens learned from in one reading of the text."""
        return self.steps_per_epoch * self.batch_size * self.sequence_length

    def batches(self, start: LoaderState) -> Iterator[Batch]:
        """Batches from `start` on, without end."""
        epoch, step = start.epoch, start.step
        while True:
            offset = self._offset(epoch)
            while step < self.steps_per_epoch:
                fresh = step == 0
                places = self._places(offset, step)
                step += 1
                after = LoaderState(epoch, step)
                if step == self.steps_per_epoch:
                    after = LoaderState(epoch + 1, 0)
                window = torch.from_numpy(self.ids[places].astype(np.int64))
                yield Batch(window[:, :-1].contiguous(), window[:, 1:].contiguous(), fresh, after)
            epoch, step = epoch + 1, 0

    def _offset(self, epoch: int) -> int:
        return int(np.random.default_rng((self.seed, epoch)).integers(len(self.ids)))

    def _places(self, offset: int, step: int) -> NDArray[np.int64]:
        stride = len(self.ids) // self.batch_size
        starts = offset + stride * np.arange(self.batch_size) + step * self.sequence_length
        window = np.arange(self.sequence_length + 1)
        return (starts[:, None] + window) % len(self.ids)  # (batch, time + 1)


def on_device(batches: Iterator[Batch], device: torch.device) -> Iterator[Batch]:
    """`batches`, without end, on `device`; for a GPU each is on its way while the one before it is
    learned from."""
    if device.type != "cuda":
        yield from batches
        return
    coming = next(batches).on(device)
    for batch in batches:
        ready, coming = coming, batch.on(device)
        yield ready
