"""What counting alone reaches: the floors every model is held against. Free of torch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TokenIds = NDArray[np.unsignedinteger]


@dataclass(frozen=True)
class Floors:
    """What counting alone reaches on the validation part, in nats per token and shares right."""

    uniform_loss: float
    """Every token equally likely: the logarithm of the vocabulary's size."""
    frequency_loss: float
    """Each token as likely as it is frequent in the training part."""
    commonest_accuracy: float
    """Always naming the commonest token of the training part."""


def token_frequencies(train: TokenIds, vocabulary_size: int) -> NDArray[np.float64]:
    """Share of each token (vocabulary,) in the training ids, half a count added to each.

    The half (Jeffreys 1946; Krichevsky & Trofimov 1981) keeps what never occurred possible.
    """
    counts = np.bincount(train, minlength=vocabulary_size) + 0.5
    return counts / counts.sum()


def floors(frequencies: NDArray[np.float64], validation: TokenIds) -> Floors:
    """The floors for predicting `validation` (n,) but its first id, n - 1 predictions."""
    targets = validation[1:]
    return Floors(
        uniform_loss=float(np.log(len(frequencies))),
        frequency_loss=float(-np.log(frequencies)[targets].mean()),
        commonest_accuracy=float((targets == frequencies.argmax()).mean()),
    )
