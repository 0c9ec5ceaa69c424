"""The trainer: a model with optimizer and schedule, one step at a time."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial

import torch
from torch import Tensor
from torch.optim import Optimizer

from slm_core.models.base import LanguageModel, State, detach_state, device_of, reset_state
from slm_core.training.dataloader import Batch, LoaderState
from slm_core.training.distributed.process_group import DataParallelGroup, StepCommand
from slm_core.training.distributed.thread_replicas import ThreadReplicas
from slm_core.training.losses import BatchLoss, Objective, backward, total
from slm_core.training.optim.optimizers import set_lr
from slm_core.training.optim.weight_averaging import (
    Average,
    copy_weights,
    swapped_in,
    update_average,
)
from slm_core.training.running_metrics import RunningMetrics
from slm_core.training.settings import TrainingSettings
from slm_core.training.trainer_state import AveragingState, PhaseState, TrainerState

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


@dataclass(frozen=True)
class TrainerEvent:
    """Something that training did by itself, for events.jsonl."""

    kind: str
    """rate_lowered, averaging, early_stop."""
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Trainer:
    """A model, its optimizer, the hidden state of its streams, and where training stands."""

    model: LanguageModel
    optimizer: Optimizer
    settings: TrainingSettings
    generator: torch.Generator
    """On the CPU; decides which streams begin anew. Dropout draws from torch's global one."""
    hidden_state: State | None = None
    """What the model carries from batch to batch; None before the first."""
    state: TrainerState = field(init=False)
    """What a checkpoint holds beside tensors; at first that of a new trainer."""
    running_metrics: RunningMetrics = field(default_factory=RunningMetrics)
    best_weights: dict[str, Tensor] | None = None
    """Copies of the weights at the best validation; None before the first."""
    average: Average | None = None
    """Mean of the weights; None where there is none (yet)."""
    mixed_precision: bool = False
    """Whether to compute in bfloat16 what can bear it; for a GPU."""
    replicas: ThreadReplicas | None = None
    """Copies of the model that compute its gradients on a CPU; None: it does so itself."""
    worker_group: DataParallelGroup | None = None
    """Other processes that learn from their own streams of each batch; None: there are none."""

    def __post_init__(self) -> None:
        """The schedule begins with the learning rate of the settings."""
        self.state = TrainerState(phase=PhaseState(max_lr=self.settings.learning_rate))

    def training_step(
        self, batch: Batch, *, rate: float, momentum: float | None = None
    ) -> StepResult:
        """One update by truncated backpropagation through time (Williams & Peng 1990)."""
        self.optimizer.zero_grad(set_to_none=True)
        size, scale = batch.inputs.shape[0], 1.0 / batch.inputs.numel()
        probability = self.settings.state_reset
        # Drawn always: exact resuming.
        reset = torch.rand(size, generator=self.generator) < probability
        if self.worker_group is None:
            losses = self.read_batch(batch, reset, scale=scale)
        else:
            losses = self._read_batch_with_workers(self.worker_group, batch, reset, scale=scale)
        norm = self._clip_gradients()
        set_lr(self.optimizer, rate, momentum=momentum)
        self.optimizer.step()
        self._update_average()
        self.state.step += 1
        self.state.loader = batch.after
        self.state.tokens += batch.inputs.numel()
        result = StepResult(losses.loss_sum * scale, losses.correct, norm)
        self.running_metrics.add(result.loss, result.correct, tokens=batch.inputs.numel())
        return result

    def read_batch(self, batch: Batch, reset: Tensor, *, scale: float) -> BatchLoss:
        """Add the gradients of these streams, and keep their hidden state; gives their loss.

        The state of streams in `reset` (batch, bool) begins anew; each token's loss counts
        `scale` times.
        """
        batch = batch.on(device_of(self.model))
        part = (batch.inputs, batch.targets, self._initial_state(batch, reset))
        parts = _cut(part, min(self.settings.accumulation, len(batch.inputs)))
        results = [pair for part in parts for pair in self._forward_backward(part, scale=scale)]
        self.hidden_state = _joined([state for _, state in results])
        return total([losses for losses, _ in results])

    def full_hidden_state(self) -> State | None:
        """The hidden state of all streams, also of those that other processes have."""
        if self.worker_group is None:
            return self.hidden_state
        return self.worker_group.gather_state(self.hidden_state)

    def set_max_lr(self, learning_rate: float) -> None:
        """Let the schedule go on with another largest learning rate."""
        self.state.phase.max_lr = learning_rate

    def set_batch_size(self, size: int) -> None:
        """Go on with batches of another size.

        Another number of streams stands at other places: a new reading of the text begins there.
        """
        self.settings = replace(self.settings, batch_size=size)
        self.state.loader = LoaderState(self.state.loader.epoch + 1, 0)

    def start_averaging(self) -> None:
        """Average the weights from the next step on."""
        self.state.phase.averaging = AveragingState(active=True)

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

    def start_phase(self, *, max_lr: float) -> None:
        """Start on the next budget from the weights as they were validated."""
        self.state.phase = PhaseState(self.state.phase.index + 1, max_lr=max_lr)
        if self.average is not None:
            copy_weights(self.average, list(self.model.parameters()))
            self.average = None

    def _read_batch_with_workers(
        self, group: DataParallelGroup, batch: Batch, reset: Tensor, *, scale: float
    ) -> BatchLoss:
        """As `read_batch`, our streams here and the others in the other processes."""
        size = batch.inputs.shape[0]
        command = StepCommand(self.state.loader, size, self.model.dropout, reset)
        own_state = None if batch.starts_epoch else self.hidden_state
        self.hidden_state = group.begin(command, self.model, own_state)
        rows = group.rows(size)
        read = partial(self.read_batch, batch.of_streams(rows), reset[rows], scale=scale)
        return group.all_reduce_gradients(self.model, read)

    def _initial_state(self, batch: Batch, reset: Tensor) -> State:
        if self.hidden_state is None or batch.starts_epoch:
            return self.model.initial_state(batch.inputs.shape[0])
        if not bool(reset.any()):
            return self.hidden_state
        device = self.hidden_state[0].device
        return reset_state(self.hidden_state, reset.to(device, non_blocking=True))

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
        """Add the gradients of a part; the loss and state of each share of it, in order."""
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
            losses = backward(model, hidden, targets, objective)
        return losses, detach_state(state)

    def _precision(self) -> AbstractContextManager[object]:
        # No scaling of gradients: bfloat16 reaches as far down as float32.
        if not self.mixed_precision:
            return nullcontext()
        return torch.autocast(device_of(self.model).type, torch.bfloat16)

    def _update_average(self) -> None:
        averaging = self.state.phase.averaging
        if averaging.active:
            averaging.steps += 1
            weights = list(self.model.parameters())
            self.average = update_average(
                self.average, weights, self.settings, count=averaging.steps
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
