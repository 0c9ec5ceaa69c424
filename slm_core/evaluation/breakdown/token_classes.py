"""Next-token prediction by class of token: frequent, rare, numbers, punctuation, terms."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.breakdown.term_pattern import term_pattern
from slm_core.evaluation.report import ClassScore, TokenClass
from slm_core.evaluation.texts.scored_text import ScoredText
from slm_core.metrics.classification import macro_averages
from slm_core.metrics.evaluate import TokenPredictions
from slm_core.tokenizers.tokenizer import EOS, UNK, Tokenizer, code_points

_HALF, _TAIL = 0.5, 0.9
"""Frequent are the tokens that make up the first half of the training text, the most frequent
first; rare those that make up the last tenth."""

Mask = NDArray[np.bool_]


def class_scores(
    text: ScoredText,
    found: TokenPredictions,
    tokenizer: Tokenizer,
    *,
    counts: NDArray[np.int64] | None,
    terms: Sequence[str],
) -> tuple[ClassScore, ...]:
    """The scores of each class that came; `counts` (vocabulary,) are of the training text.

    A term is looked for in the text, whatever the tokens: all tokens that spell one are of the
    class. Numbers and punctuation go by the token's own text.
    """
    of_token = _classes(tokenizer, counts)
    scores = [_score(kind, text, found, mask[found.targets], mask) for kind, mask in of_token]
    scores.append(_score("terms", text, found, _within(text, terms), None))
    return tuple(score for score in scores if score is not None)


def _classes(
    tokenizer: Tokenizer, counts: NDArray[np.int64] | None
) -> list[tuple[TokenClass, Mask]]:
    """For each class which tokens (vocabulary,) are of it."""
    texts = [
        "" if index in (UNK, EOS) else tokenizer.token_text(index).decode("utf-8", "ignore").strip()
        for index in range(tokenizer.vocabulary_size)
    ]
    numbers = np.array([any(letter.isdigit() for letter in text) for text in texts])
    marks = np.array([bool(text) and not any(map(str.isalnum, text)) for text in texts])
    found: list[tuple[TokenClass, Mask]] = [("numbers", numbers), ("punctuation", marks)]
    if counts is None or not counts.sum():
        return found
    order = np.argsort(-counts, kind="stable")
    before = np.cumsum(counts[order]) - counts[order]
    share = np.empty(len(counts))
    share[order] = before / counts.sum()
    return [("frequent", share < _HALF), ("rare", share >= _TAIL), *found]


def _score(
    kind: TokenClass, text: ScoredText, found: TokenPredictions, came: Mask, only: Mask | None
) -> ClassScore | None:
    """Of the predictions (n,) where it `came`; with `only` guesses elsewhere count, too."""
    if not came.any():
        return None
    if only is None:
        averages = macro_averages(found.targets[came], found.predicted[came])
    else:
        averages = macro_averages(found.targets, found.predicted, only=only)
    nats = found.nats[came] + text.spelling[came]
    return ClassScore(
        kind=kind,
        predictions=int(came.sum()),
        accuracy=float(found.correct[came].mean()),
        averages=averages,
        bits=float(nats.mean() / np.log(2)),
    )


def _within(text: ScoredText, terms: Sequence[str]) -> Mask:
    """Which tokens (n,) stand for a part of one of the terms, in the beginning that is kept."""
    if not terms:
        return np.zeros(len(text.document), np.bool_)
    head = text.head.decode("utf-8")
    places = _byte_places(head)  # (characters + 1,)
    inside = np.zeros(len(text.head) + 1, np.int64)
    for match in term_pattern(terms).finditer(head):
        inside[places[match.start()] + 1 : places[match.end()] + 1] = 1
    inside = np.cumsum(inside)
    ends = np.cumsum(text.bytes + (text.ids[1:] == EOS)).astype(np.int64)  # a zero byte each
    starts = ends - text.bytes.astype(np.int64) - (text.ids[1:] == EOS)
    last = len(inside) - 1
    return inside[np.minimum(ends, last)] > inside[np.minimum(starts, last)]


def _byte_places(text: str) -> NDArray[np.int64]:
    """At which byte of UTF-8 each character begins, and the last one ends: (characters + 1,)."""
    codes = code_points(text)
    sizes = 1 + sum((codes >= first).astype(np.int64) for first in (0x80, 0x800, 0x10000))
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
