"""The step that joins lines broken for a page to paragraphs again."""

import itertools
import math
import re
from typing import ClassVar

from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.step import TextStep
from slm_core.corpus.text.divided_words import DividedWords
from slm_core.corpus.text.scripts import HAN, KANA

_DIVIDED = re.compile(r"([^\W\d_]{2,30})[-\u00ad‐]$")
_HYPHENS = ("-", "‐")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 40
_AND = frozenset(("und", "oder", "bzw", "sowie", "bis", "and", "or", "to", "et", "ou", "y", "o"))
_SENTENCE_END = tuple('.!?:;…。！？：；؟۔।"”’」』)）')
_ITEM = re.compile(
    r"[•‣◦▪●○■□*#>|–—-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{2,5})[.)、]\s|第\S{1,6}[章节節条條回]"
)
_INDENTED = re.compile(r"\s{2}|[\t\u3000]")
_WIDE = re.compile(f"[{HAN}{KANA}、。〈-】〔-〟！（），．：；？～]")  # Korean has blanks
_PERCENTILE = 0.8
_SHORT = 0.6  # of the usual width: what is shorter was ended by its writer
_SHORT_SENTENCE = 0.85  # of it, where the line ends like a sentence
_WRAPPED = 0.3  # share of lines about as long as the usual ones in a text broken for a page
_PARAGRAPH = 160  # characters from which lines are paragraphs already
_SAMPLE = 2000  # lines from which the usual width is taken


@dataclass(frozen=True)
class JoinLines(TextStep):
    """Join broken lines, and words hyphenated at the end of a line, as PDF text has them."""

    section: ClassVar[str] = "join_lines"

    hyphens: bool = True
    """Join words that are hyphenated at the end of a line."""
    keep_short: bool = True
    """Do not join lines much shorter than the others, such as headings, verse and lists, nor texts
    whose lines are whole paragraphs."""

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        if "\n" not in text:
            return text, 0
        lines = text.split("\n")
        width = _usual_width(lines) if self.keep_short else 0.0
        divided = DividedWords(text) if self.hyphens else None
        done: list[str] = []
        parts = [lines[0]]
        changes = 0
        for line, after in itertools.pairwise(lines):
            if _goes_on(line, after, width, hyphens=self.hyphens):
                changes += 1
                parts[-1], rest = _joint(parts[-1].rstrip(), after.lstrip(), divided)
                parts.append(rest)
            else:
                done.append("".join(parts))
                parts = [after]
        done.append("".join(parts))
        return ("\n".join(done), changes) if changes else (text, 0)


def _usual_width(lines: list[str]) -> float:
    """How long a full line is; no line is long enough where they were not broken for a page."""
    widths = sorted(len(line.strip()) for line in lines[:_SAMPLE] if line and not line.isspace())
    if not widths:
        return math.inf
    usual = widths[min(int(_PERCENTILE * len(widths)), len(widths) - 1)]
    full = sum(_SHORT_SENTENCE * usual <= width <= 1.15 * usual for width in widths)
    return usual if usual <= _PARAGRAPH and full >= _WRAPPED * len(widths) else math.inf


def _goes_on(line: str, after: str, width: float, *, hyphens: bool) -> bool:
    """Whether a paragraph goes on over the end of this line."""
    end, begin = line.rstrip(), after.lstrip()
    if not end or not begin or _ITEM.match(begin):
        return False
    if _INDENTED.match(after) and not _INDENTED.match(line):
        return False
    if hyphens and _DIVIDED.search(end, max(0, len(end) - _LONGEST_WORD)) and begin[0].islower():
        return True
    length = len(end.lstrip())
    if end.endswith(_SENTENCE_END) and length < _SHORT_SENTENCE * width:
        return False
    return length >= _SHORT * width


def _joint(before: str, after: str, words: DividedWords | None) -> tuple[str, str]:
    """Both lines as they stand in one; without `words`, hyphens stay."""
    if _WIDE.match(before[-1]) or _WIDE.match(after[0]):
        return before, after
    if words is None:
        return before, f" {after}"
    divided = _DIVIDED.search(before, max(0, len(before) - _LONGEST_WORD))
    first = _FIRST_WORD.match(after)
    if divided is None or first is None or first.group().lower() in _AND:
        return before, f" {after}"
    if before.endswith("\u00ad"):
        return before[:-1], after
    in_chain = before[: divided.start()].endswith(_HYPHENS) or after.startswith(
        _HYPHENS, first.end()
    )
    if first.group()[0].isupper() or words.keep_hyphen(
        divided.group(1), first.group(), in_chain=in_chain
    ):
        return before, after
    return before[:-1], after
