"""From what a text costs under each label's model to the probability of each label (Bayes' rule).

A model of small texts is far too sure of itself: its errors on the tokens of one text go the same
way. So likelihoods are raised to 1/T, with the temperature T that fits texts with known labels best
(Guo et al. 2017, arXiv:1706.04599); it changes no order of labels where priors are equal. A
classifier also counts the words of each label, with a weight that is fitted beside T: networks and
counts err on different texts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LOWEST, _HIGHEST = 0.1, 1000.0
_ROUNDS = 60  # of golden-section search: to a millionth of the range
_GOLDEN = (math.sqrt(5) - 1) / 2
_HEAVIEST = 10.0
"""Weight of counted words, at the most."""
_SEEN = 1.0
"""Texts that each label is taken to have beside those counted, so that no prior is nought."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class LikelihoodWeights:
    """How much the likelihoods count that a label's network and its counted words give a text."""

    temperature: float
    """The network's log-likelihood is divided by it."""
    counted: float
    """The log-likelihood of the counted words is multiplied by it; 0: they do not count."""


def joined_probabilities(
    bits: Numbers, counted: Numbers, priors: Sequence[float], weights: LikelihoodWeights
) -> Numbers:
    """Of each label for each text (texts, labels), from the `bits` (texts, labels) under its
    network and the log-likelihoods `counted` (texts, labels), in nats, of its words."""
    scores = np.log(np.maximum(priors, 1e-12)) - bits * math.log(2) / weights.temperature
    return _shares(scores + weights.counted * counted)


def fitted_weights(
    bits: Numbers, counted: Numbers, right: NDArray[np.int64], priors: Sequence[float]
) -> LikelihoodWeights:
    """The weights with which the `right` labels (texts,) of these texts are likeliest.

    That is a logistic regression with two coefficients, so there is one best pair.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - 60 MB, and pages ask for no more

    def loss(values: NDArray[np.float64]) -> float:
        weights = LikelihoodWeights(1 / max(values[0], 1 / _HIGHEST), float(values[1]))
        chances = joined_probabilities(bits, counted, priors, weights)
        return float(-np.log(np.maximum(chances[np.arange(len(right)), right], 1e-12)).mean())

    found = minimize(
        loss,
        np.array([0.5, 0.5]),
        method="L-BFGS-B",
        bounds=[(1 / _HIGHEST, 1 / _LOWEST), (0.0, _HEAVIEST)],
    ).x
    return LikelihoodWeights(float(1 / found[0]), float(found[1]))


def label_probabilities(bits: Numbers, priors: Sequence[float], *, temperature: float) -> Numbers:
    """Of each label for each text (texts, labels), from the `bits` (texts, labels) that the text
    costs under the model of each."""
    return _shares(np.log(np.maximum(priors, 1e-12)) - bits * math.log(2) / temperature)


def fitted_temperature(bits: Numbers, right: NDArray[np.int64], priors: Sequence[float]) -> float:
    """The temperature with which the `right` labels (texts,) of these texts are likeliest."""

    def loss(log_temperature: float) -> float:
        chances = label_probabilities(bits, priors, temperature=math.exp(log_temperature))
        return float(-np.log(np.maximum(chances[np.arange(len(right)), right], 1e-12)).mean())

    low, high = math.log(_LOWEST), math.log(_HIGHEST)
    for _ in range(_ROUNDS):
        first, second = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if loss(first) <= loss(second):
            high = second
        else:
            low = first
    return math.exp((low + high) / 2)


def label_priors(right: NDArray[np.int64], labels: int) -> list[float]:
    """How common each label is among the `right` ones (texts,)."""
    counts = np.bincount(right, minlength=labels) + _SEEN
    return (counts / counts.sum()).tolist()


def probabilities_fitted_on(known: Numbers, right: NDArray[np.int64], bits: Numbers) -> Numbers:
    """Probabilities (texts, labels) from `bits` (texts, labels), with the priors and the
    temperature that fit other texts: their bits `known`, and the `right` label of each."""
    priors = label_priors(right, bits.shape[1])
    temperature = fitted_temperature(known, right, priors)
    return label_probabilities(bits, priors, temperature=temperature)


def cross_fitted(bits: Numbers, right: NDArray[np.int64]) -> Numbers:
    """Probabilities (texts, labels) of texts with known labels: one half of the texts has the
    priors and the temperature that fit the other, so that none is judged by its own label.

    Each label is divided between both halves, or labels in turns would leave a half without one.
    """
    chances = np.empty_like(bits)
    first = np.empty(len(right), bool)
    first[np.argsort(right, kind="stable")] = np.arange(len(right)) % 2 == 0
    for judged, rest in ((first, ~first), (~first, first)):
        others = rest if rest.any() else judged
        chances[judged] = probabilities_fitted_on(bits[others], right[others], bits[judged])
    return chances


def _shares(scores: Numbers) -> Numbers:
    """Scores (texts, labels) in nats as probabilities that sum to 1 for each text."""
    scores = scores - scores.max(1, keepdims=True)
    chances = np.exp(scores)
    return chances / chances.sum(1, keepdims=True)
