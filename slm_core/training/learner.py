"""A model with all that learning needs, one step at a time. Knows no budget and no files."""

from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.optim import Optimizer

from slm_core.models.interface import LanguageModel, State, detached, device_of, reset_streams
from slm_core.training.batches import Batch, Cursor
from slm_core.training.optimizers import set_rate
from slm_core.training.settings import TrainingSettings


@dataclass
class Tally:
    """Sums since the last record."""

    loss: float = 0.0
    correct: int = 0
    steps: int = 0
    tokens: int = 0
    seconds: float = 0.0


@dataclass
class Best:
    """The best validation so far."""

    step: int = -1
    loss: float | None = None
    """None before the first validation."""


@dataclass
class Progress:
    """Everything that changes while a run learns, beside tensors: trainer.json holds it."""

    step: int = 0
    cursor: Cursor = field(default_factory=Cursor)
    tokens: int = 0
    seconds: float = 0.0
    peak_rate: float = 0.0
    """The largest learning rate of the schedule as it stands now."""
    looked: float = -1.0
    """The share of the budget at which validation was last due and done."""
    validation_limit: int = 0
    """Predictions of a look; 0 before the first one is planned."""
    validation_speed: float = 1.0
    """Predictions a second, measured then."""
    stretch: int = 0
    """Which budget is being spent: 0 the first, then one for each time somebody trained on."""
    tally: Tally = field(default_factory=Tally)
    best: Best = field(default_factory=Best)
    applied: list[str] = field(default_factory=list)
    """Ids of the requests that changed a setting."""


@dataclass(frozen=True)
class Step:
    """What one update did. Tensors without gradient, on the model's device."""

    loss: Tensor
    """Mean nats per token before the update, without the model's own penalties."""
    correct: Tensor
    gradient_norm: Tensor
    """Before clipping."""


@dataclass
class Learner:
    """A model, its optimizer, the streams' memory, and one generator for its resets."""

    model: LanguageModel
    optimizer: Optimizer
    settings: TrainingSettings
    generator: torch.Generator
    """On the CPU; decides which streams start anew. Dropout draws from torch's global one."""
    state: State | None = None
    progress: Progress = field(default_factory=Progress)
    best_weights: dict[str, Tensor] | None = None
    """Copies of the weights at the best validation; None before the first."""

    def learn(self, batch: Batch, *, rate: float) -> Step:
        """One update by truncated backpropagation through time (Williams & Peng 1990)."""
        device = device_of(self.model)
        inputs = batch.inputs.to(device, non_blocking=True)
        targets = batch.targets.to(device, non_blocking=True)
        logits, state = self.model(inputs, self._incoming(batch))
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten())
        penalty = self.model.penalty()
        self.optimizer.zero_grad(set_to_none=True)
        (loss if penalty is None else loss + penalty).backward()
        norm = self._clipped()
        set_rate(self.optimizer, rate)
        self.optimizer.step()
        self.state = detached(state)
        self.progress.step += 1
        self.progress.cursor = batch.after
        self.progress.tokens += batch.inputs.numel()
        correct = (logits.detach().argmax(-1) == targets).sum()
        return Step(loss.detach(), correct, norm)

    def keep_best(self) -> None:
        """Copy the present weights as the best ones."""
        weights = self.model.state_dict()
        self.best_weights = {name: value.detach().clone() for name, value in weights.items()}

    def _incoming(self, batch: Batch) -> State:
        size = batch.inputs.shape[0]
        chance = self.settings.state_reset
        chosen = torch.rand(size, generator=self.generator) < chance  # drawn always: exact resuming
        if self.state is None or batch.fresh:
            return self.model.start_state(size)
        if chance == 0.0 or not bool(chosen.any()):
            return self.state
        return reset_streams(self.state, chosen.to(self.state[0].device))

    def _clipped(self) -> Tensor:
        parameters = [p for p in self.model.parameters() if p.grad is not None]
        longest = self.settings.clip_norm or float("inf")
        return torch.nn.utils.clip_grad_norm_(parameters, longest)
