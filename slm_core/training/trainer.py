"""A model with all that learning needs, one step at a time. Knows no budget and no files."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor
from torch.optim import Optimizer

from slm_core.models.base import LanguageModel, State, detach_state, device_of, reset_state
from slm_core.training.dataloader import Batch
from slm_core.training.distributed.process_group import DataParallelGroup, StepCommand
from slm_core.training.distributed.thread_replicas import ThreadReplicas
from slm_core.training.losses import BatchLoss, Objective, backward, total
from slm_core.training.optimizers import set_lr
from slm_core.training.settings import TrainingSettings
from slm_core.training.trainer_state import TrainerState
from slm_core.training.weight_averaging import Average, copy_weights, swapped_in, update_average

_Part = tuple[Tensor, Tensor, State]
"""Inputs and targets (batch, time) of some streams, and the state they come with."""


@dataclass(frozen=True)
class StepResult:
    """What one update did. Tensors without gradient, on the model's device."""

    loss: Tensor
    """Mean cross-entropy before the update, nats per token, whatever it was that was learned by."""
    correct: Tensor
    gradient_norm: Tensor
    """Before clipping."""


@dataclass
class Trainer:
    """A model, its optimizer, the streams' memory, and one generator for its resets."""

    model: LanguageModel
    optimizer: Optimizer
    settings: TrainingSettings
    generator: torch.Generator
    """On the CPU; decides which streams start anew. Dropout draws from torch's global one."""
    state: State | None = None
    progress: TrainerState = field(default_factory=TrainerState)
    best_weights: dict[str, Tensor] | None = None
    """Copies of the weights at the best validation; None before the first."""
    average: Average | None = None
    """Mean of the weights; None where there is none (yet)."""
    mixed_precision: bool = False
    """Whether to compute in bfloat16 what can bear it; for a GPU."""
    replicas: ThreadReplicas | None = None
    """Copies of the model that read for it, for a processor; None: it reads itself."""
    worker_group: DataParallelGroup | None = None
    """Other processes that read their own streams of each batch; None: there are none."""

    _pending_metrics: Tensor | None = None
    """(loss, correct) of steps that the tally does not have yet; on a GPU."""

    def training_step(
        self, batch: Batch, *, rate: float, momentum: float | None = None
    ) -> StepResult:
        """One update by truncated backpropagation through time (Williams & Peng 1990)."""
        self.optimizer.zero_grad(set_to_none=True)
        size, scale = batch.inputs.shape[0], 1.0 / batch.inputs.numel()
        chance = self.settings.state_reset
        chosen = torch.rand(size, generator=self.generator) < chance  # drawn always: exact resuming
        if self.worker_group is None:
            found = self.read_batch(batch, chosen, scale=scale)
        else:
            found = self._read_batch_with_workers(self.worker_group, batch, chosen, scale=scale)
        norm = self._clip_gradients()
        set_lr(self.optimizer, rate, momentum=momentum)
        self.optimizer.step()
        self._update_average()
        self.progress.step += 1
        self.progress.loader = batch.after
        self.progress.tokens += batch.inputs.numel()
        return StepResult(found.loss_sum * scale, found.correct, norm)

    def read_batch(self, batch: Batch, chosen: Tensor, *, scale: float) -> BatchLoss:
        """Add the gradients of these streams, and keep their state; what was found.

        `chosen` (batch, bool) begin anew; each token's loss counts `scale` times.
        """
        batch = batch.on(device_of(self.model))
        part = (batch.inputs, batch.targets, self._initial_state(batch, chosen))
        parts = _cut(part, min(self.settings.accumulation, len(batch.inputs)))
        done = [found for part in parts for found in self._forward_backward(part, scale=scale)]
        self.state = _joined([state for _, state in done])
        return total([found for found, _ in done])

    def full_state(self) -> State | None:
        """The state of all streams, also of those that other processes read."""
        return self.state if self.worker_group is None else self.worker_group.whole(self.state)

    def add_to_running_metrics(self, step: StepResult, *, tokens: int) -> None:
        """Take a step into the tally; on a GPU without waiting for it."""
        tally = self.progress.running_metrics
        tally.steps += 1
        tally.tokens += tokens
        if step.loss.is_cuda:
            found = torch.stack([step.loss.double(), step.correct.double()])
            self._pending_metrics = (
                found if self._pending_metrics is None else self._pending_metrics + found
            )
        else:
            tally.loss += float(step.loss)
            tally.correct += int(step.correct)

    def sync_running_metrics(self) -> None:
        """What a GPU has counted goes into the tally; waits for it."""
        if self._pending_metrics is not None:
            loss, correct = self._pending_metrics.tolist()
            self.progress.running_metrics.loss += loss
            self.progress.running_metrics.correct += int(correct)
            self._pending_metrics = None

    def averaged_weights(self) -> AbstractContextManager[None]:
        """Within it the model has the weights that are to be judged and kept: the average, where
        there is one."""
        return swapped_in(list(self.model.parameters()), self.average)

    def keep_best(self) -> None:
        """Copy the present weights as the best ones."""
        weights = self.model.state_dict()
        self.best_weights = {name: value.detach().clone() for name, value in weights.items()}

    def restore_best(self) -> None:
        """Go back to the best weights, if there are any; they are no average any more."""
        if self.best_weights is not None:
            self.model.load_state_dict(self.best_weights)
        self.average = None

    def start_phase(self, *, rate: float) -> None:
        """Start on the next budget from what was judged, with this as its largest learning rate."""
        self.progress.start_phase(rate=rate)
        if self.average is not None:
            copy_weights(self.average, list(self.model.parameters()))
            self.average = None

    def _read_batch_with_workers(
        self, processes: DataParallelGroup, batch: Batch, chosen: Tensor, *, scale: float
    ) -> BatchLoss:
        """As `read_batch`, our streams here and the others in the other processes."""
        size = batch.inputs.shape[0]
        dropout = self.model.dropout
        order = StepCommand(self.progress.loader, size, dropout, chosen)
        self.state = processes.begin(order, self.model, None if batch.starts_epoch else self.state)
        rows = processes.rows(size)
        ours = batch.of_streams(rows)
        read = partial(self.read_batch, ours, chosen[rows], scale=scale)
        return processes.all_reduce_gradients(self.model, read)

    def _initial_state(self, batch: Batch, chosen: Tensor) -> State:
        if self.state is None or batch.starts_epoch:
            return self.model.initial_state(batch.inputs.shape[0])
        if not bool(chosen.any()):
            return self.state
        return reset_state(self.state, chosen.to(self.state[0].device, non_blocking=True))

    def release_workers(self) -> None:
        """Let the other processes go: nothing is learned or saved any more."""
        if self.worker_group is not None:
            self.worker_group.end()

    def replace_model(self, model: LanguageModel, optimizer: Optimizer) -> None:
        """Go on with another model and its optimizer, in the same place."""
        self.model, self.optimizer = model, optimizer
        if self.replicas is not None:
            self.replicas = self.replicas.for_model(model)

    def _forward_backward(self, part: _Part, *, scale: float) -> list[tuple[BatchLoss, State]]:
        """Add the gradients of a part; and what was found by each who read of it, in order."""
        if self.replicas is None:
            return [self._forward_backward_part(self.model, part, scale=scale)]
        dtype = self.replicas.dtype
        inputs, targets, state = part
        state = tuple(x.to(dtype) if x.is_floating_point() else x for x in state)
        shares = _cut((inputs, targets, state), min(self.replicas.count, inputs.shape[0]))
        jobs = [partial(self._forward_backward_part, part=share, scale=scale) for share in shares]
        return self.replicas.backward(jobs)

    def _forward_backward_part(
        self, model: LanguageModel, part: _Part, *, scale: float
    ) -> tuple[BatchLoss, State]:
        """Add the gradients of a part to `model`, each token's loss times `scale`; and the state
        after it."""
        inputs, targets, state = part
        with self._precision():
            hidden, state = model.features(inputs, state)
            penalty = model.auxiliary_loss()  # a mean over the part
            weighted = None if penalty is None else penalty * (scale * inputs.numel())
            objective = Objective(self.settings, scale, weighted)
            found = backward(model, hidden, targets, objective)
        return found, detach_state(state)

    def _precision(self) -> AbstractContextManager[object]:
        # No scaling of gradients: bfloat16 reaches as far down as float32.
        if not self.mixed_precision:
            return nullcontext()
        return torch.autocast(device_of(self.model).type, torch.bfloat16)

    def _update_average(self) -> None:
        progress = self.progress
        if progress.averaging:
            progress.averaged_steps += 1
            weights = list(self.model.parameters())
            self.average = update_average(
                self.average, weights, self.settings, count=progress.averaged_steps
            )

    def _clip_gradients(self) -> Tensor:
        parameters = [p for p in self.model.parameters() if p.grad is not None]
        longest = self.settings.clip_norm
        norm = torch.nn.utils.get_total_norm([p.grad for p in parameters if p.grad is not None])
        # A GPU would have to be waited for to know; there all are multiplied, if by 1.
        if longest and (norm.is_cuda or not norm <= longest):
            torch.nn.utils.clip_grads_with_norm_(parameters, longest, norm)
        return norm


def _cut(part: _Part, count: int) -> list[_Part]:
    """The streams of a part in `count` parts, as even as can be."""
    if count == 1:
        return [part]
    inputs, targets, state = part
    states = zip(*(piece.tensor_split(count, 1) for piece in state), strict=True)
    pairs = zip(inputs.tensor_split(count), targets.tensor_split(count), states, strict=True)
    return [(ids, answers, tuple(before)) for ids, answers, before in pairs]


def _joined(states: list[State]) -> State:
    if len(states) == 1:
        return states[0]
    return tuple(torch.cat(parts, 1) for parts in zip(*states, strict=True))
