"""Everything that changes while a run learns, beside tensors: what trainer.json holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slm_core.training.dataloader import LoaderState


@dataclass
class RunningMetrics:
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
class TrainerState:
    """Where a run stands. Fields with a default may be missing in older checkpoints."""

    step: int = 0
    loader: LoaderState = field(default_factory=LoaderState)
    tokens: int = 0
    seconds: float = 0.0
    max_lr: float = 0.0
    """The largest learning rate of the schedule as it stands now."""
    last_validation_fraction: float = -1.0
    """The share of the budget at which validation was last due and done."""
    validation_limit: int = 0
    """Predictions of a look; 0 before the first one is planned."""
    validation_speed: float = 1.0
    """Predictions a second, measured then."""
    phase: int = 0
    """Which budget is being spent: 0 the first, then one for each time somebody trained on."""
    running_metrics: RunningMetrics = field(default_factory=RunningMetrics)
    best: Best = field(default_factory=Best)
    applied_requests: list[str] = field(default_factory=list)
    """Ids of the requests that changed a setting."""
    changed_settings: dict[str, float] = field(default_factory=dict)
    """Settings that were changed, beside the learning rate, as they are now."""
    step_shift: int = 0
    """What to add to the steps for a budget in epochs whose batches have become larger or smaller,
    so that the share that is spent stays."""
    first_loss: float | None = None
    """Of the look before the first step; None before it."""
    lowest_loss: float | None = None
    """Lowest loss of a look in this stretch."""
    evals_without_improvement: int = 0
    """Looks since then."""
    evals_since_lr_drop: int = 0
    """Looks since then, or since something was done about it."""
    averaging: bool = False
    """Whether weights are averaged by now."""
    averaged_steps: int = 0
    """Steps in the average."""
    stopped_early: bool = False
    """Whether the stretch ended before its budget was spent, because validation got no better."""

    def start_phase(self, *, rate: float) -> None:
        """Start on the next budget."""
        self.phase += 1
        self.last_validation_fraction, self.max_lr, self.step_shift = -1.0, rate, 0
        self.lowest_loss, self.evals_without_improvement, self.evals_since_lr_drop = None, 0, 0
        self.averaging, self.averaged_steps, self.stopped_early = False, 0, False

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "TrainerState":
        """What `dataclasses.asdict` gave. Raises KeyError or TypeError where it is not that."""
        values: dict[str, Any] = {
            **data,
            "loader": LoaderState(**data["loader"]),
            "running_metrics": RunningMetrics(**data["running_metrics"]),
            "best": Best(**data["best"]),
        }
        return cls(**values)
