"""What counting which character follows which others reaches on new text. Free of torch.

The yardstick for texts nobody has trained on yet: how predictable is this one?
"""

import numpy as np
from numpy.typing import NDArray

_ORDER = 6
"""Characters looked back on at the most; longer contexts of a small text were seen once."""


def counting_bits(train: str, judged: str, *, order: int = _ORDER) -> float:
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
