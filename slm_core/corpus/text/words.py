"""Words in running text of any script, replaced one by one."""

import functools
import operator
import re
import unicodedata
from collections.abc import Callable, Iterator

_PIECE = 1_000_000  # characters whose words are held at once
_CUT = re.compile(r"\s")
LONGEST_WORD = 40
"""Letters of a word that people know; a longer one is a code, or a key that somebody leaned on."""
_CODE = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{60,}")  # base64 comes in lines of 64 or 76


@functools.cache
def letters(*categories: str, plane: int = 0) -> str:
    """Characters of these Unicode categories, as the inside of a regular expression's [].

    Of one plane at a time: `re` looks a class up in a table only where none of its characters
    lies beyond U+FFFF, and else runs through its ranges one by one, ten times as slowly.
    """
    ranges: list[list[int]] = []
    for code in range(plane << 16, (plane + 1) << 16):
        if unicodedata.category(chr(code)).startswith(categories):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{_escaped(low)}-{_escaped(high)}" for low, high in ranges)


_ASCII_WORD = re.compile("([A-Za-z]+(?:'[A-Za-z]+)*)")


def split_words(text: str) -> list[str]:
    r"""The text in parts of which every second one is a word, marks included.

    An apostrophe between letters belongs to the word; digits and hyphens do not.
    """
    return (_ASCII_WORD if text.isascii() else _word_pattern()).split(text)


@functools.cache
def _word_pattern() -> re.Pattern[str]:
    # `\w` alone lacks the vowel signs of Hindi and Arabic.
    part = rf"[^\W\d_]+(?:[{letters('M')}]+[^\W\d_]*)*"
    return re.compile(rf"({part}(?:['’]{part})*)")


def pieces(text: str, longest: int = _PIECE) -> Iterator[str]:
    """The text in parts of bounded length, cut at a blank where there is one."""
    start = 0
    while len(text) - start > longest:
        blank = _CUT.search(text, start + longest, start + 2 * longest)
        end = blank.end() if blank else start + 2 * longest
        yield text[start:end]
        start = end
    yield text[start:] if start else text


def without_codes(text: str) -> str:
    """The text with a blank for each picture, key or digest written in letters, as base64 is."""
    return _CODE.sub(" ", text)


def change_words(text: str, new: Callable[[str], str]) -> tuple[str, int]:
    """The text with every word put through `new`, and how many that changed."""
    changes = 0
    done: list[str] = []
    for piece in pieces(text):
        parts = split_words(piece)
        words = parts[1::2]
        after = list(map(new, words))
        differ = sum(map(operator.ne, words, after))
        changes += differ
        if differ:
            parts[1::2] = after
            done.append("".join(parts))
        else:
            done.append(piece)
    return ("".join(done), changes) if changes else (text, 0)


def _escaped(code: int) -> str:
    return f"\\U{code:08x}"


def differences(before: str, after: str) -> int:
    """In how many characters two texts differ, or in how many lines where their lengths do."""
    if before == after:
        return 0
    if len(before) == len(after):
        return sum(map(operator.ne, before, after))
    return max(1, sum(map(operator.ne, before.split("\n"), after.split("\n"))))
