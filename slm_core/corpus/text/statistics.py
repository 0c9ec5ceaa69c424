"""Statistics of a text: distinct words and characters."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from slm_core.corpus.text.scripts import COMMON_HAN, KANA
from slm_core.corpus.text.words import without_codes

_WORD = re.compile(r"\b(?=[^\W\d_])\w+(?:['’-]\w+)*")
"""Words begin with a letter, as in a corpus's report: telephone numbers are none."""
_WIDE = re.compile(f"[{COMMON_HAN}{KANA}]")

LOOKED_AT = 1_000_000
"""Characters counted; a longer text is judged by this much of its beginning."""


@dataclass(frozen=True)
class QuickStats:
    """Counts over the beginning of a text, or over all of it."""

    characters: int
    """How many were looked at."""
    distinct_characters: int
    words: int
    distinct_words: int
    unknown: float
    """Of the words after the first eight tenths of what was looked at, up to nine tenths, the
    share that those eight do not have: what a model that learned them would not know."""
    is_wide: bool
    """Whether most of it is written without blanks between words, as Chinese is."""
    is_whole: bool
    """Whether all of the text was looked at."""


def quick_stats(texts: Iterable[str], *, most: int = LOOKED_AT) -> QuickStats:
    """Count the first `most` characters of the texts. Words are counted without their case."""
    characters: Counter[str] = Counter()
    words: list[str] = []
    wide, characters_read, whole = 0, 0, True
    for text in texts:
        part = text[: most - characters_read]
        whole = whole and len(part) == len(text)
        characters.update(part)
        words += _WORD.findall(without_codes(part).casefold())
        wide += len(_WIDE.findall(part))
        characters_read += len(part)
        if not whole:
            break
    letters = sum(count for char, count in characters.items() if char.isalpha())
    return QuickStats(
        characters=characters_read,
        distinct_characters=len(characters),
        words=len(words),
        distinct_words=len(set(words)),
        unknown=_unknown(words),
        is_wide=wide > letters / 2,
        is_whole=whole,
    )


def _unknown(words: list[str]) -> float:
    learned, judged = 8 * len(words) // 10, 9 * len(words) // 10
    learned_words = set(words[:learned])
    return sum(word not in learned_words for word in words[learned:judged]) / max(
        1, judged - learned
    )
