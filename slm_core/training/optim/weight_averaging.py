"""Weight averaging: means of a model's weights over its steps, which often predict better than the
last of them.

Polyak & Juditsky 1992, doi:10.1137/0330046; from a trigger, as averaged SGD has it: Merity et al.
2017, arXiv:1708.02182; of the tail: Izmailov et al. 2018, arXiv:1803.05407.
"""

import math
from collections.abc import Generator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor

from slm_core.training.settings import TrainingSettings

Average = list[Tensor]
"""One tensor for each parameter, in the model's order."""


def start_fraction(settings: TrainingSettings) -> float:
    """The share of the budget at which averaging begins; infinite where there is none, or where it
    waits for a plateau, as that of asgd does."""
    if settings.averaging == "tail":
        return settings.averaging_start
    return 0.0 if settings.averaging == "exponential" else math.inf


@torch.no_grad()
def update_average(
    average: Average | None, weights: Sequence[Tensor], settings: TrainingSettings, *, count: int
) -> Average:
    """`average` with `weights` as its `count`-th; changed in place where there is one.

    An exponential average is an ordinary mean until it is as long as its memory, so that the first
    weights get no more than their share.
    """
    if average is None:
        return [weight.detach().clone() for weight in weights]
    share = 1.0 / count
    if settings.averaging == "exponential":
        share = max(share, 1.0 - settings.averaging_decay)
    torch._foreach_lerp_(average, list(weights), share)
    return average


@contextmanager
def swapped_in(weights: Sequence[Tensor], average: Average | None) -> Generator[None]:
    """Within it the weights are the average; nothing changes where there is none."""
    if average is None:
        yield
        return
    latest = [weight.detach().clone() for weight in weights]
    copy_weights(average, weights)
    try:
        yield
    finally:
        copy_weights(latest, weights)


@torch.no_grad()
def copy_weights(values: Sequence[Tensor], weights: Sequence[Tensor]) -> None:
    """Make the weights, in place, what `values` are."""
    for weight, value in zip(weights, values, strict=True):
        weight.copy_(value)
