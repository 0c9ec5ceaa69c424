"""Words in running text of any script, changed one by one. Knows no languages."""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

_PIECE = 1_000_000  # characters whose words are held at once
_CUT = re.compile(r"\s")


@functools.cache
def letters(*categories: str) -> str:
    """All characters of these Unicode categories, as the inside of a regular expression's [].

    Up to U+1FFFF, beyond which there are only Chinese characters. 15 ms, once.
    """
    ranges: list[list[int]] = []
    for code in range(0x20000):
        if unicodedata.category(chr(code)).startswith(categories):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{_escaped(low)}-{_escaped(high)}" for low, high in ranges)


@functools.cache
def word_pattern() -> re.Pattern[str]:
    r"""A word in one group, marks included: `\w` lacks the vowel signs of Hindi and Arabic.

    An apostrophe between letters belongs to the word; digits and hyphens do not.
    """
    # `\w` for the letters, which is fast; marks only where they follow one.
    mark = f"[{letters('M')}]"
    part = rf"(?:[^\W\d_]{mark}*)+"
    return re.compile(rf"({part}(?:['’]{part})*)")


def pieces(text: str, longest: int = _PIECE) -> Iterator[str]:
    """The text in parts of bounded length, cut at a blank where there is one."""
    start = 0
    while len(text) - start > longest:
        found = _CUT.search(text, start + longest, start + 2 * longest)
        end = found.end() if found else start + 2 * longest
        yield text[start:end]
        start = end
    yield text[start:] if start else text


def change_words(text: str, new: Callable[[str], str]) -> tuple[str, int]:
    """The text with every word put through `new`, and how many that changed."""
    changes = 0
    done: list[str] = []
    split = word_pattern().split
    for piece in pieces(text):
        parts = split(piece)
        words = parts[1::2]
        after = list(map(new, words))
        differ = unequal(words, after)
        changes += differ
        if differ:
            parts[1::2] = after
            done.append("".join(parts))
        else:
            done.append(piece)
    return ("".join(done), changes) if changes else (text, 0)


def unequal(before: Iterable[object], after: Iterable[object]) -> int:
    """In how many places two sequences of one length differ."""
    return sum(one != other for one, other in zip(before, after, strict=True))


def _escaped(code: int) -> str:
    return f"\\U{code:08x}"
