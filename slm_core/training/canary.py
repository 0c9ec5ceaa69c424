"""A canary: a made-up secret planted in the training text, to measure how much is memorised.

Carlini et al. 2019, "The Secret Sharer", arXiv:1802.08232. A few frequent tokens in an order that
nothing in the text suggests: a model that finds it likelier than other such orders remembers it.
"""

import numpy as np
from numpy.typing import NDArray

from slm_core.metrics.ngram import token_counts
from slm_core.tokenizers.tokenizer import EOS, UNK, Tokenizer
from slm_core.training.settings import TrainingSettings

_LENGTH, _KINDS = 8, 32
"""Tokens of a canary, and how many different ones it is drawn from: 40 bits with all of them."""

Ids = NDArray[np.unsignedinteger]


def draw_canaries(
    counts: NDArray[np.int64], tokenizer: Tokenizer, *, seed: int, number: int
) -> NDArray[np.int64]:
    """Canaries (number, 8) of the most frequent tokens that are letters or digits, by their
    `counts` (vocabulary,) in the training text; the first is the one that is planted."""
    order = np.argsort(-counts, kind="stable")
    kinds = [index for index in order.tolist() if _is_written(tokenizer, index)][:_KINDS]
    draw = np.random.default_rng(seed)
    return draw.choice(np.array(kinds or [UNK]), size=(number, _LENGTH))


def with_canary(ids: Ids, tokenizer: Tokenizer, settings: TrainingSettings) -> Ids:
    """The training text `ids` (n,) with the canary in so many places as was asked for, evenly
    spread, each a document of its own; as it is where none was asked for."""
    times = settings.canaries
    if not times:
        return ids
    counts = token_counts(ids, tokenizer.vocabulary_size)
    canary = draw_canaries(counts, tokenizer, seed=settings.seed, number=1)[0]
    planted = np.array([EOS, *canary.tolist(), EOS], ids.dtype)
    places = np.linspace(0, len(ids), times + 2).astype(int)[1:-1]
    parts = np.split(ids, places)
    return np.concatenate([piece for part in parts for piece in (part, planted)][:-1])


def _is_written(tokenizer: Tokenizer, index: int) -> bool:
    if index in (UNK, EOS):
        return False
    return tokenizer.token_text(index).decode("utf-8", "ignore").strip().isalnum()
