"""What a process does that is not the first of its run: read its streams when told to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch

from slm_core.models.base import device_of
from slm_core.training.dataloader import Batch, BpttLoader, LoaderState, on_device
from slm_core.training.distributed.process_group import DataParallelGroup, StepCommand
from slm_core.training.trainer import Trainer


def run_data_parallel_worker(
    processes: DataParallelGroup,
    trainer: Trainer,
    streams: BpttLoader,
    rebuild: Callable[[Trainer, float], None],
) -> None:
    """Read until the first process lets us go.

    `trainer` takes no step; `rebuild` gives it the network it has, with this dropout. Raises
    ProcessLostError, ReadingFailed, and whatever reading raises, once the others know of it.
    """
    trainer.model.train()
    reading = _Reading(streams, torch.device(device_of(trainer.model)))
    while (order := processes.next_order(trainer.state)) is not None:
        if order.dropout != trainer.model.dropout:
            rebuild(trainer, order.dropout)
        processes.broadcast_weights(trainer.model)
        _read(processes, trainer, order, reading)


def _read(
    processes: DataParallelGroup, trainer: Trainer, order: StepCommand, reading: "_Reading"
) -> None:
    if order.state is not None:
        device = device_of(trainer.model)
        trainer.state = tuple(part.to(device) for part in order.state)
    torch.manual_seed(order.seed)
    trainer.optimizer.zero_grad(set_to_none=True)

    def read():
        batch = reading.batch(order)
        return trainer.read_batch(
            batch.of_streams(processes.rows(order.batch_size)),
            order.restarting[processes.rows(order.batch_size)],
            scale=1.0 / batch.inputs.numel(),
        )

    processes.all_reduce_gradients(trainer.model, read)


@dataclass
class _Reading:
    """The batches of the training text, one after the other unless told otherwise."""

    streams: BpttLoader
    device: torch.device
    _next: LoaderState | None = None
    _batches: Iterator[Batch] | None = None

    def batch(self, order: StepCommand) -> Batch:
        """The one that is meant."""
        size = order.batch_size
        if self._batches is None or order.cursor != self._next or size != self.streams.batch_size:
            self.streams = replace(self.streams, batch_size=size)
            self._batches = on_device(self.streams.batches(order.cursor), self.device)
        batch = next(self._batches)
        self._next = batch.after
        return batch
