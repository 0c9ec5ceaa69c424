"""Where a piece of a text may begin and end so that no word is cut in two.

Between words that are written with blanks, at a blank. Chinese and Japanese have none: there behind
a mark such as 。 or ，, if one is near, and else between any two characters.
"""

import re

_WITHIN = 40
"""Characters from a place in which a better one is looked for."""
_WIDE_MARKS = "。！？；，、：」』）》】"
"""Behind which a piece of a text without blanks begins; before one of them none does."""
_START = re.compile(rf"(?<=\s)[^\s]|(?<=[{_WIDE_MARKS}])[^\s{_WIDE_MARKS}]")


def begins_word(before: str, after: str) -> bool:
    """Whether a word begins between these two neighbouring characters."""
    return _START.match(before + after, len(before)) is not None


def word_start(text: str, place: int, *, within: int = _WITHIN) -> int:
    """The first place from `place` on where a word begins; `place` itself where none is near."""
    if place <= 0:
        return 0
    found = _START.search(text, place, place + within)
    return found.start() if found else min(place, len(text))


def word_end(text: str, place: int, *, within: int = _WITHIN) -> int:
    """The last place up to `place` where a word has ended, before its blank; `place` itself where
    none is near."""
    if place >= len(text):
        return len(text)
    for end in range(place, max(0, place - within), -1):
        before, after = text[end - 1], text[end]
        if not before.isspace() and (after.isspace() or begins_word(before, after)):
            return end
    return place


def shortened(text: str, most: int) -> str:
    """The text, or the words that its first `most` characters hold, and an ellipsis."""
    if len(text) <= most:
        return text
    return text[: word_end(text, most - 1)].rstrip() + "…"


def last_words(text: str, most: int) -> str:
    """The text, or the words that its last `most` characters hold."""
    return text[word_start(text, max(0, len(text) - most)) :]
