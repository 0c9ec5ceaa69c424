"""Next-token prediction by class of token: frequent, rare, numbers, punctuation, terms."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.report import ClassScore, TokenClass
from slm_core.evaluation.texts.scored_text import ScoredText
from slm_core.metrics.classification import macro_averages
from slm_core.metrics.evaluate import TokenPredictions
from slm_core.tokenizers.tokenizer import EOS, UNK, Tokenizer

_HALF, _TAIL = 0.5, 0.9
"""Frequent are the tokens that make up the first half of the training text, the most frequent
first; rare those that make up the last tenth."""
_LETTERS = b"A-Za-z\\x80-\\xff"

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
    size = len(text.document)
    if not terms:
        return np.zeros(size, np.bool_)
    inside = np.zeros(len(text.head) + 1, np.int64)
    for match in _pattern(terms).finditer(text.head.lower()):
        inside[match.start() + 1 : match.end() + 1] = 1
    inside = np.cumsum(inside)
    ends = np.cumsum(text.bytes + (text.ids[1:] == EOS)).astype(np.int64)  # a zero byte each
    starts = ends - text.bytes.astype(np.int64) - (text.ids[1:] == EOS)
    last = len(inside) - 1
    return inside[np.minimum(ends, last)] > inside[np.minimum(starts, last)]


def _pattern(terms: Sequence[str]) -> re.Pattern[bytes]:
    """Finds terms as whole words; those of scripts without blanks anywhere."""
    latin = sorted((term for term in terms if term.isascii()), key=len, reverse=True)
    other = sorted((term for term in terms if not term.isascii()), key=len, reverse=True)
    parts = [re.escape(term.lower().encode()) for term in other]
    if latin:
        words = b"|".join(re.escape(term.lower().encode()) for term in latin)
        parts.append(b"(?<![%s])(?:%s)(?![%s])" % (_LETTERS, words, _LETTERS))
    return re.compile(b"|".join(parts))
