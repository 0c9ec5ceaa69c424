"""Three ways to share a prediction out among the tokens it was made from.

Each gives the nats by which a token raises the log-probability of the prediction.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from slm_core.inspection.attribution.prediction import Prediction, rows_together

_FIRST_POINTS, _MOST_POINTS = 16, 512
_GOOD_ENOUGH = 0.01
"""Completeness error at which no more points are added."""


@dataclass(frozen=True)
class IntegratedGradients:
    """Shares of the tokens and how well they add up."""

    values: Tensor
    """(time,)."""
    difference: float
    """What they must add up to: the log-probability with the text less that with the baseline."""
    baseline: float
    """The log-probability with the baseline in place of every token."""
    points: int
    """At which gradients were taken."""

    @property
    def completeness_error(self) -> float:
        """|sum - difference| / |difference|."""
        gap = abs(float(self.values.sum()) - self.difference)
        return gap / abs(self.difference) if self.difference else float(gap > 0)


def integrated_gradients(prediction: Prediction) -> IntegratedGradients:
    """Sundararajan, Taly & Yan 2017, "Axiomatic attribution for deep networks", arXiv:1703.01365.

    Gradients are integrated along the straight line from the baseline to the embeddings, by
    Gauss-Legendre quadrature with twice as many points until the shares add up to the difference
    (the axiom of completeness) within 1 %, or 512 points are reached.
    """
    own = prediction.embedded
    ends = torch.stack([prediction.baseline.expand_as(own), own])
    with torch.no_grad():
        nothing, everything = prediction.log_probabilities(ends).tolist()
    points = _FIRST_POINTS
    while True:
        values = _integrated(prediction, points)
        found = IntegratedGradients(values, everything - nothing, nothing, points)
        if found.completeness_error <= _GOOD_ENOUGH or points == _MOST_POINTS:
            return found
        points *= 2


def gradient_x_input(prediction: Prediction) -> Tensor:
    """The gradient at each embedding times the embedding, summed: (time,).

    Shrikumar et al. 2016, arXiv:1605.01713: the first-order guess of what a token adds.
    """
    own = prediction.embedded
    return (_gradients(prediction, own[None])[0] * own).sum(-1)


@torch.no_grad()
def leave_one_out(prediction: Prediction) -> Tensor:
    """What the log-probability loses when a token is not there, the others closing up: (time,).

    Erasure of Li, Monroe & Jurafsky 2016, arXiv:1612.08220.
    """
    own = prediction.embedded
    time = len(own)
    whole = prediction.log_probabilities(own[None])
    others = torch.arange(time - 1)
    # Row r has every place but r: (time, time - 1).
    kept = others + (others >= torch.arange(time)[:, None]).long()
    parts = kept.split(rows_together(time))
    return whole - torch.cat([prediction.log_probabilities(own[rows]) for rows in parts])


def _integrated(prediction: Prediction, points: int) -> Tensor:
    """Shares (time,) by quadrature with so many points between baseline and embeddings."""
    places, weights = np.polynomial.legendre.leggauss(points)
    shares = torch.from_numpy((places + 1) / 2)  # from [-1, 1] to [0, 1]
    weights = torch.from_numpy(weights / 2)
    way = prediction.embedded - prediction.baseline  # (time, size)
    total = torch.zeros_like(way)
    size = rows_together(len(way))
    for share, weight in zip(shares.split(size), weights.split(size), strict=True):
        path = prediction.baseline + share[:, None, None] * way  # (points, time, size)
        total += torch.einsum("p,pts->ts", weight, _gradients(prediction, path))
    return (total * way).sum(-1)


def _gradients(prediction: Prediction, embedded: Tensor) -> Tensor:
    """Of the log-probability at these embeddings (batch, time, size), of the same shape."""
    embedded = embedded.detach().requires_grad_()
    # cuDNN has no backward pass for recurrent layers in evaluation mode.
    with torch.backends.cudnn.flags(enabled=False):
        found = prediction.log_probabilities(embedded).sum()
        return torch.autograd.grad(found, embedded)[0]
