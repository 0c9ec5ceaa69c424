"""The table of optimizers."""

from collections.abc import Callable

import torch
from torch import nn
from torch.optim import Optimizer

from slm_core.models.base import LanguageModel
from slm_core.training.optim.muon import Muon, hidden_matrices
from slm_core.training.settings import TrainingSettings

_DECAY = {"adamw": 0.1, "muon": 0.1}
"""Weight decay where none is set: only these keep it apart from the gradient."""

Groups = list[dict[str, object]]


def make_optimizer(model: LanguageModel, settings: TrainingSettings) -> Optimizer:
    """An optimizer over the model's parameters; weight decay on matrices, none on biases."""
    return OPTIMIZERS[settings.optimizer](model, settings)


def set_lr(optimizer: Optimizer, rate: float, *, momentum: float | None = None) -> None:
    """The learning rate of the next step, and its momentum where that is given."""
    for group in optimizer.param_groups:
        group["lr"] = rate
        if momentum is not None:
            group["momentum"] = momentum


def warm_up_optimizers() -> None:
    """Take one step on nothing: torch imports about a second's worth of modules at its first."""
    for parameter in [nn.Parameter(torch.zeros(1, 1))]:
        parameter.grad = torch.zeros(1, 1)
        torch.optim.AdamW([parameter], fused=True).step()
        torch.optim.SGD([parameter], lr=0.0, momentum=0.9, foreach=True).step()


def _adamw(model: LanguageModel, settings: TrainingSettings) -> Optimizer:
    # beta2 of 0.99: measured for budgets of minutes, where 0.999 remembers the start too long.
    rate = settings.learning_rate
    return torch.optim.AdamW(_groups(model, settings), lr=rate, betas=(0.9, 0.99), fused=True)


def _adam(model: LanguageModel, settings: TrainingSettings) -> Optimizer:
    return torch.optim.Adam(_groups(model, settings), lr=settings.learning_rate, fused=True)


def _sgd(model: LanguageModel, settings: TrainingSettings) -> Optimizer:
    """Also averaged SGD, whose average the trainer keeps."""
    return torch.optim.SGD(
        _groups(model, settings),
        lr=settings.learning_rate,
        momentum=settings.momentum_used,
        foreach=True,
    )


def _muon(model: LanguageModel, settings: TrainingSettings) -> Optimizer:
    inside = hidden_matrices(model)
    groups = [
        {
            **_decaying(settings),
            "params": [p for p, n in inside.items() if n == parts],
            "parts": parts,
        }
        for parts in sorted(set(inside.values()))
    ]
    groups += _groups(model, settings, without=set(inside))
    return Muon(groups, rate=settings.learning_rate, momentum=settings.momentum_used)


def _groups(
    model: nn.Module, settings: TrainingSettings, *, without: set[nn.Parameter] | None = None
) -> Groups:
    trained = [p for p in model.parameters() if p.requires_grad and p not in (without or ())]
    groups: Groups = [
        {**_decaying(settings), "params": [p for p in trained if p.ndim > 1]},
        {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return [group for group in groups if group["params"]]


def _decaying(settings: TrainingSettings) -> dict[str, object]:
    decay = settings.weight_decay
    return {"weight_decay": _DECAY.get(settings.optimizer, 0.0) if decay is None else decay}


OPTIMIZERS: dict[str, Callable[[LanguageModel, TrainingSettings], Optimizer]] = {
    "adamw": _adamw,
    "adam": _adam,
    "sgd": _sgd,
    "asgd": _sgd,
    "muon": _muon,
}
"""How each kind is made; a new one is one line here."""
