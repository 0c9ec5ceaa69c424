"""The data loader for truncated BPTT: the training text as parallel sequences."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

TokenIds = NDArray[np.unsignedinteger]


@dataclass(frozen=True)
class LoaderState:
    """The position of the loader: which batch is next."""

    epoch: int = 0
    step: int = 0
    """Batches of the epoch already given."""


@dataclass(frozen=True)
class Batch:
    """The batch of one step."""

    inputs: Tensor
    """(batch, time), int64."""
    targets: Tensor
    """(batch, time): the token after each input."""
    starts_epoch: bool
    """Whether the streams begin anew here, so that no hidden state is carried over."""
    after: LoaderState
    """Position of the loader after this batch."""

    def of_streams(self, rows: slice) -> "Batch":
        """Some of its streams only."""
        return replace(self, inputs=self.inputs[rows], targets=self.targets[rows])

    def on(self, device: torch.device) -> "Batch":
        """The same on `device`; to a GPU from pinned memory, so that nothing waits for the copy."""
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
    around: the borders of streams and steps fall elsewhere each time, and loading can start at any
    position without what was before.
    """

    ids: TokenIds
    batch_size: int
    sequence_length: int
    seed: int

    @property
    def steps_per_epoch(self) -> int:
        """Batches of an epoch; less than a batch's tokens at its end are left out."""
        return max(1, len(self.ids) // self.batch_size // self.sequence_length)

    @property
    def tokens_per_epoch(self) -> int:
        """Tokens of an epoch's batches."""
        return self.steps_per_epoch * self.batch_size * self.sequence_length

    def batches(self, start: LoaderState) -> Iterator[Batch]:
        """Batches from position `start` on, epoch after epoch."""
        epoch, step = start.epoch, start.step
        while True:
            offset = self._offset(epoch)
            while step < self.steps_per_epoch:
                starts_epoch = step == 0
                window = torch.from_numpy(self.ids[self._indices(offset, step)].astype(np.int64))
                step += 1
                after = LoaderState(epoch, step)
                if step == self.steps_per_epoch:
                    after = LoaderState(epoch + 1, 0)
                inputs, targets = window[:, :-1].contiguous(), window[:, 1:].contiguous()
                yield Batch(inputs, targets, starts_epoch, after)
            epoch, step = epoch + 1, 0

    def _offset(self, epoch: int) -> int:
        return int(np.random.default_rng((self.seed, epoch)).integers(len(self.ids)))

    def _indices(self, offset: int, step: int) -> NDArray[np.int64]:
        stride = len(self.ids) // self.batch_size
        starts = offset + stride * np.arange(self.batch_size) + step * self.sequence_length
        window = np.arange(self.sequence_length + 1)
        return (starts[:, None] + window) % len(self.ids)  # (batch, time + 1)


def on_device(batches: Iterator[Batch], device: torch.device) -> Iterator[Batch]:
    """`batches`, without end, on `device`; to a GPU each is copied while the one before it is
    learned from."""
    if device.type != "cuda":
        yield from batches
        return
    copied = next(batches).on(device)
    for batch in batches:
        current, copied = copied, batch.on(device)
        yield current
