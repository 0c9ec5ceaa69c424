"""What a process other than rank 0 does: compute the gradients of its streams when told to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch

from slm_core.models.base import device_of
from slm_core.training.dataloader import Batch, BpttLoader, LoaderState, on_device
from slm_core.training.distributed.process_group import DataParallelGroup, StepCommand
from slm_core.training.losses import BatchLoss
from slm_core.training.trainer import Trainer


def run_data_parallel_worker(
    group: DataParallelGroup,
    trainer: Trainer,
    loader: BpttLoader,
    rebuild: Callable[[Trainer, float], None],
) -> None:
    """Compute gradients until rank 0 lets us go.

    `trainer` takes no step; `rebuild` gives it the network it has, with this dropout. Raises
    ProcessLostError, WorkerFailedError, and whatever computing raises, once the others know of it.
    """
    trainer.model.train()
    reader = _BatchReader(loader, torch.device(device_of(trainer.model)))
    while (command := group.next_command(trainer.hidden_state)) is not None:
        if command.dropout != trainer.model.dropout:
            rebuild(trainer, command.dropout)
        group.broadcast_weights(trainer.model)
        _compute(group, trainer, command, reader)


def _compute(
    group: DataParallelGroup, trainer: Trainer, command: StepCommand, reader: "_BatchReader"
) -> None:
    if command.hidden_state is not None:
        device = device_of(trainer.model)
        trainer.hidden_state = tuple(part.to(device) for part in command.hidden_state)
    torch.manual_seed(command.seed)
    trainer.optimizer.zero_grad(set_to_none=True)
    rows = group.rows(command.batch_size)

    def compute() -> BatchLoss:
        batch = reader.batch(command)
        scale = 1.0 / batch.inputs.numel()
        return trainer.read_batch(batch.of_streams(rows), command.reset[rows], scale=scale)

    group.all_reduce_gradients(trainer.model, compute)


@dataclass
class _BatchReader:
    """The batches of the training text, one after the other unless told otherwise."""

    loader: BpttLoader
    device: torch.device
    _next: LoaderState | None = None
    _batches: Iterator[Batch] | None = None

    def batch(self, command: StepCommand) -> Batch:
        """The one that is meant."""
        size = command.batch_size
        if self._batches is None or (command.loader, size) != (self._next, self.loader.batch_size):
            self.loader = replace(self.loader, batch_size=size)
            self._batches = on_device(self.loader.batches(command.loader), self.device)
        batch = next(self._batches)
        self._next = batch.after
        return batch
