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
    counts = _counts(train, vocabulary_size) + 0.5
    return counts / counts.sum()


def floors(frequencies: NDArray[np.float64], validation: TokenIds) -> Floors:
    """The floors for predicting `validation` (n,) but its first id, n - 1 predictions."""
    counts = _counts(validation[1:], len(frequencies))
    shares = counts / counts.sum()
    return Floors(
        uniform_loss=float(np.log(len(frequencies))),
        frequency_loss=float(-np.log(frequencies) @ shares),
        commonest_accuracy=float(shares[frequencies.argmax()]),
    )


def _counts(ids: TokenIds, vocabulary_size: int) -> NDArray[np.int64]:
    """How often each token occurs; a piece at a time, since bincount makes 8 bytes of each id."""
    counts = np.zeros(vocabulary_size, dtype=np.int64)
    for start in range(0, len(ids), 4_000_000):
        counts += np.bincount(ids[start : start + 4_000_000], minlength=vocabulary_size)
    return counts
