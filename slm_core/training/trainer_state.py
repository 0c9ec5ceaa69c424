"""What a checkpoint holds of a trainer beside its tensors: `state` in trainer.json.

Each field is written in one place, which its docstring names; `RunningMetrics` has the counters
that a record empties.
"""

from dataclasses import dataclass, field

from slm_core.training.dataloader import LoaderState
from slm_core.training.stopping.early_stopping import EarlyStopping


@dataclass
class Best:
    """The best validation so far."""

    step: int = -1
    loss: float | None = None
    """Nats per token; None before the first validation."""


@dataclass
class ValidationState:
    """How validation is done, and its results; written by `validation`."""

    limit: int = 0
    """Predictions of each validation; 0 before the first one is planned."""
    speed: float = 1.0
    """Predictions a second, measured when it was planned."""
    first_loss: float | None = None
    """Nats per token before the first step; None until then."""
    best: Best = field(default_factory=Best)


@dataclass
class AveragingState:
    """Whether weights are averaged; written by `Trainer`."""

    active: bool = False
    steps: int = 0
    """Steps in the average."""


@dataclass
class PhaseState:
    """Where the budget stands that is being spent; a new phase begins with a new one."""

    index: int = 0
    """0 for the first budget, then one more each time somebody trained on; written by `Trainer`."""
    max_lr: float = 0.0
    """The largest learning rate of the schedule as it stands now; written by `Trainer`."""
    step_shift: int = 0
    """Steps to add for a budget in epochs whose batch size was changed, so that the share of it
    that is spent stays; written by `RunState`."""
    last_validation_fraction: float = -1.0
    """Share of the budget at which validation was last due; written by `loop.train`."""
    averaging: AveragingState = field(default_factory=AveragingState)
    early_stopping: EarlyStopping = field(default_factory=EarlyStopping)
    """Written by itself."""


@dataclass
class TrainerState:
    """Where a run stands."""

    step: int = 0
    """Updates so far; this, `tokens` and `loader` are written by `Trainer`."""
    tokens: int = 0
    """Tokens learned from so far."""
    loader: LoaderState = field(default_factory=LoaderState)
    seconds: float = 0.0
    """Training time so far; written by `loop.train`."""
    phase: PhaseState = field(default_factory=PhaseState)
    validation: ValidationState = field(default_factory=ValidationState)
    applied_requests: list[str] = field(default_factory=list)
    """Ids of the requests that changed a setting; this and `changed_settings` are written by
    `RunState`."""
    changed_settings: dict[str, float] = field(default_factory=dict)
    """Settings other than the learning rate that were changed, with their present values."""
