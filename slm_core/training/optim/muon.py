"""The Muon optimizer: orthogonalised updates of matrices; AdamW for the rest.

Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks",
https://kellerjordan.github.io/posts/muon/. Our own instead of torch's, which knows matrices only,
turns in bfloat16 also where a processor has none, and takes an LSTM's four gates for one matrix.
"""

import math
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn

from slm_core.models.base import LanguageModel, device_of

_ITERATIONS = 5
"""Newton–Schulz iterations."""
_QUINTIC = (3.4445, -4.7750, 2.0315)
"""Coefficients of each, Jordan's: they bring singular values between about 0.7 and 1.2."""
_LIKE_ADAM = 0.2
"""Root mean square of an AdamW step, which those of matrices get too, so that one learning rate
serves both (Liu et al. 2025, "Muon is Scalable for LLM Training", arXiv:2502.16982)."""
_BETAS, _EPS = (0.9, 0.99), 1e-8


def hidden_matrices(model: LanguageModel) -> dict[nn.Parameter, int]:
    """The matrices between embedding and output layer; and how many are stacked in each weight.

    Each gate of a recurrent layer is a matrix of its own, as are queries, keys and values.
    """
    matrices: dict[nn.Parameter, int] = {}
    for module in model.modules():
        if isinstance(module, nn.RNNBase):
            for name, weight in module.named_parameters(recurse=False):
                if name.startswith("weight_"):
                    matrices[weight] = weight.shape[0] // module.hidden_size
        elif isinstance(module, nn.Linear):
            matrices[module.get_parameter("weight")] = int(getattr(module, "stacked", 1))
    outer = _weights_of_head(model)
    return {w: parts for w, parts in matrices.items() if w.requires_grad and w not in outer}


def _weights_of_head(model: LanguageModel) -> set[nn.Parameter]:
    """Those that have a gradient of the logits where the features are fixed."""
    was_training = model.training
    model.eval()  # dropout would draw from the generator that everything depends on
    ids = torch.zeros(1, 1, dtype=torch.long, device=device_of(model))
    hidden, _ = model.features(ids)
    model.train(was_training)
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    logits = model.head(hidden.detach())
    gradients = torch.autograd.grad(logits.sum(), weights, allow_unused=True)
    return {w for w, gradient in zip(weights, gradients, strict=True) if gradient is not None}


class Muon(torch.optim.Optimizer):
    """Muon for groups with `parts` (matrices in each of their weights), AdamW for the others."""

    def __init__(self, groups: Iterable[dict[str, Any]], *, rate: float, momentum: float) -> None:
        defaults = {"lr": rate, "momentum": momentum, "weight_decay": 0.0, "parts": 0}
        super().__init__(groups, defaults)

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # ty: ignore[incompatible-method-override]
        """One step of every weight that has a gradient."""
        assert closure is None
        for group in self.param_groups:
            weights = [weight for weight in group["params"] if weight.grad is not None]
            if not weights:
                continue
            if group["weight_decay"]:
                torch._foreach_mul_(weights, 1.0 - group["lr"] * group["weight_decay"])
            (self._orthogonalised if group["parts"] else self._adam)(weights, group)

    def _orthogonalised(self, weights: list[Tensor], group: dict[str, Any]) -> None:
        momentum = group["momentum"]
        for weight in weights:
            gradient, state = weight.grad, self.state[weight]
            assert gradient is not None
            if not state:
                state["mean"] = torch.zeros_like(weight)
            mean = state["mean"].lerp_(gradient, 1.0 - momentum)
            ahead = gradient.lerp(mean, momentum)  # Nesterov
            parts = group["parts"]
            for part, update in zip(weight.chunk(parts), ahead.chunk(parts), strict=True):
                size = _LIKE_ADAM * math.sqrt(max(part.shape))
                part.add_(orthogonal(update), alpha=-group["lr"] * size)

    def _adam(self, weights: list[Tensor], group: dict[str, Any]) -> None:
        for weight in weights:
            if not self.state[weight]:
                zeros = {"mean": torch.zeros_like(weight), "square": torch.zeros_like(weight)}
                self.state[weight] = {**zeros, "step": torch.zeros(())}
        states = [self.state[weight] for weight in weights]
        gradients = [weight.grad for weight in weights if weight.grad is not None]
        means = [state["mean"] for state in states]
        squares = [state["square"] for state in states]
        torch._foreach_add_([state["step"] for state in states], 1.0)
        steps = float(states[0]["step"])
        first, second = _BETAS
        torch._foreach_lerp_(means, gradients, 1.0 - first)
        torch._foreach_mul_(squares, second)
        torch._foreach_addcmul_(squares, gradients, gradients, 1.0 - second)
        roots = torch._foreach_sqrt(squares)
        torch._foreach_div_(roots, math.sqrt(1.0 - second**steps))
        torch._foreach_add_(roots, _EPS)
        torch._foreach_addcdiv_(weights, means, roots, -group["lr"] / (1.0 - first**steps))


def orthogonal(matrix: Tensor) -> Tensor:
    """`matrix` (rows, columns) with its singular values brought close to 1, by a polynomial.

    In bfloat16 on a GPU, where it is faster, and enough.
    """
    dtype = torch.bfloat16 if matrix.is_cuda else torch.float32
    x = matrix.to(dtype)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    x = x / (x.norm() + 1e-7)
    a, b, c = _QUINTIC
    for _ in range(_ITERATIONS):
        square = x @ x.T
        x = torch.addmm(x, torch.addmm(square, square, square, beta=b, alpha=c), x, beta=a)
    return (x.T if tall else x).to(matrix.dtype)
