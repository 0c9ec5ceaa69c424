"""What a text is about, as far as harm may come of taking it for advice: health, law, money."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import takewhile

from slm_core.corpus.text.subject_terms import CHINESE, LATIN, Subject

LOOKED_AT = 200_000
"""Characters by which it is told."""
_SHARE_LATIN, _SHARE_CHINESE = 0.02, 0.02
"""Share of the words, and of the characters, that terms of a subject make up at least; beyond what
stories, recipes and manuals have of them."""
_DISTINCT = 6
"""Different terms at least: one that comes again and again makes no subject."""
_WORD = re.compile(r"[^\W\d_]{3,}")


def subject_of(texts: Iterable[str]) -> Subject:
    """The subject that the beginning of `texts` is about, "other" for none of ours."""
    head = _head(texts)
    scores = {subject: _score(head, subject) for subject in LATIN}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= 1.0 else "other"


def _head(texts: Iterable[str]) -> str:
    parts: list[str] = []
    size = 0

    def is_wanted(text: str) -> bool:
        nonlocal size
        wanted = size < LOOKED_AT
        size += len(text)
        return wanted

    parts.extend(takewhile(is_wanted, texts))
    return "\n".join(parts)[:LOOKED_AT].lower()


def _score(head: str, subject: Subject) -> float:
    """How often terms of it occur, 1 for as often as it takes."""
    chinese, latin = _patterns(subject)
    found = chinese.findall(head)
    words = _WORD.findall(head)
    terms = [match[0] for word in words if (match := latin.match(word))]
    of_chinese = sum(map(len, found)) / max(1, _han(head)) / _SHARE_CHINESE
    of_latin = len(terms) / max(1, len(words)) / _SHARE_LATIN
    several = len(set(found)) >= _DISTINCT or len(set(terms)) >= _DISTINCT
    is_chinese = _han(head) > sum(map(len, words)) / 4
    return (of_chinese if is_chinese else of_latin) if several else 0.0


def _han(text: str) -> int:
    return sum("一" <= sign <= "鿿" for sign in text)


@cache
def _patterns(subject: Subject) -> tuple[re.Pattern[str], re.Pattern[str]]:
    chinese = "|".join(sorted(CHINESE[subject], key=len, reverse=True))
    latin = "|".join(sorted(LATIN[subject], key=len, reverse=True))
    return re.compile(chinese), re.compile(latin)
