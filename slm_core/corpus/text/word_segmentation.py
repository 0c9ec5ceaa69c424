"""Running text cut into words, numbers and marks, Chinese and Japanese too."""

import functools
import itertools
import re
from collections.abc import Iterable

from slm_core.corpus.text.chinese import script_of, simplified
from slm_core.corpus.text.language import language_of
from slm_core.corpus.text.scripts import HAN, HIRAGANA, KANA, is_japanese
from slm_core.corpus.text.words import letters

_LOOKED_AT = 20_000
"""Characters of a text by which it is told whether it is in simplified Chinese."""
_HAN_RUN = re.compile(f"([{HAN}]+)")
_WIDE_RUN = re.compile(f"([{HAN}{KANA}]+)")
# Without a dictionary: where Japanese changes its script a word mostly ends or an ending begins.
_SCRIPT_RUNS = re.compile(f"[{HAN}]+|[{HIRAGANA}][{HIRAGANA}ー]*|(?:(?![{HIRAGANA}])[{KANA}])+")


def spaced(text: str) -> str:
    """The text with blanks between its Chinese or Japanese words, and nothing else changed.

    Chinese is cut by a dictionary; Japanese only where the script changes.
    """
    if text.isascii() or not _WIDE_RUN.search(text):
        return text
    japanese = is_japanese(text)
    traditional = not japanese and script_of(text[:_LOOKED_AT]) != "simplified"
    parts = (_WIDE_RUN if japanese else _HAN_RUN).split(text)
    parts[1::2] = [
        f" {' '.join(cut(run, japanese=japanese, traditional=traditional))} " for run in parts[1::2]
    ]
    return "".join(parts)


def cut(run: str, *, japanese: bool = False, traditional: bool = False) -> list[str]:
    """The words of a run of Chinese or Japanese characters; joined they are the run.

    The dictionary is of simplified words: `traditional` says that others may be in the run.
    """
    if japanese:
        return _SCRIPT_RUNS.findall(run)
    import rjieba  # noqa: PLC0415 - its dictionary takes 32 MB

    return as_written(run, rjieba.cut(simplified(run))) if traditional else rjieba.cut(run)


def as_written(run: str, words: Iterable[str]) -> list[str]:
    """The words of a run that was converted sign by sign, as the run itself writes them."""
    ends = list(itertools.accumulate(map(len, words), initial=0))
    return [run[start:end] for start, end in itertools.pairwise(ends)]


@functools.cache
def token_pattern(*, marks: bool) -> re.Pattern[str]:
    """A token: a word, a number, an address, z.B., a tag such as <url>, and if wanted a mark."""
    sign = f"[{letters('M')}\u200c\u200d]"
    word = rf"(?:[^\W_]{sign}*)+"
    inside = r"(?:['’\-‐_@]|(?<=\d)[.,:/](?=\d))"
    alternatives = (
        r"(?:https?://|www\.)[^\s<>]+(?<![.,;:!?)\]}\"'”’])",
        r"(?:[^\W\d_]\.){2,}",
        r"<[A-Za-z]+>",
        rf"{word}(?:{inside}{word})*",
        *((r"\.\.\.+|…+|—+|([^\w\s])\1*|_+",) if marks else ()),
    )
    return re.compile("|".join(alternatives))


def known_language(text: str, language: str) -> str:
    """The language said, or the one that the text is in where it is "auto"."""
    return language_of([text]) if language == "auto" else language
