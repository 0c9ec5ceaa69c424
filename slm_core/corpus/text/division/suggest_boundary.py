"""Whether a text looks like many documents in one, by what evidence, and how to cut it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from slm_core.corpus.text.division.boundaries import (
    BLANK,
    GAP,
    MARK,
    MESSAGE,
    Boundary,
    front_matter,
    rules,
    text_cutter,
)
from slm_core.corpus.text.division.headings import (
    HeadingStyle,
    find_headings,
    has_title,
    heading_style,
)
from slm_core.messages import Message, msg, plural

LOOKED_AT = 100_000
"""Characters of the beginning in which evidence is looked for."""

_FEWEST_LINES, _FEWEST_BLOCKS, _FEWEST_CUTS = 20, 8, 3
_FEWEST_UNDER_TITLE = 10
_COUNTED = 20_000_000  # characters in which documents are counted one by one
_SHORT_LINE, _LONG_LINE = 60, 250  # characters
_FEWEST_BODY = 40  # characters below a heading, as a median, that make it one of a document
_SENTENCE_END = re.compile(r"[.!?。！？…][\"'”’»」』）)]*$")
_LABEL = re.compile(r"\s*([^\s:：]{1,12})\s?[:：]")
_DATED = re.compile(
    r"\s*[\[(]?(?:\d{1,4}([-./])\d{1,2}\1\d{1,4}\b|\d{4}年\d{1,2}月\d{1,2}日|\d{1,2}:\d\d\b)"
)
_DATED_SHARE = 0.8  # of the lines; the others are titles and page numbers
_CLOCK = re.compile(r"\d[:：]\d\d")


@dataclass(frozen=True)
class BoundarySuggestion:
    """A boundary that a text seems to have."""

    boundary: Boundary
    documents: int
    """How many there are if it is cut so."""
    evidence: Message
    """A sentence on what was seen."""


def suggest_boundary(text: str) -> BoundarySuggestion | None:
    """The boundary for which there is evidence in the text; None where it reads as one document.

    Prose is left whole: paragraphs and lines that were wrapped at a width are no documents.
    """
    head = text[:LOOKED_AT]
    style = heading_style(head)
    for boundary, shown in _TESTS.items():
        evidence = shown(head, style)
        if evidence is None:
            continue
        documents = _count(text, head, boundary)
        if documents > 1:
            return BoundarySuggestion(boundary, documents, evidence)
    return None


def _count(text: str, head: str, boundary: Boundary) -> int:
    """How many documents there are; of a very long text reckoned from its beginning."""
    counted = text if len(text) <= _COUNTED else head
    documents = sum(1 for _ in text_cutter(head, boundary).spans(counted))
    return round(documents * len(text) / len(counted))


def _marks(head: str, _style: HeadingStyle | None) -> Message | None:
    found = Counter(mark.group() for mark in MARK.finditer(head))
    if found.total() < 2:
        return None
    return msg("It has marks between its texts: {mark}.", mark=found.most_common(1)[0][0])


def _messages(head: str, _style: HeadingStyle | None) -> Message | None:
    if len(_CLOCK.findall(head)) < _FEWEST_CUTS:
        return None  # a hundred times as fast to see
    found = MESSAGE.findall(head)
    if len(found) < _FEWEST_CUTS or len(found) < 0.2 * len(_filled(head)):
        return None
    first = " ".join(found[0].split())
    return msg("It is a chat: lines such as “{line}” stand before its messages.", line=first)


def _rules(head: str, style: HeadingStyle | None) -> Message | None:
    """Rules that stand free: one right below a line underlines it."""
    found = rules(head)
    fields = [rule for rule in found if front_matter(head, rule.start()) > rule.start()]
    if len(fields) >= _FEWEST_CUTS:
        return msg("Its articles each begin with title and date between two lines of ---.")
    sign = Counter(rule.group().strip() for rule in found).most_common(1)
    if not sign or (style is not None and style.form in ("markdown", "underlined")):
        return None
    if sign[0][1] < _FEWEST_CUTS or not _is_even(text_cutter(head, "rules").documents(head)):
        return None
    return msg("Lines of {sign} stand between its parts.", sign=sign[0][0][:20])


def _headings(head: str, style: HeadingStyle | None) -> Message | None:
    starts = find_headings(head, style)
    if len(starts) < (_FEWEST_UNDER_TITLE if has_title(head, style) else _FEWEST_CUTS):
        return None  # an article and its sections
    ends = [*starts[1:], len(head)]
    parts = [head[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    bodies = [part.partition("\n")[2].strip() for part in parts]
    if median(map(len, bodies)) < _FEWEST_BODY:
        return None
    first = parts[0].partition("\n")[0].strip()
    return msg("It has headings such as “{heading}”.", heading=first[:60])


def _gaps(head: str, _style: HeadingStyle | None) -> Message | None:
    found = GAP.split(head.strip())
    if len(found) < _FEWEST_BLOCKS or not _is_even(found):
        return None
    if len(found) > 0.6 * len(BLANK.split(head.strip())) and _is_prose(found):
        return None
    return msg("Two or more blank lines stand between its parts.")


def _lines(head: str, _style: HeadingStyle | None) -> Message | None:
    lines = _filled(head)
    if len(lines) < _FEWEST_LINES:
        return None
    blank = head.strip().count("\n") + 1 - len(lines)
    if 0.05 * len(lines) < blank < 0.9 * len(lines):
        return None  # blocks of lines
    dates = [date.group().strip() for line in lines if (date := _DATED.match(line))]
    if len(dates) > _DATED_SHARE * len(lines):
        return msg(
            "Each line of it is a note that begins with a date or time: {date}.", date=dates[0]
        )
    lengths = sorted(map(len, lines))
    ended = sum(bool(_SENTENCE_END.search(line)) for line in lines) / len(lines)
    usual, long = lengths[len(lengths) // 2], lengths[int(0.95 * len(lengths))]
    is_entries = long <= _SHORT_LINE and ended < 0.2 and not _is_wrapped(lines)
    is_sentences = long <= _LONG_LINE and ended > 0.9 and usual <= 120
    if not is_entries and not is_sentences:
        return None
    return plural(
        "Each line of it is a short text by itself, of about {n} character.",
        "Each line of it is a short text by itself, of about {n} characters.",
        n=usual,
    )


def _blocks(head: str, style: HeadingStyle | None) -> Message | None:
    blocks = BLANK.split(head.strip())
    if len(blocks) < _FEWEST_BLOCKS or "\n```" in head or (style and style.form == "markdown"):
        return None  # Markdown has blank lines everywhere
    several = [block for block in blocks if "\n" in block]
    if len(several) < 0.6 * len(blocks) or _is_prose(several):
        return None
    return plural(
        "Blank lines separate blocks of text, most of them {n} line long.",
        "Blank lines separate blocks of text, most of them {n} lines long.",
        n=round(median(block.count("\n") + 1 for block in several)),
    )


def _filled(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line and not line.isspace()]


def _is_even(parts: Sequence[str]) -> bool:
    """Whether parts are long enough, and alike enough, to be of one kind."""
    lengths = sorted(len(part) for part in parts if part.strip())
    if len(lengths) < _FEWEST_CUTS:
        return False
    usual = lengths[len(lengths) // 2]
    return lengths[-1] < 0.8 * sum(lengths) and usual >= 2


def _is_prose(blocks: Sequence[str]) -> bool:
    """Whether the lines of most blocks are one paragraph that was wrapped at a width."""
    labels = Counter(label[1] for block in blocks if (label := _LABEL.match(block)))
    if labels and labels.most_common(1)[0][1] > 0.5 * len(blocks):
        return False  # such as Q: in each
    return _is_wrapped([line for block in blocks for line in _filled(block)[:-1]])


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether lines are as long as a width lets them be, and break within sentences."""
    if not lines:
        return False
    widths = sorted(map(len, lines))
    widest = widths[int(0.95 * (len(widths) - 1))]
    full = sum(width > 0.75 * widest for width in widths) / len(widths)
    open_ended = sum(not _SENTENCE_END.search(line) for line in lines) / len(lines)
    return widest > 30 and full > 0.7 and open_ended > 0.5


_TESTS: dict[Boundary, Callable[[str, HeadingStyle | None], Message | None]] = {
    "marks": _marks,
    "messages": _messages,
    "rules": _rules,
    "headings": _headings,
    "gap": _gaps,
    "line": _lines,
    "blank": _blocks,
}
"""In this order: what was written to separate texts goes before what may have other reasons."""
