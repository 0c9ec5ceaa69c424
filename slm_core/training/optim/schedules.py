"""Learning rate and momentum as functions of the share of the budget that is spent. Pure."""

import math
from collections.abc import Callable

from slm_core.training.settings import TrainingSettings

_START = 1.0 / 25.0
"""Where one-cycle begins, as a share of its largest rate (Smith 2018, arXiv:1803.09820)."""
_MOMENTUM = (0.95, 0.85)
"""Of one-cycle: where the rate is small, and where it is largest."""


def lr_factor(settings: TrainingSettings, fraction: float) -> float:
    """The learning rate at `fraction` (0 to 1) of the budget, as a share of its largest.

    "plateau" and "constant" stay at 1 after the warm-up: the former lowers the largest itself.
    """
    rise = settings.rise
    if fraction < rise:
        done = fraction / rise
        if settings.schedule == "one-cycle":
            return _START + (1.0 - _START) * (1.0 - _wave(done))
        return max(done, 0.02)  # never quite zero, so that the first step teaches something
    fall = FALLS[settings.schedule]
    return fall((fraction - rise) / (1.0 - rise))


def rescale_schedule(settings: TrainingSettings, fraction: float, *, rate: float) -> float:
    """The largest rate with which the schedule passes through `rate` at `fraction`.

    During the warm-up and at the very end `rate` itself is the largest: there the schedule's
    own share says little of what somebody who sets a rate wants to see.
    """
    factor = lr_factor(settings, fraction)
    if fraction < settings.rise or factor < 0.01:
        return rate
    return rate / factor


def lr_and_momentum(
    settings: TrainingSettings, fraction: float, *, max_lr: float
) -> tuple[float, float | None]:
    """Both for the step at `fraction` of the budget; momentum is None where the optimizer's own is
    not to be touched.

    One-cycle lowers the momentum of SGD while the rate is large, unless one was chosen (Smith
    2018).
    """
    factor = lr_factor(settings, fraction)
    one_cycle = settings.schedule == "one-cycle" and settings.optimizer == "sgd"
    if not one_cycle or settings.momentum is not None:
        return max_lr * factor, None
    high, low = _MOMENTUM
    return max_lr * factor, high - (high - low) * factor


def _wave(done: float) -> float:
    """Half a cosine, from 1 to 0."""
    return (1.0 + math.cos(math.pi * min(1.0, done))) / 2.0


FALLS: dict[str, Callable[[float], float]] = {
    # Loshchilov & Hutter 2017, arXiv:1608.03983, without restarts.
    "cosine": _wave,
    "linear": lambda done: max(0.0, 1.0 - done),
    "one-cycle": _wave,
    "plateau": lambda done: 1.0,
    "constant": lambda done: 1.0,
}
"""What follows the warm-up, by the share of the rest that is done; a new one is one line here."""
