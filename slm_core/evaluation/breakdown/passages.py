"""The passages of a text that a model finds easiest and hardest, token by token."""

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.breakdown.records import ShadedPassage
from slm_core.evaluation.breakdown.shading import TokenShader
from slm_core.evaluation.texts.scored_text import ScoredText
from slm_core.metrics.evaluate import TokenPredictions
from slm_core.tokenizers.encoded.word_starts import next_word_start
from slm_core.tokenizers.tokenizer import Tokenizer

_LONG, _LEAST = 300, 150
"""Bytes of a passage, and of one that is worth showing: the last of a document may be short."""
_NEAR = 40
"""Tokens from the end of a passage on in which the beginning of a word is looked for."""
_SHOWN = 3


def passages_of(text: ScoredText, tokenizer: Tokenizer) -> NDArray[np.int64]:
    """Which passage of its document each prediction (n,) belongs to, numbered through the text.

    One begins with a word, where one begins near.
    """
    starts = np.cumsum(text.bytes) - text.bytes
    first = np.searchsorted(text.document, np.arange(int(text.document[-1]) + 1))
    within = starts - starts[first[text.document]]
    block = (within // _LONG).astype(np.int64)
    borders = np.flatnonzero(np.diff(block) > 0) + 1
    borders = next_word_start(text.ids[1:], borders, tokenizer, within=_NEAR)
    new = np.union1d(borders, np.flatnonzero(np.diff(text.document)) + 1)
    return np.searchsorted(new, np.arange(len(text.document)), side="right").astype(np.int64)


def best_and_worst(
    text: ScoredText, found: TokenPredictions, tokenizer: Tokenizer
) -> tuple[tuple[ShadedPassage, ...], tuple[ShadedPassage, ...]]:
    """The passages with the fewest bits per byte, and those with the most; none of a tiny text."""
    passage = passages_of(text, tokenizer)
    bits = np.bincount(passage, weights=(found.nats + text.spelling) / np.log(2))
    size = np.bincount(passage, weights=text.bytes)
    worth = np.flatnonzero(size >= _LEAST)
    order = worth[np.argsort(bits[worth] / size[worth], kind="stable")]
    shown = min(_SHOWN, len(order) // 2)
    shader = TokenShader(text, found, tokenizer)
    chosen = (order[:shown], order[::-1][:shown])
    easy, hard = (
        tuple(
            ShadedPassage(
                document=int(text.document[np.searchsorted(passage, number)]),
                bits_per_byte=float(bits[number] / size[number]),
                tokens=tuple(shader.tokens(np.flatnonzero(passage == number))),
            )
            for number in numbers
        )
        for numbers in chosen
    )
    return easy, hard
