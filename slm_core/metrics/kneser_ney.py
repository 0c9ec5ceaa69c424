"""Interpolated modified Kneser-Ney smoothing (Chen & Goodman 1999, doi:10.1006/csla.1999.0128).

The strongest model that only counts: what a network has to beat. Everything is numpy arrays; an
n-gram is a number, its place among the sorted n-grams of its order, and the context of an n-gram
is the number of the shorter one before it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TokenIds = NDArray[np.integer]

_FALLBACK = (0.5, 1.0, 1.5)
"""Discounts where counts of counts are too few to tell, as KenLM has them (Heafield 2013)."""


@dataclass(frozen=True)
class _Level:
    """All n-grams of one order that the training text has, as sorted keys."""

    keys: NDArray[np.int64]
    """(grams,): context * (vocabulary + 1) + token."""
    discounted: NDArray[np.float64]
    """(grams,): what is left of its count, as a share of its context's counts."""
    backoff: NDArray[np.float64]
    """(contexts,): share of the shorter context; 1 where nothing followed this one."""


class KneserNey:
    """Probabilities of a token after those before it; tokens are below `vocabulary_size`."""

    def __init__(self, train: TokenIds, vocabulary_size: int, *, order: int = 5) -> None:
        """Counts `train` (n,), one text with nothing before it.

        Raises ValueError where there is nothing to count or a token is not of the vocabulary.
        """
        if not len(train):
            raise ValueError("There is no token to count.")
        if train.min() < 0 or train.max() >= vocabulary_size:
            raise ValueError(f"A token is not below {vocabulary_size}.")
        if order < 1:
            raise ValueError(f"An order of {order} has no tokens.")
        self.vocabulary_size, self.order = vocabulary_size, order
        self._levels = self._count(self._padded(train))

    def probabilities(self, ids: TokenIds) -> NDArray[np.float64]:
        """The probability of each of `ids` (n,) after all before it, (n,)."""
        padded = self._padded(ids)
        chances = np.full(len(padded), 1.0 / self.vocabulary_size)
        context = np.zeros(len(padded), dtype=np.int64)
        for level in self._levels:
            gram = self._find(level, context, padded)
            chances = _interpolated(level, context, gram, chances)
            context = _shifted(gram)
        return chances[self.order - 1 :]

    def distribution(self, before: TokenIds) -> NDArray[np.float64]:
        """The probability of every token (vocabulary,) after `before` (n,)."""
        tokens = np.arange(self.vocabulary_size)
        history = self._padded(before)[len(before) :]  # the last order - 1 of them
        chances = np.full(self.vocabulary_size, 1.0 / self.vocabulary_size)
        for length, level in enumerate(self._levels):
            number = self._number(history[len(history) - length :])
            context = np.full(self.vocabulary_size, number)
            chances = _interpolated(level, context, self._find(level, context, tokens), chances)
        return chances

    def bits(self, ids: TokenIds) -> float:
        """Bits for all of `ids` (n,) together."""
        return float(-np.log2(self.probabilities(ids)).sum())

    def _padded(self, ids: TokenIds) -> NDArray[np.int64]:
        """`ids` after as many marks of a beginning as a context has tokens."""
        start = np.full(self.order - 1, self.vocabulary_size, dtype=np.int64)
        return np.concatenate((start, ids.astype(np.int64)))

    def _count(self, padded: NDArray[np.int64]) -> list[_Level]:
        """The level of every order, the shortest n-grams first."""
        is_token = padded < self.vocabulary_size
        levels: list[_Level] = []
        contexts = 1
        keys, gram = _numbered(padded)
        for _ in range(self.order - 1):
            before = np.maximum(_shifted(gram), 0)  # before the first mark anything may stand
            longer_keys, longer = _numbered(self._keys(before, padded))
            # Counted is how many different tokens stand before an n-gram.
            places = np.unique(longer[is_token], return_index=True)[1]
            counts = np.bincount(gram[is_token][places], minlength=len(keys))
            levels.append(self._level(keys, counts, contexts))
            contexts, keys, gram = len(keys), longer_keys, longer
        counts = np.bincount(gram[is_token], minlength=len(keys))
        levels.append(self._level(keys, counts, contexts))
        return levels

    def _level(self, keys: NDArray[np.int64], counts: NDArray[np.int64], contexts: int) -> _Level:
        context = keys // (self.vocabulary_size + 1)
        discount = np.array((0.0, *discounts(counts)))[np.minimum(counts, 3)]  # (grams,)
        totals = np.bincount(context, weights=counts, minlength=contexts)
        kept_back = np.bincount(context, weights=discount, minlength=contexts)
        never = np.maximum(totals, 1)
        return _Level(
            keys,
            (counts - discount) / never[context],
            np.where(totals > 0, kept_back / never, 1.0),
        )

    def _keys(self, context: NDArray[np.int64], tokens: NDArray[np.int64]) -> NDArray[np.int64]:
        return context * (self.vocabulary_size + 1) + tokens

    def _find(
        self, level: _Level, context: NDArray[np.int64], tokens: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The number of each n-gram (n,), -1 where the training text has none such."""
        wanted = np.where(context < 0, -1, self._keys(context, tokens))
        place = np.minimum(np.searchsorted(level.keys, wanted), len(level.keys) - 1)
        return np.where(level.keys[place] == wanted, place, -1)

    def _number(self, tokens: NDArray[np.int64]) -> int:
        """The number of this one n-gram; 0 for that of no tokens, -1 for one never seen."""
        number = np.zeros(1, dtype=np.int64)
        for level, token in zip(self._levels, tokens, strict=False):
            number = self._find(level, number, token[None])
        return int(number[0])


def discounts(counts: NDArray[np.int64]) -> tuple[float, float, float]:
    """What is taken off a count of 1, of 2, and of 3 and more (Chen & Goodman 1999, equation 26).

    The fallback where the text is too small for one of them to be told or in its bounds.
    """
    ones, twos, threes, fours = (int((counts == times).sum()) for times in (1, 2, 3, 4))
    if not (ones and twos and threes):
        return _FALLBACK
    share = ones / (ones + 2 * twos)
    taken = (
        1 - 2 * share * twos / ones,
        2 - 3 * share * threes / twos,
        3 - 4 * share * fours / threes,
    )
    if not all(0 <= off <= times for times, off in enumerate(taken, start=1)):
        return _FALLBACK
    return taken


def _interpolated(
    level: _Level,
    context: NDArray[np.int64],
    gram: NDArray[np.int64],
    shorter: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Probabilities with this context from those with a shorter one, each (n,)."""
    own = np.where(gram < 0, 0.0, level.discounted[gram])
    weight = np.where(context < 0, 1.0, level.backoff[context])
    return own + weight * shorter


def _numbered(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The different keys, sorted, and the number of each among them (n,)."""
    different, number = np.unique(keys, return_inverse=True)
    return different, number.astype(np.int32)  # half the memory, and below 2**31


def _shifted(gram: NDArray[np.integer]) -> NDArray[np.int64]:
    """For each place the n-gram that ends before it; nothing is known before the first."""
    return np.concatenate((np.array([-1], dtype=np.int64), gram[:-1].astype(np.int64)))
