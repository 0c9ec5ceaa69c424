"""What a process does that is not the first of its run: read its streams when told to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch

from slm_core.models.base import device_of
from slm_core.training.dataloader import Batch, Cursor, Streams, on_device
from slm_core.training.distributed.process_group import Order, Processes
from slm_core.training.trainer import Learner


def follow(
    processes: Processes,
    learner: Learner,
    streams: Streams,
    rebuild: Callable[[Learner, float], None],
) -> None:
    """Read until the first process lets us go.

    `learner` takes no step; `rebuild` gives it the network it has, with this dropout. Raises
    ProcessLostError, ReadingFailed, and whatever reading raises, once the others know of it.
    """
    learner.model.train()
    reading = _Reading(streams, torch.device(device_of(learner.model)))
    while (order := processes.next_order(learner.state)) is not None:
        if order.dropout != learner.model.dropout:
            rebuild(learner, order.dropout)
        processes.share_weights(learner.model)
        _read(processes, learner, order, reading)


def _read(processes: Processes, learner: Learner, order: Order, reading: "_Reading") -> None:
    if order.state is not None:
        device = device_of(learner.model)
        learner.state = tuple(part.to(device) for part in order.state)
    torch.manual_seed(order.seed)
    learner.optimizer.zero_grad(set_to_none=True)

    def read():
        batch = reading.batch(order)
        return learner.read_streams(
            batch.of_streams(processes.rows(order.batch_size)),
            order.restarting[processes.rows(order.batch_size)],
            scale=1.0 / batch.inputs.numel(),
        )

    processes.add_up(learner.model, read)


@dataclass
class _Reading:
    """The batches of the training text, one after the other unless told otherwise."""

    streams: Streams
    device: torch.device
    _next: Cursor | None = None
    _batches: Iterator[Batch] | None = None

    def batch(self, order: Order) -> Batch:
        """The one that is meant."""
        size = order.batch_size
        if self._batches is None or order.cursor != self._next or size != self.streams.batch_size:
            self.streams = replace(self.streams, batch_size=size)
            self._batches = on_device(self.streams.batches(order.cursor), self.device)
        batch = next(self._batches)
        self._next = batch.after
        return batch
