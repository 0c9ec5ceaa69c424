"""N-gram baselines on tokens and characters, which models are compared with. Free of torch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ORDER = 6
"""Characters looked back on at the most; longer contexts of a small text were seen once."""


def ngram_bits_per_byte(train: str, judged: str, *, order: int = _ORDER) -> float:
    """Bits per byte of `judged` in UTF-8 under counts of `train`, each character predicted once.

    Contexts of 0 to `order` characters, the longer weighed against the shorter by how many
    different characters followed it (Witten & Bell 1991). 0.0 where there is nothing to judge.
    """
    if not judged:
        return 0.0
    alphabet, ids = np.unique(_code_points(train + judged), return_inverse=True)
    chance = np.full(len(judged), 1.0 / len(alphabet))
    context = np.zeros(len(ids), dtype=np.int64)
    for length in range(order + 1):
        grams, gram = np.unique(context * len(alphabet) + ids, return_inverse=True)
        chance = _mixed(chance, context, gram, grams // len(alphabet), known=len(train))
        context = np.concatenate(([len(grams)], gram[:-1]))  # a step longer; at the start, its own
        if length < order and len(grams) == len(ids):
            break  # no context occurs twice: longer ones say no more
    return float(-np.log2(chance).sum() / len(judged.encode()))


def _mixed(
    shorter: NDArray[np.float64],
    context: NDArray[np.int64],
    gram: NDArray[np.int64],
    context_of_gram: NDArray[np.int64],
    *,
    known: int,
) -> NDArray[np.float64]:
    """Chances (judged,) with this context, from those with a shorter one.

    `context` and `gram` (train + judged,) number the context before each character and the context
    with it; the first `known` of them are counted.
    """
    followed = np.bincount(gram[:known], minlength=len(context_of_gram))
    size = int(context.max()) + 1
    seen = np.bincount(context[:known], minlength=size)
    kinds = np.bincount(context_of_gram[followed > 0], minlength=size)
    here, there = context[known:], followed[gram[known:]]
    total = seen[here] + kinds[here]
    found = (there + kinds[here] * shorter) / np.maximum(1, total)
    return np.where(total > 0, found, shorter)


def _code_points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), dtype=np.uint32)


TokenIds = NDArray[np.unsignedinteger]


@dataclass(frozen=True)
class BaselineScores:
    """What counting alone reaches on the validation part, in nats per token and shares right."""

    uniform_loss: float
    """Every token equally likely: the logarithm of the vocabulary's size."""
    frequency_loss: float
    """Each token as likely as it is frequent in the training part."""
    commonest_accuracy: float
    """Always naming the commonest token of the training part."""


def token_counts(ids: TokenIds, vocabulary_size: int) -> NDArray[np.int64]:
    """How often each token (vocabulary,) occurs in `ids` (n,)."""
    # A piece at a time, since bincount makes 8 bytes of each id.
    counts = np.zeros(vocabulary_size, dtype=np.int64)
    for start in range(0, len(ids), 4_000_000):
        counts += np.bincount(ids[start : start + 4_000_000], minlength=vocabulary_size)
    return counts


def token_frequencies(train: TokenIds, vocabulary_size: int) -> NDArray[np.float64]:
    """Share of each token (vocabulary,) in the training ids, half a count added to each.

    The half (Jeffreys 1946; Krichevsky & Trofimov 1981) keeps what never occurred possible.
    """
    counts = token_counts(train, vocabulary_size) + 0.5
    return counts / counts.sum()


def unigram_baseline(frequencies: NDArray[np.float64], validation: TokenIds) -> BaselineScores:
    """The floors for predicting `validation` (n,) but its first id, n - 1 predictions."""
    counts = token_counts(validation[1:], len(frequencies))
    shares = counts / counts.sum()
    return BaselineScores(
        uniform_loss=float(np.log(len(frequencies))),
        frequency_loss=float(-np.log(frequencies) @ shares),
        commonest_accuracy=float(shares[frequencies.argmax()]),
    )
