"""Overlap of a text with the training text: passages copied word for word.

A rolling hash (Karp & Rabin 1987) over numpy windows, in one pass over the training text: the
length looked for is always one more than the best so far, so that only records cost anything.
Every hit is compared character by character before it counts.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from slm_core.corpus.text.passages import CopiedSpan
from slm_core.corpus.text.word_boundary import last_words, word_end

CONTEXT = 60
"""Characters of the training text shown on each side of a copy."""

_SPAN = 1 << 18
"""Characters of the training text hashed at once: three arrays of 2 MB, which a cache holds."""
_BASE = 0x9E3779B97F4A7C15
_TABLE_BITS = 20

_Codes = NDArray[np.uint8 | np.uint16 | np.uint32]
_Hashes = NDArray[np.uint64]
_NO_HASHES = np.empty(0, np.uint64)
SEPARATOR = "\ufdd0"
"""Stands between texts that are looked for together: a code that Unicode keeps out of texts."""


def longest_copy(text: str, training_text: str) -> CopiedSpan:
    """The longest stretch of `text` that stands in `training_text` exactly so."""
    return NgramIndex(training_text).longest_copy(text)


class NgramIndex:
    """A training text made ready to be searched many times; 1 to 4 bytes a character."""

    def __init__(self, text: str) -> None:
        self._codes = _codes(text)

    def bytes(self) -> int:
        """Memory it takes."""
        return self._codes.nbytes

    def longest_copy(self, text: str) -> CopiedSpan:
        """The longest stretch of `text` that stands in this training text exactly so."""
        wanted = _Windows(_codes(text))
        span = max(_SPAN, 4 * len(text))
        length, start, place = 0, 0, 0
        for begin in range(0, len(self._codes), span):
            # Long enough for a copy that begins with the span's last character.
            part = _Part(self._codes, begin, min(begin + span + len(text), len(self._codes)))
            hit = part.longest(wanted, beyond=length)
            if hit:
                length, start, place = hit
            if length == len(text):
                break
        before = _text(self._codes[max(0, place - 2 * CONTEXT) : place])
        after = _text(self._codes[place + length : place + length + 2 * CONTEXT])
        after = after[: word_end(after, CONTEXT)]
        return CopiedSpan(length, start, last_words(before, CONTEXT), after if length else "")

    def copied(self, texts: Sequence[str], least: int) -> list[NDArray[np.bool_]]:
        """Which characters of each text lie in a stretch of `least` characters or more that stands
        in this training text exactly so; one pass over it for all texts."""
        joined = SEPARATOR.join(texts)
        marks = np.zeros(len(joined) + 1, np.int64)
        if len(joined) >= least:
            wanted = _Windows(_codes(joined))
            found = np.unique(np.concatenate([_NO_HASHES, *self._known(wanted, least)]))
            starts = np.flatnonzero(np.isin(wanted.hashes(least), found))
            np.add.at(marks, starts, 1)
            np.add.at(marks, starts + least, -1)
        inside = np.cumsum(marks)[:-1] > 0
        ends = np.cumsum([len(text) + 1 for text in texts])
        return [
            inside[end - len(text) - 1 : end - 1] for text, end in zip(texts, ends, strict=True)
        ]

    def _known(self, wanted: "_Windows", length: int) -> Iterator[_Hashes]:
        """Hashes of the stretches of this length that both have, compared sign by sign."""
        for begin in range(0, len(self._codes), _SPAN):
            part = self._codes[begin : begin + _SPAN + length - 1]
            if len(part) < length:
                return
            hashes = _window_hashes(_prefix_sums(part), length)
            offsets, starts = wanted.find(hashes, length)
            starts, first = np.unique(starts, return_index=True)
            pairs = zip(starts.tolist(), offsets[first].tolist(), strict=True)
            same = [
                offset
                for start, offset in pairs
                if _agreement(wanted.codes[start : start + length], part[offset:]) == length
            ]
            yield hashes[same]


class _Windows:
    """Hashes of all stretches of the text of one length, which is seldom changed."""

    def __init__(self, codes: _Codes) -> None:
        self.codes = codes
        self._sums = _prefix_sums(codes)
        self._length = 0
        self._hashes: _Hashes = np.empty(0, np.uint64)
        self._order = np.empty(0, np.int64)
        self._table = np.zeros(1 << _TABLE_BITS, np.bool_)

    def find(self, hashes: _Hashes, length: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(where in `hashes`, where in the text) of hashes that stand for a stretch of the text."""
        if length != self._length:
            self._prepare(length)
        maybe = np.flatnonzero(self._table[hashes >> np.uint64(64 - _TABLE_BITS)])
        places = np.searchsorted(self._hashes, hashes[maybe])
        places[places == len(self._hashes)] = 0
        found = self._hashes[places] == hashes[maybe]
        return maybe[found], self._order[places[found]]

    def hashes(self, length: int) -> _Hashes:
        """Of all stretches of this length, by where they begin."""
        return _window_hashes(self._sums, length)

    def _prepare(self, length: int) -> None:
        hashes = self.hashes(length)
        self._order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[self._order]
        self._table[:] = False
        self._table[self._hashes >> np.uint64(64 - _TABLE_BITS)] = True
        self._length = length


class _Part:
    """Part of the training text, hashed once for all lengths."""

    def __init__(self, codes: _Codes, begin: int, end: int) -> None:
        self._codes = codes
        self._begin = begin
        self._sums = _prefix_sums(codes[begin:end])

    def longest(self, text: _Windows, *, beyond: int) -> tuple[int, int, int] | None:
        """(length, start in text, place in training text) of the longest, if above `beyond`.

        Gallops while it finds something and halves when it does not, so that even a text of one
        letter over and over takes a logarithm of its length in searches.
        """
        best, high, step = None, len(text.codes), 1
        while beyond < high:
            aim = min(high, beyond + step)
            hit = self._search(text, aim)
            if hit:
                best, beyond, step = hit, hit[0], 2 * step
            else:
                high = aim - 1
                step = max(1, (high - beyond) // 2)
        return best

    def _search(self, text: _Windows, length: int) -> tuple[int, int, int] | None:
        """A stretch in common of at least this length, made as long as it goes."""
        if len(self._sums) <= length:
            return None
        offsets, starts = text.find(_window_hashes(self._sums, length), length)
        for offset, start in zip(offsets.tolist(), starts.tolist(), strict=True):
            place = self._begin + offset
            right = _agreement(text.codes[start:], self._codes[place:])
            if right >= length:
                left = _agreement(text.codes[:start][::-1], self._codes[:place][::-1])
                return left + right, start - left, place - left
        return None


def _agreement(first: _Codes, second: _Codes) -> int:
    """How many characters at the beginning are the same."""
    size = min(len(first), len(second))
    differ = first[:size] != second[:size]
    return int(differ.argmax()) if differ.any() else size


def _prefix_sums(codes: _Codes) -> _Hashes:
    """Sum of code × base^place over all that stands before each place, modulo 2^64."""
    sums = np.zeros(len(codes) + 1, np.uint64)
    powers, _ = _powers(len(codes))
    np.cumsum(codes * powers, out=sums[1:])
    return sums


def _window_hashes(sums: _Hashes, length: int) -> _Hashes:
    """Hash of each stretch of this length, the same wherever the stretch stands."""
    _, inverse = _powers(len(sums) - 1)
    hashes = sums[length:] - sums[: len(sums) - length]
    hashes *= inverse[: len(hashes)]
    return hashes


def _powers(count: int) -> tuple[_Hashes, _Hashes]:
    powers, inverse = _power_tables(1 << max(10, count.bit_length()))
    return powers[:count], inverse[: count + 1]


@lru_cache(maxsize=2)
def _power_tables(count: int) -> tuple[_Hashes, _Hashes]:
    """Powers of the base and of its inverse modulo 2^64, from 0 on."""
    tables = []
    for base in (_BASE, pow(_BASE, -1, 1 << 64)):
        steps = np.full(count, base, np.uint64)
        steps[0] = 1
        tables.append(np.cumprod(steps))
    return tables[0], tables[1]


def _codes(text: str) -> _Codes:
    """Code points in the smallest whole numbers that hold them all."""
    for encoding, kind in (("latin-1", np.uint8), ("utf-16-le", np.uint16)):
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(data) == len(text) * np.dtype(kind).itemsize:
            return np.frombuffer(data, kind)
    return np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), np.uint32)


def _text(codes: _Codes) -> str:
    return "".join(map(chr, codes.tolist()))
