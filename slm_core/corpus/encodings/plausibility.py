"""Plausibility of a decoded text: how much it looks like one that somebody wrote.

The measure is coarse on purpose: it only has to tell the right reading of some bytes from the
wrong ones, on a few words as well as on a book.
"""

import re
from collections import Counter

from slm_core.corpus.encodings.letter_tables import (
    AFTER_WORD,
    BEFORE_WORD,
    EAST_MARKS,
    HAN_LETTERS,
    HANGUL_LETTERS,
    KANA_LETTERS,
    WEST_MARKS,
    WRITINGS,
    LetterTable,
)

_RUN = re.compile(r"([A-Za-z]?)([^\x00-\x7f]+)(?=([A-Za-z0-9]?))")
_PRINTABLE = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\n\r\t")
_ALPHABETS = frozenset().union(
    *(writing.common | writing.other for writing in WRITINGS if writing.kind != "east")
)
_UNREADABLE = -3.0  # points for a place that cannot be read: a sound file has none
_UPPER = 0.2  # points for a capital, which starts some words; in a wrong reading most are


def plausibility(text: str, writing: LetterTable) -> float:
    """From 1 (all that is not ASCII is common in this writing) to below 0 (cannot be read)."""
    if writing.kind == "east":
        return _east(Counter(text), writing)
    runs = Counter(_RUN.findall(text))
    total = sum(len(run) * count for (_, run, _), count in runs.items())
    score = _latin if writing.kind == "latin" else _alphabet
    return sum(score(*run, writing) * count for run, count in runs.items()) / max(1, total)


def unicode_legibility(text: str) -> float:
    """As `plausibility`, for UTF-16 in a byte order that may be wrong: every character counts."""
    points = total = 0.0
    for char, count in Counter(text).items():
        total += count
        points += count * _unicode_points(char)
    return points / max(1.0, total)


def is_known(char: str) -> bool:
    """Whether it is of a writing that we know, so that it hardly comes of a wrong reading."""
    return _unicode_points(char) > 0.0 or char in WEST_MARKS


def _east(characters: Counter[str], writing: LetterTable) -> float:
    points = total = kana = 0.0
    for char, count in characters.items():
        if char < "\x80":
            continue
        total += count
        points += count * _east_points(char, writing)
        kana += count * (char in KANA_LETTERS)
    if writing.kana and kana < 0.1 * total:
        points *= 0.5
    return points / max(1.0, total)


def _east_points(char: str, writing: LetterTable) -> float:
    if char in writing.common:
        return 1.0
    if char == "\ufffd":
        return _UNREADABLE
    try:
        return 0.5 if char.encode(writing.codec)[0] in writing.rows else 0.0
    except UnicodeEncodeError:
        return 0.0


def _latin(before: str, run: str, after: str, writing: LetterTable) -> float:
    """One accent is the rule and two side by side happen; a row of them does not."""
    points = 0.0
    for char in run:
        at_border = (char in AFTER_WORD and not after.isalpha()) or (
            char in BEFORE_WORD and not before
        )
        if after.isdigit() and char.isupper():
            continue  # a currency, not a letter
        if at_border or char in writing.common or char in WEST_MARKS:
            points += 1.0
        elif char == "\ufffd":
            points += _UNREADABLE
    return points * {1: 1.0, 2: 0.5}.get(len(run), 0.0) if points > 0 else points


def _alphabet(before: str, run: str, after: str, writing: LetterTable) -> float:
    """Words of another alphabet do not mix with Latin letters."""
    points = 0.0
    for char in run:
        if char in WEST_MARKS:
            points += 1.0
        elif char == "\ufffd":
            points += _UNREADABLE
        elif before or after.isalpha():
            continue
        elif char in writing.common:
            points += 1.0
        elif char in writing.other:
            points += 0.5
        elif char.lower() in writing.common or char.lower() in writing.other:
            points += _UPPER
    return points


def _unicode_points(char: str) -> float:
    if (
        char in _PRINTABLE
        or char in HAN_LETTERS
        or char in KANA_LETTERS
        or char in HANGUL_LETTERS
        or char in EAST_MARKS
    ):
        return 1.0
    if char == "\ufffd":
        return _UNREADABLE
    if char in _ALPHABETS or char.lower() in _ALPHABETS:
        return 0.9
    return 0.4 if "\u4e00" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" else 0.0
