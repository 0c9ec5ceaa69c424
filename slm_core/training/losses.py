"""Loss functions and their gradients, without all logits in memory at once.

Knows of a model only its head. Scores of every kind of loss are those of cross-entropy.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.autograd.function import FunctionCtx, once_differentiable
from torch.nn import functional as F

from slm_core.models.base import LanguageModel
from slm_core.models.layers.logits import logits_chunk_size
from slm_core.training.settings import TrainingSettings

Loss = Callable[[Tensor, Tensor, TrainingSettings], Tensor]
"""Sum over rows, from logits (rows, vocabulary), targets (rows,) and what was chosen."""


@dataclass(frozen=True)
class BatchLoss:
    """Loss and correct predictions of a batch, or of a part of it. Without gradient."""

    loss_sum: Tensor
    """Cross-entropy, summed over all predictions."""
    correct: Tensor
    """Targets that were the model's first guess."""


@dataclass(frozen=True)
class Objective:
    """What training minimises: `scale` times the summed loss, plus the model's auxiliary loss."""

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
    computed a few rows at a time, and their gradients at once: of a batch of 1,024 tokens with a
    vocabulary of 30,000 there is never more than about a quarter in memory.
    """
    features, flat_targets = hidden.flatten(0, -2), targets.flatten()
    token_losses = model.token_losses(features, flat_targets) if objective.is_plain else None
    size = logits_chunk_size(len(flat_targets), model.vocabulary_size)
    if token_losses is not None or size == len(flat_targets):
        if token_losses is None:
            loss, losses = _loss_of_logits(model.head(features), flat_targets, objective)
        else:
            loss, losses = _loss_of_tokens(*token_losses, objective)
        (loss if objective.penalty is None else loss + objective.penalty).backward()
        return losses
    gradients, parts = [], []
    chunks = zip(features.detach().split(size), flat_targets.split(size), strict=True)
    for rows, row_targets in chunks:
        loss, losses = _loss_of_logits(model.head(rows.requires_grad_()), row_targets, objective)
        loss.backward()
        assert rows.grad is not None
        gradients.append(rows.grad)
        parts.append(losses)
    roots, leaves = [features], [torch.cat(gradients)]
    if objective.penalty is not None:
        roots.append(objective.penalty)
        leaves.append(torch.ones_like(objective.penalty))
    torch.autograd.backward(roots, leaves)
    return total(parts)


def total(parts: Sequence[BatchLoss]) -> BatchLoss:
    """The sums over all parts."""
    if len(parts) == 1:
        return parts[0]
    nats = torch.stack([part.loss_sum for part in parts]).sum()
    return BatchLoss(nats, torch.stack([part.correct for part in parts]).sum())


def _loss_of_logits(
    logits: Tensor, targets: Tensor, objective: Objective
) -> tuple[Tensor, BatchLoss]:
    """The scaled loss of `logits` (rows, vocabulary), with gradient; and what is recorded of it."""
    settings = objective.settings
    loss = LOSSES[settings.loss](logits, targets, settings)
    detached = logits.detach()
    nats = loss
    if not objective.is_plain:
        nats = F.cross_entropy(detached.float(), targets, reduction="sum")
    correct = (detached.max(-1).indices == targets).sum()  # argmax takes twice as long
    return loss * objective.scale, BatchLoss(nats.detach(), correct)


def _loss_of_tokens(
    nats: Tensor, correct: Tensor, objective: Objective
) -> tuple[Tensor, BatchLoss]:
    """As `_loss_of_logits`, where the model has computed both for each target by itself."""
    loss = nats.float().sum()
    return loss * objective.scale, BatchLoss(loss.detach(), correct.sum())


def cross_entropy(logits: Tensor, targets: Tensor, settings: TrainingSettings) -> Tensor:
    """Minus the logarithm of the target's probability, a share of it spread over all tokens
    (label smoothing of Szegedy et al. 2016, arXiv:1512.00567)."""
    return _CrossEntropy.apply(logits, targets, settings.label_smoothing)


class _CrossEntropy(torch.autograd.Function):
    """Its gradient is softmax minus target, computed directly: with 3,000 tokens torch's own takes
    half of the time of everything behind the LSTM on a CPU."""

    @staticmethod
    def forward(ctx: FunctionCtx, logits: Tensor, targets: Tensor, share: float) -> Tensor:
        logs = logits.float().log_softmax(-1)
        ctx.kept = [(logs, targets, share, logits.dtype)]  # ty: ignore[missing-attribute]
        loss = -logs.gather(-1, targets.unsqueeze(-1)).sum()
        return loss if not share else (1.0 - share) * loss - share * logs.mean(-1).sum()

    @staticmethod
    @once_differentiable
    def backward(ctx: FunctionCtx, scale: Tensor) -> tuple[Tensor, None, None]:
        # Taken out, so that it can be overwritten: the gradient is in memory once.
        logs, targets, share, dtype = ctx.kept.pop()  # ty: ignore[missing-attribute]
        gradient = logs.exp_()
        if share:
            gradient -= share / gradient.shape[-1]
        rows = torch.arange(len(targets), device=targets.device)
        gradient[rows, targets] -= 1.0 - share
        return gradient.mul_(scale).to(dtype), None, None


def brier(logits: Tensor, targets: Tensor, _settings: TrainingSettings) -> Tensor:
    """Squared distance of the predicted distribution from the one-hot target (Brier 1950).

    Where the target is predicted very unlikely the gradient is next to nothing: that is why it
    learns worse than cross-entropy.
    """
    probabilities = logits.float().softmax(-1)
    of_target = probabilities.gather(-1, targets.unsqueeze(-1)).squeeze(-1)
    return (probabilities.square().sum(-1) - 2.0 * of_target + 1.0).sum()


LOSSES: dict[str, Loss] = {"cross-entropy": cross_entropy, "brier": brier}
"""Loss functions by name; a new one is one line here."""
