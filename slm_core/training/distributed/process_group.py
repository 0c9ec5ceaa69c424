"""Processes that read parts of every batch, each its own streams, on one machine.

Started by torchrun. What `replicas` are within a process these are between processes: the first
decides everything and takes the steps; the others read their streams with the weights it sends,
and their gradients are added to its own. So nothing can drift apart, and what hangs on the clock,
on requests or on validation is known to the first alone.

What is said goes over gloo, also on GPUs: whoever waits there, through a pause of days, keeps no
GPU busy. Weights and gradients on GPUs go over NCCL.
"""

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as dist
from safetensors.torch import load, save
from torch import Tensor

from slm_core.errors import ProcessLostError, RunError, SettingsError
from slm_core.messages import msg
from slm_core.models.base import LanguageModel, State
from slm_core.training.dataloader import LoaderState
from slm_core.training.losses import BatchLoss

_PATIENCE = timedelta(days=30)
"""How long one process waits for another: as long as somebody may let a run pause. One that is
gone is noticed at once, by its closed connection and by torchrun."""
_READ, _GIVE, _END = 0.0, 1.0, 2.0
"""What the first process may want: a batch read, the others' state, nothing any more."""
_SEEDS = 2**52
"""Seeds are sent as float64, which is exact up to 2**53."""


class ReadingFailed(RuntimeError):
    """A process of the run could not read its part, and all know of it; the text is what it
    met."""


@dataclass(frozen=True)
class StepCommand:
    """A step, as the first process tells the others of it."""

    cursor: LoaderState
    """Of the batch to read."""
    batch_size: int
    """Streams of all processes together."""
    dropout: float
    """The network's, as it is now."""
    restarting: Tensor
    """(batch,) bool, on the CPU: streams whose memory begins anew."""
    seed: int = 0
    """Of what this process silences."""
    state: State | None = None
    """Of this process's streams, where it is to be taken over."""


def init_process_group(
    device: torch.device, count: int, *, meeting: Path | None
) -> "DataParallelGroup":
    """Meet the other processes through the file `meeting`; waits until all `count` are there.

    Raises SettingsError where they cannot talk, RunError where torchrun did not start as many.
    """
    if meeting is None or int(os.environ.get("WORLD_SIZE", "1")) != count:
        raise RunError(
            msg(
                "machine.processes is {count}, but the trainer was not started as one of "
                "{count} processes. Resume the run: that starts them.",
                count=count,
            )
        )
    if device.type == "cuda" and not dist.is_nccl_available():
        raise SettingsError(
            msg(
                "This torch comes without NCCL, by which several GPUs talk to each "
                "other. Set machine.processes=1."
            )
        )
    place = int(os.environ["RANK"])
    backend = "gloo" if device.type == "cpu" else "cpu:gloo,cuda:nccl"
    with _talking():
        store = dist.FileStore(str(meeting), count)
        dist.init_process_group(
            backend, store=store, rank=place, world_size=count, timeout=_PATIENCE
        )
    return DataParallelGroup(place, count)


class DataParallelGroup:
    """This process among those that read a run's batches; `follow.py` has the others' side."""

    def __init__(self, number: int, count: int) -> None:
        """To be had by `init_process_group`."""
        self.rank, self.count = number, count
        self._shared_out = False
        """Whether the first process has the state of its own streams only."""

    def rows(self, batch_size: int, *, of: int | None = None) -> slice:
        """The streams of this process, or of another: neighbours, as even as can be."""
        number = self.rank if of is None else of
        each, more = divmod(batch_size, self.count)
        start = number * each + min(number, more)
        return slice(start, start + each + (number < more))

    def broadcast(self, words: str = "") -> str:
        """Words of the first process, for all."""
        told = words.encode()
        size = torch.tensor(len(told))
        with _talking():
            dist.broadcast(size, 0)
            letters = torch.empty(int(size), dtype=torch.uint8)
            if self.rank == 0:
                letters = torch.frombuffer(bytearray(told), dtype=torch.uint8)
            dist.broadcast(letters, 0)
        return letters.numpy().tobytes().decode()

    def begin(self, order: StepCommand, model: LanguageModel, state: State | None) -> State | None:
        """Let the others read a batch with the model's present weights; our part of `state`.

        Draws from torch's generator, always alike: exact resuming.
        """
        given = state is not None and not self._shared_out
        seed = int(torch.randint(_SEEDS, ()))
        resets = bool(order.restarting.any())
        epoch, step = order.cursor.epoch, order.cursor.step
        with _talking():
            _send_command(_READ, epoch, step, order.batch_size, order.dropout, seed, resets, given)
            if resets:
                dist.broadcast(order.restarting.to(torch.uint8), 0)
            if given:
                assert state is not None
                for other in range(1, self.count):
                    _send(_of_streams(state, self.rows(order.batch_size, of=other)), other)
                state = _of_streams(state, self.rows(order.batch_size))
        self._shared_out = True
        self.broadcast_weights(model)
        return state

    def whole(self, state: State | None) -> State | None:
        """The state of all streams, on the CPU, from `state` of our own."""
        if state is None or not self._shared_out:
            return state
        with _talking():
            _send_command(_GIVE)
            others = [_received(other) for other in range(1, self.count)]
        parts = [tuple(part.cpu() for part in state), *others]
        return tuple(torch.cat(pieces, 1) for pieces in zip(*parts, strict=True))

    def end(self) -> None:
        """Let the others go."""
        with _talking():
            _send_command(_END)
            dist.destroy_process_group()

    def next_order(self, state: State | None) -> StepCommand | None:
        """What the first process wants read next, None when it lets us go.

        `state` is of our streams, in case it asks for that.
        """
        with _talking():
            while (said := _receive_command())[0] == _GIVE:
                assert state is not None
                _send(state, 0)
            if said[0] == _END:
                dist.destroy_process_group()
                return None
            return self._order(said[1:])

    def _order(self, said: Sequence[float]) -> StepCommand:
        epoch, step, size, dropout, seed, resets, given = said
        restarting = torch.zeros(int(size), dtype=torch.uint8)
        if resets:
            dist.broadcast(restarting, 0)
        return StepCommand(
            LoaderState(int(epoch), int(step)),
            batch_size=int(size),
            dropout=dropout,
            restarting=restarting.bool(),
            seed=int(seed) + self.rank,
            state=_received(0) if given else None,
        )

    def share_tables(self, model: LanguageModel) -> None:
        """The same for what the model has beside weights, which never changes; before the first
        step."""
        with _talking():
            for table in model.buffers():
                dist.broadcast(table, 0)

    def broadcast_weights(self, model: LanguageModel) -> None:
        """The model's weights become those of the first process; all have to call it."""
        weights = [weight.detach() for weight in model.parameters()]
        flat = torch.cat([weight.reshape(-1) for weight in weights])
        with _talking():
            dist.broadcast(flat, 0)
        if self.rank:
            torch._foreach_copy_(weights, _as(weights, flat))

    def all_reduce_gradients(
        self, model: LanguageModel, read: Callable[[], BatchLoss]
    ) -> BatchLoss:
        """`read` our part; then, in the first process, gradients and what was found of all parts.

        The order of the sums is fixed. Once all know of it, the first process raises what its
        own `read` raised; ReadingFailed is raised in all others, and where another's failed.
        """
        found = error = None
        try:
            found = read()
        except Exception as caught:  # noqa: BLE001 raised again when the others know
            error = caught
        self._compare(error)
        assert found is not None
        gradients = [weight.grad for weight in model.parameters() if weight.grad is not None]
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
        sums = torch.stack([found.loss_sum.double(), found.correct.double()])
        with _talking():
            dist.reduce(flat, 0)
            dist.reduce(sums, 0)
        torch._foreach_copy_(gradients, _as(gradients, flat))
        return BatchLoss(sums[0], sums[1].long())

    def _compare(self, error: Exception | None) -> None:
        """Whether all have read their part; if not, nobody waits for what does not come."""
        failed = torch.tensor(-1 if error is None else self.rank)
        with _talking():
            dist.all_reduce(failed, op=dist.ReduceOp.MAX)
            last, words = int(failed), ""
            if last == self.rank and last:
                _send_bytes(f"{type(error).__name__}: {error}".encode(), 0)
            elif last > 0 and self.rank == 0:
                words = _received_bytes(last).decode()
            if last >= 0:
                dist.destroy_process_group()  # else its threads may crash while a process ends
        if error is not None and self.rank:
            raise ReadingFailed(
                msg("in process {rank} of {count}", rank=self.rank + 1, count=self.count)
            ) from error
        if error is not None:
            raise error
        if last >= 0:
            raise ReadingFailed(
                msg(
                    "in process {last} of {count}, {words}",
                    last=last + 1,
                    count=self.count,
                    words=words,
                )
            )


@contextmanager
def _talking() -> Generator[None]:
    """Within it a connection that breaks is another process's end."""
    try:
        yield
    except torch.OutOfMemoryError:
        raise
    except RuntimeError as error:
        raise ProcessLostError(
            msg(
                "Another process of this run is gone ({error}). Resume the run: it goes "
                "on from its newest checkpoint.",
                error=str(error).splitlines()[0],
            )
        ) from error


def _send_command(kind: float, *values: float) -> None:
    said = torch.zeros(8, dtype=torch.float64)
    said[: 1 + len(values)] = torch.tensor([kind, *values], dtype=torch.float64)
    dist.broadcast(said, 0)


def _receive_command() -> list[float]:
    said = torch.zeros(8, dtype=torch.float64)
    dist.broadcast(said, 0)
    return said.tolist()


def _of_streams(state: State, rows: slice) -> State:
    return tuple(part[:, rows] for part in state)


def _send(state: State, other: int) -> None:
    named = {str(place): part.cpu().contiguous() for place, part in enumerate(state)}
    _send_bytes(save(named), other)


def _received(other: int) -> State:
    named = load(_received_bytes(other))
    return tuple(named[str(place)] for place in range(len(named)))


def _send_bytes(told: bytes, other: int) -> None:
    dist.send(torch.tensor(len(told)), other)
    dist.send(torch.frombuffer(bytearray(told), dtype=torch.uint8), other)


def _received_bytes(other: int) -> bytes:
    size = torch.tensor(0)
    dist.recv(size, other)
    told = torch.empty(int(size), dtype=torch.uint8)
    dist.recv(told, other)
    return told.numpy().tobytes()


def _as(tensors: Sequence[Tensor], flat: Tensor) -> list[Tensor]:
    """`flat` cut into pieces with the shapes of `tensors`."""
    pieces = flat.split([tensor.numel() for tensor in tensors])
    return [piece.view_as(tensor) for piece, tensor in zip(pieces, tensors, strict=True)]
