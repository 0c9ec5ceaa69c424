"""Everything that changes while a run learns, beside tensors: what trainer.json holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slm_core.training.dataloader import Cursor


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
    """Where a run stands. Fields with a default may be missing in older checkpoints."""

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
    changed: dict[str, float] = field(default_factory=dict)
    """Settings that were changed, beside the learning rate, as they are now."""
    shift: int = 0
    """What to add to the steps for a budget in epochs whose batches have become larger or smaller,
    so that the share that is spent stays."""
    first_loss: float | None = None
    """Of the look before the first step; None before it."""
    lowest: float | None = None
    """Lowest loss of a look in this stretch."""
    waited: int = 0
    """Looks since then."""
    stuck: int = 0
    """Looks since then, or since something was done about it."""
    averaging: bool = False
    """Whether weights are averaged by now."""
    averaged: int = 0
    """Steps in the average."""
    early: bool = False
    """Whether the stretch ended before its budget was spent, because validation got no better."""

    def begin_stretch(self, *, rate: float) -> None:
        """Start on the next budget."""
        self.stretch += 1
        self.looked, self.peak_rate, self.shift = -1.0, rate, 0
        self.lowest, self.waited, self.stuck = None, 0, 0
        self.averaging, self.averaged, self.early = False, 0, False

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Progress":
        """What `dataclasses.asdict` gave. Raises KeyError or TypeError where it is not that."""
        values: dict[str, Any] = {
            **data,
            "cursor": Cursor(**data["cursor"]),
            "tally": Tally(**data["tally"]),
            "best": Best(**data["best"]),
        }
        return cls(**values)
