"""What learning makes small, and its gradient, without all logits in memory at once.

Knows of a model only its head. Scores of every kind of loss are those of cross-entropy.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.autograd.function import FunctionCtx, once_differentiable
from torch.nn import functional as F

from slm_core.models.base import LanguageModel
from slm_core.models.logits import logits_chunk_size
from slm_core.training.settings import TrainingSettings

Loss = Callable[[Tensor, Tensor, TrainingSettings], Tensor]
"""Sum over rows, from logits (rows, vocabulary), targets (rows,) and what was chosen."""


@dataclass(frozen=True)
class BatchLoss:
    """What came out. Without gradient."""

    loss_sum: Tensor
    """Cross-entropy, summed over all predictions."""
    correct: Tensor
    """How many tokens were the first guess."""


@dataclass(frozen=True)
class Objective:
    """What is to be made small: `scale` times the summed loss, plus what the model asks for."""

    settings: TrainingSettings
    scale: float
    penalty: Tensor | None = None

    @property
    def is_plain(self) -> bool:
        """Whether the loss is cross-entropy and nothing else."""
        return self.settings.loss == "cross-entropy" and not self.settings.label_smoothing


def backward(
    model: LanguageModel, hidden: Tensor, targets: Tensor, objective: Objective
) -> BatchLoss:
    """Gradients of the objective for all weights of the model, which made `hidden`.

    `hidden` is (batch, time, hidden), `targets` (batch, time). With a large vocabulary logits are
    made and learned from a few rows at a time: of a batch of 1,024 tokens with a vocabulary of
    30,000 there is never more than about a quarter in memory.
    """
    features, wanted = hidden.flatten(0, -2), targets.flatten()
    short = model.token_losses(features, wanted) if objective.is_plain else None
    size = logits_chunk_size(len(wanted), model.vocabulary_size)
    if short is not None or size == len(wanted):
        if short is None:
            loss, found = _smoothed_targets(model.head(features), wanted, objective)
        else:
            loss, found = _target_log_probs(*short, objective)
        (loss if objective.penalty is None else loss + objective.penalty).backward()
        return found
    gradients, parts = [], []
    for rows, answers in zip(features.detach().split(size), wanted.split(size), strict=True):
        loss, found = _smoothed_targets(model.head(rows.requires_grad_()), answers, objective)
        loss.backward()
        assert rows.grad is not None
        gradients.append(rows.grad)
        parts.append(found)
    roots, leaves = [features], [torch.cat(gradients)]
    if objective.penalty is not None:
        roots.append(objective.penalty)
        leaves.append(torch.ones_like(objective.penalty))
    torch.autograd.backward(roots, leaves)
    return total(parts)


def total(parts: Sequence[BatchLoss]) -> BatchLoss:
    """What came out of all parts together."""
    if len(parts) == 1:
        return parts[0]
    nats = torch.stack([part.loss_sum for part in parts]).sum()
    return BatchLoss(nats, torch.stack([part.correct for part in parts]).sum())


def _smoothed_targets(
    logits: Tensor, targets: Tensor, objective: Objective
) -> tuple[Tensor, BatchLoss]:
    """The scaled loss of `logits` (rows, vocabulary), and what is to be told of them."""
    settings = objective.settings
    loss = LOSSES[settings.loss](logits, targets, settings)
    seen = logits.detach()
    nats = loss if objective.is_plain else F.cross_entropy(seen.float(), targets, reduction="sum")
    correct = (seen.max(-1).indices == targets).sum()  # argmax takes twice as long
    return loss * objective.scale, BatchLoss(nats.detach(), correct)


def _target_log_probs(nats: Tensor, hits: Tensor, objective: Objective) -> tuple[Tensor, BatchLoss]:
    """As `_smoothed_targets`, where the model has told both of each target by itself."""
    loss = nats.float().sum()
    return loss * objective.scale, BatchLoss(loss.detach(), hits.sum())


def cross_entropy(logits: Tensor, targets: Tensor, settings: TrainingSettings) -> Tensor:
    """Minus the logarithm of the target's probability, a share of it spread over all tokens
    (label smoothing of Szegedy et al. 2016, arXiv:1512.00567)."""
    return _CrossEntropy.apply(logits, targets, settings.label_smoothing)


class _CrossEntropy(torch.autograd.Function):
    """Its gradient is the prediction less what was to be predicted, written down at once: with
    3,000 tokens torch's own takes half of the time of everything behind the LSTM on a processor."""

    @staticmethod
    def forward(ctx: FunctionCtx, logits: Tensor, targets: Tensor, share: float) -> Tensor:
        logs = logits.float().log_softmax(-1)
        ctx.kept = [(logs, targets, share, logits.dtype)]  # ty: ignore[missing-attribute]
        loss = -logs.gather(-1, targets.unsqueeze(-1)).sum()
        return loss if not share else (1.0 - share) * loss - share * logs.mean(-1).sum()

    @staticmethod
    @once_differentiable
    def backward(ctx: FunctionCtx, scale: Tensor) -> tuple[Tensor, None, None]:
        # Taken out, so that it can be written over: the gradient is there once.
        logs, targets, share, dtype = ctx.kept.pop()  # ty: ignore[missing-attribute]
        found = logs.exp_()
        if share:
            found -= share / found.shape[-1]
        rows = torch.arange(len(targets), device=targets.device)
        found[rows, targets] -= 1.0 - share
        return found.mul_(scale).to(dtype), None, None


def brier(logits: Tensor, targets: Tensor, _settings: TrainingSettings) -> Tensor:
    """Squared distance of the predicted distribution from the one that knew (Brier 1950).

    Where the target was thought very unlikely its gradient is next to nothing: that is why it
    learns worse than cross-entropy.
    """
    chances = logits.float().softmax(-1)
    of_target = chances.gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return (chances.square().sum(-1) - 2.0 * of_target + 1.0).sum()


LOSSES: dict[str, Loss] = {"cross-entropy": cross_entropy, "brier": brier}
"""What each kind is; a new one is one line here."""
