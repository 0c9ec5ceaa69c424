"""The rules that turn gradients into steps: one table."""

from collections.abc import Callable, Iterable

import torch
from torch import nn
from torch.optim import Optimizer

from slm_core.training.settings import TrainingSettings

Groups = list[dict[str, object]]

_DECAY = {"adamw": 0.1}
"""Weight decay where none is set: only AdamW keeps it apart from the gradient."""


def make_optimizer(model: nn.Module, settings: TrainingSettings) -> Optimizer:
    """An optimizer over the model's parameters; weight decay on matrices, none on biases."""
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    decay = settings.weight_decay
    if decay is None:
        decay = _DECAY.get(settings.optimizer, 0.0)
    groups: Groups = [
        {"params": [p for p in trained if p.ndim > 1], "weight_decay": decay},
        {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return OPTIMIZERS[settings.optimizer]([g for g in groups if g["params"]], settings)


def set_rate(optimizer: Optimizer, rate: float) -> None:
    """The learning rate of the next step."""
    for group in optimizer.param_groups:
        group["lr"] = rate


def warm_up_optimizers() -> None:
    """Take one step on nothing: torch imports about a second's worth of modules at its first."""
    for parameter in [nn.Parameter(torch.zeros(1, 1))]:
        parameter.grad = torch.zeros(1, 1)
        torch.optim.AdamW([parameter], fused=True).step()
        torch.optim.SGD([parameter], lr=0.0, momentum=0.9, foreach=True).step()


def _adamw(groups: Iterable, settings: TrainingSettings) -> Optimizer:
    # beta2 of 0.99: measured for budgets of minutes, where 0.999 remembers the start too long.
    return torch.optim.AdamW(groups, lr=settings.learning_rate, betas=(0.9, 0.99), fused=True)


def _adam(groups: Iterable, settings: TrainingSettings) -> Optimizer:
    return torch.optim.Adam(groups, lr=settings.learning_rate, fused=True)


def _sgd(groups: Iterable, settings: TrainingSettings) -> Optimizer:
    return torch.optim.SGD(groups, lr=settings.learning_rate, momentum=0.9, foreach=True)


OPTIMIZERS: dict[str, Callable[[Groups, TrainingSettings], Optimizer]] = {
    "adamw": _adamw,
    "adam": _adam,
    "sgd": _sgd,
}
"""How each kind is made; a new one is one line here."""
