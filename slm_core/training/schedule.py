"""Learning rate as a function of the share of the budget that is spent. Pure."""

from slm_core.training.settings import TrainingSettings


def rate_factor(settings: TrainingSettings, fraction: float) -> float:
    """The learning rate at `fraction` (0 to 1) of the budget, as a share of its largest."""
    if fraction < settings.warmup:
        # Never quite zero, so that the first step teaches something.
        return max(fraction / settings.warmup, 0.02)
    if settings.schedule == "constant":
        return 1.0
    return max(0.0, (1.0 - fraction) / (1.0 - settings.warmup))


def rescaled(settings: TrainingSettings, fraction: float, *, rate: float) -> float:
    """The largest rate with which the schedule passes through `rate` at `fraction`.

    During the warm-up and at the very end `rate` itself is the largest: there the schedule's
    own share says little of what somebody who sets a rate wants to see.
    """
    factor = rate_factor(settings, fraction)
    if fraction < settings.warmup or factor < 0.01:
        return rate
    return rate / factor
