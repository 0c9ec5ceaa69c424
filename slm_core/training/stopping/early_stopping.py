"""Early stopping, lower learning rates and averaging when validation loss stops falling. Pure."""

from dataclasses import dataclass
from typing import Literal

from slm_core.training.settings import TrainingSettings

Action = Literal["stop", "average", "lower_lr"]


@dataclass
class EarlyStopping:
    """How long validation has got no better in this phase, and whether that ended it."""

    lowest_loss: float | None = None
    """Nats per token; None before the first validation after a step."""
    evals_without_improvement: int = 0
    """Validations since then."""
    evals_since_lr_drop: int = 0
    """Validations since then, or since something was done about it."""
    stopped: bool = False

    def on_validation(
        self, loss: float, settings: TrainingSettings, *, averaging: bool
    ) -> Action | None:
        """Count a validation, and say what is to be done; `averaging` is whether weights are
        averaged already."""
        if self.lowest_loss is None or loss < self.lowest_loss:
            self.lowest_loss = loss
            self.evals_without_improvement = self.evals_since_lr_drop = 0
            return None
        self.evals_without_improvement += 1
        self.evals_since_lr_drop += 1
        if settings.patience and self.evals_without_improvement >= settings.patience:
            self.stopped = True
            return "stop"
        if self.evals_since_lr_drop < settings.plateau_patience:
            return None
        if settings.optimizer == "asgd" and not averaging:
            self.evals_without_improvement = self.evals_since_lr_drop = 0  # a chance of its own
            return "average"
        if settings.schedule == "plateau":
            self.evals_since_lr_drop = 0
            return "lower_lr"
        return None
