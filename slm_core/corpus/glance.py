"""What can be counted about a text at a glance: distinct words and characters. Knows no files."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from slm_core.corpus.steps.words import without_codes

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_WIDE = re.compile("[\u3041-\u30ff\u3400-\u9fff]")

LOOKED_AT = 1_000_000
"""Characters counted; a longer text is judged by this much of its beginning."""


@dataclass(frozen=True)
class Glance:
    """Counts over the beginning of a text, or over all of it."""

    characters: int
    """How many were looked at."""
    distinct_characters: int
    words: int
    distinct_words: int
    words_once: int
    """Words that occur a single time: nothing about them can be learned."""
    is_wide: bool
    """Whether most of it is written without blanks between words, as Chinese is."""
    is_whole: bool
    """Whether all of the text was looked at."""

    @property
    def once_share(self) -> float:
        """Of the distinct words, the share that occurs once; 0 where there are no words."""
        return self.words_once / self.distinct_words if self.distinct_words else 0.0


def glance(texts: Iterable[str], *, most: int = LOOKED_AT) -> Glance:
    """Count the first `most` characters of the texts. Words are counted without their case."""
    characters: Counter[str] = Counter()
    words: Counter[str] = Counter()
    wide, seen, whole = 0, 0, True
    for text in texts:
        part = text[: most - seen]
        whole = whole and len(part) == len(text)
        characters.update(part)
        words.update(_WORD.findall(without_codes(part).casefold()))
        wide += len(_WIDE.findall(part))
        seen += len(part)
        if not whole:
            break
    letters = sum(count for char, count in characters.items() if char.isalpha())
    return Glance(
        characters=seen,
        distinct_characters=len(characters),
        words=words.total(),
        distinct_words=len(words),
        words_once=sum(1 for count in words.values() if count == 1),
        is_wide=wide > letters / 2,
        is_whole=whole,
    )
