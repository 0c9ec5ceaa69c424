"""Data-parallel training in several processes of one machine, each with its own streams.

Started by torchrun. What thread replicas are within a process these are between processes: rank 0
decides everything and takes the steps; the others compute the gradients of their streams with the
weights it sends, and these are added to its own. So nothing can drift apart, and what depends on
the clock, on requests or on validation is known to rank 0 alone.

Commands go over gloo, also on GPUs: a process that waits there, through a pause of days, keeps no
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

_TIMEOUT = timedelta(days=30)
"""How long one process waits for another: as long as somebody may let a run pause. One that is
gone is noticed at once, by its closed connection and by torchrun."""
_STEP, _SEND_STATE, _END = 0.0, 1.0, 2.0
"""Commands of rank 0: learn from a batch, send your hidden state, end."""
_SEEDS = 2**52
"""Seeds are sent as float64, which is exact up to 2**53."""


class WorkerFailedError(RuntimeError):
    """A process of the run could not compute its part, and all know of it; the text is its
    error."""


@dataclass(frozen=True)
class StepCommand:
    """A step, as rank 0 sends it to the others."""

    loader: LoaderState
    """Which batch to read."""
    batch_size: int
    """Streams of all processes together."""
    dropout: float
    """The network's, as it is now."""
    reset: Tensor
    """(batch,) bool, on the CPU: streams whose hidden state begins anew."""
    seed: int = 0
    """Of this process's dropout."""
    hidden_state: State | None = None
    """Of this process's streams, where it is to be taken over."""


def init_process_group(
    device: torch.device, count: int, *, rendezvous: Path | None
) -> "DataParallelGroup":
    """Meet the other processes through the file `rendezvous`; waits until all `count` are there.

    Raises SettingsError where they cannot talk, RunError where torchrun did not start as many.
    """
    if rendezvous is None or int(os.environ.get("WORLD_SIZE", "1")) != count:
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
                "This PyTorch comes without NCCL, which several GPUs need to communicate. Set "
                "machine.processes=1."
            )
        )
    rank = int(os.environ["RANK"])
    backend = "gloo" if device.type == "cpu" else "cpu:gloo,cuda:nccl"
    with _connection():
        store = dist.FileStore(str(rendezvous), count)
        dist.init_process_group(backend, store=store, rank=rank, world_size=count, timeout=_TIMEOUT)
    return DataParallelGroup(rank, count)


class DataParallelGroup:
    """This process among those of a run; `worker` has what those other than rank 0 do."""

    def __init__(self, rank: int, count: int) -> None:
        """Made by `init_process_group`."""
        self.rank, self.count = rank, count
        self._state_is_shared = False
        """Whether rank 0 has the hidden state of its own streams only."""

    def rows(self, batch_size: int, *, rank: int | None = None) -> slice:
        """The streams of this process, or of another: neighbours, as even as can be."""
        rank = self.rank if rank is None else rank
        each, remainder = divmod(batch_size, self.count)
        start = rank * each + min(rank, remainder)
        return slice(start, start + each + (rank < remainder))

    def broadcast(self, text: str = "") -> str:
        """The text of rank 0, for all."""
        data = text.encode()
        size = torch.tensor(len(data))
        with _connection():
            dist.broadcast(size, 0)
            received = torch.empty(int(size), dtype=torch.uint8)
            if self.rank == 0:
                received = torch.frombuffer(bytearray(data), dtype=torch.uint8)
            dist.broadcast(received, 0)
        return received.numpy().tobytes().decode()

    def begin(
        self, command: StepCommand, model: LanguageModel, hidden_state: State | None
    ) -> State | None:
        """Let the others learn from a batch with the model's present weights; our part of
        `hidden_state`.

        Draws from torch's generator, always alike: exact resuming.
        """
        is_sent = hidden_state is not None and not self._state_is_shared
        seed = int(torch.randint(_SEEDS, ()))
        resets = bool(command.reset.any())
        epoch, step, size = command.loader.epoch, command.loader.step, command.batch_size
        with _connection():
            _send_command(_STEP, epoch, step, size, command.dropout, seed, resets, is_sent)
            if resets:
                dist.broadcast(command.reset.to(torch.uint8), 0)
            if is_sent:
                assert hidden_state is not None
                for rank in range(1, self.count):
                    _send(_of_streams(hidden_state, self.rows(size, rank=rank)), rank)
                hidden_state = _of_streams(hidden_state, self.rows(size))
        self._state_is_shared = True
        self.broadcast_weights(model)
        return hidden_state

    def gather_state(self, hidden_state: State | None) -> State | None:
        """The hidden state of all streams, on the CPU, from that of our own."""
        if hidden_state is None or not self._state_is_shared:
            return hidden_state
        with _connection():
            _send_command(_SEND_STATE)
            others = [_receive(rank) for rank in range(1, self.count)]
        parts = [tuple(part.cpu() for part in hidden_state), *others]
        return tuple(torch.cat(pieces, 1) for pieces in zip(*parts, strict=True))

    def end(self) -> None:
        """Let the others go."""
        with _connection():
            _send_command(_END)
            dist.destroy_process_group()

    def next_command(self, hidden_state: State | None) -> StepCommand | None:
        """What rank 0 wants learned from next, None when it lets us go.

        `hidden_state` is of our streams, in case it asks for that.
        """
        with _connection():
            while (command := _receive_command())[0] == _SEND_STATE:
                assert hidden_state is not None
                _send(hidden_state, 0)
            if command[0] == _END:
                dist.destroy_process_group()
                return None
            return self._step_command(command[1:])

    def _step_command(self, values: Sequence[float]) -> StepCommand:
        epoch, step, size, dropout, seed, resets, is_sent = values
        reset = torch.zeros(int(size), dtype=torch.uint8)
        if resets:
            dist.broadcast(reset, 0)
        return StepCommand(
            LoaderState(int(epoch), int(step)),
            batch_size=int(size),
            dropout=dropout,
            reset=reset.bool(),
            seed=int(seed) + self.rank,
            hidden_state=_receive(0) if is_sent else None,
        )

    def broadcast_buffers(self, model: LanguageModel) -> None:
        """The model's buffers, which never change, become those of rank 0: once, at the start."""
        with _connection():
            for buffer in model.buffers():
                dist.broadcast(buffer, 0)

    def broadcast_weights(self, model: LanguageModel) -> None:
        """The model's weights become those of rank 0; all have to call it."""
        weights = [weight.detach() for weight in model.parameters()]
        flat = torch.cat([weight.reshape(-1) for weight in weights])
        with _connection():
            dist.broadcast(flat, 0)
        if self.rank:
            torch._foreach_copy_(weights, _as(weights, flat))

    def all_reduce_gradients(
        self, model: LanguageModel, compute: Callable[[], BatchLoss]
    ) -> BatchLoss:
        """`compute` our part; then, in rank 0, gradients and losses of all parts are added up.

        The order of the sums is fixed. Once all know of it, rank 0 raises what its own `compute`
        raised; WorkerFailedError is raised in all others, and where another's failed.
        """
        losses = error = None
        try:
            losses = compute()
        except Exception as caught:  # noqa: BLE001 raised again when the others know
            error = caught
        self._compare(error)
        assert losses is not None
        gradients = [weight.grad for weight in model.parameters() if weight.grad is not None]
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
        sums = torch.stack([losses.loss_sum.double(), losses.correct.double()])
        with _connection():
            dist.reduce(flat, 0)
            dist.reduce(sums, 0)
        torch._foreach_copy_(gradients, _as(gradients, flat))
        return BatchLoss(sums[0], sums[1].long())

    def _compare(self, error: Exception | None) -> None:
        """Whether all have computed their part; if not, nobody waits for what does not come."""
        failed = torch.tensor(-1 if error is None else self.rank)
        with _connection():
            dist.all_reduce(failed, op=dist.ReduceOp.MAX)
            last, reason = int(failed), ""
            if last == self.rank and last:
                _send_bytes(f"{type(error).__name__}: {error}".encode(), 0)
            elif last > 0 and self.rank == 0:
                reason = _receive_bytes(last).decode()
            if last >= 0:
                dist.destroy_process_group()  # else its threads may crash while a process ends
        if error is not None and self.rank:
            raise WorkerFailedError(
                msg("in process {rank} of {count}", rank=self.rank + 1, count=self.count)
            ) from error
        if error is not None:
            raise error
        if last >= 0:
            raise WorkerFailedError(
                msg(
                    "in process {last} of {count}, {words}",
                    last=last + 1,
                    count=self.count,
                    words=reason,
                )
            )


@contextmanager
def _connection() -> Generator[None]:
    """Within it a broken connection means that another process has ended."""
    try:
        yield
    except torch.OutOfMemoryError:
        raise
    except RuntimeError as error:
        raise ProcessLostError(
            msg(
                "Another process of this run has ended ({error}). Resume the run: it continues "
                "from its newest checkpoint.",
                error=str(error).splitlines()[0],
            )
        ) from error


def _send_command(kind: float, *values: float) -> None:
    command = torch.zeros(8, dtype=torch.float64)
    command[: 1 + len(values)] = torch.tensor([kind, *values], dtype=torch.float64)
    dist.broadcast(command, 0)


def _receive_command() -> list[float]:
    command = torch.zeros(8, dtype=torch.float64)
    dist.broadcast(command, 0)
    return command.tolist()


def _of_streams(hidden_state: State, rows: slice) -> State:
    return tuple(part[:, rows] for part in hidden_state)


def _send(hidden_state: State, rank: int) -> None:
    tensors = {str(index): part.cpu().contiguous() for index, part in enumerate(hidden_state)}
    _send_bytes(save(tensors), rank)


def _receive(rank: int) -> State:
    tensors = load(_receive_bytes(rank))
    return tuple(tensors[str(index)] for index in range(len(tensors)))


def _send_bytes(data: bytes, rank: int) -> None:
    dist.send(torch.tensor(len(data)), rank)
    dist.send(torch.frombuffer(bytearray(data), dtype=torch.uint8), rank)


def _receive_bytes(rank: int) -> bytes:
    size = torch.tensor(0)
    dist.recv(size, rank)
    data = torch.empty(int(size), dtype=torch.uint8)
    dist.recv(data, rank)
    return data.numpy().tobytes()


def _as(tensors: Sequence[Tensor], flat: Tensor) -> list[Tensor]:
    """`flat` cut into pieces with the shapes of `tensors`."""
    pieces = flat.split([tensor.numel() for tensor in tensors])
    return [piece.view_as(tensor) for piece, tensor in zip(pieces, tensors, strict=True)]
