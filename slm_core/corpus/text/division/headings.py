"""Headings in plain text: Markdown, underlined, wiki, numbered chapters, in many languages."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

_CHINESE = "一二三四五六七八九十百千零〇两廿"
_NUMBER = rf"(?:\d{{1,4}}|[IVXLCivxlc]{{1,8}}|[{_CHINESE}]{{1,8}})"
_PARTS = ("part", "book", "teil", "partie", "parte", "часть")
_CHAPTERS = (
    *(
        "chapter",
        "kapitel",
        "chapitre",
        "capítulo",
        "capitulo",
        "capitolo",
        "hoofdstuk",
        "rozdział",
    ),
    *("глава", "section", "abschnitt", "artikel", "article", "act", "scene", "lesson", "letter"),
    *("sonnet", "canto", "stave", "visit", "entry", "case", "session", "recipe"),
)
_WORDED = re.compile(
    rf"(\w+)\s+(?:{_NUMBER}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    r"[^\n]{0,80}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    rf"第\s*[{_CHINESE}\d]{{1,8}}\s*(?P<unit>[部卷编編篇章回节節话話集课課讲講条條])[^\n]{{0,60}}"
)
_MARKDOWN = re.compile(r"(#{1,6})[^\S\n]+\S")
_TIGHT = re.compile(r"(#{2,6})\S")  # ###Title, as people type it
_ASCIIDOC = re.compile(r"(={1,6})[^\S\n]+[^=\s][^\n]*")
_ORG = re.compile(r"(\*{1,6})[^\S\n]+\S")
_IS_ORG = re.compile(r"^(?:#\+\w+:|\*{2,6} \S)", re.MULTILINE)
_WIKI = re.compile(r"\s*(={1,6})\s?[^=\n]+?\s?\1\s*")
_UNDERLINE = re.compile(r"([=\-~^\"'*+#])\1{2,}\s*")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_CLAUSE_END = re.compile(r"[,;，；。、]\s*$")
_MARKDOWN_SIGNS = {"=": "#", "-": "##"}
_UNITS = "部卷编編篇章回节節话話集课課讲講条條"
_LONGEST_TITLE = 120
_WORDS = (*_PARTS, *_CHAPTERS)
_FIRST = frozenset("#=-~^\"'*+第" + "".join({word[0] + word[0].upper() for word in _WORDS}))
"""What a heading's line, or one that underlines, begins with; other lines need no closer look."""
_FEWEST = 2
"""Headings of a level from which it is one that repeats."""


class HeadingStyle(NamedTuple):
    """Headings that look alike."""

    form: str
    """markdown, underlined, wiki, asciidoc, org, worded or numbered."""
    level: str
    """Within the form: the number of signs, the sign, or the word."""


@dataclass(frozen=True)
class _Heading:
    """A heading, and where its line begins."""

    style: HeadingStyle
    start: int
    rank: int
    """0 for the highest."""


def has_title(text: str, style: HeadingStyle | None) -> bool:
    """Whether a heading stands above those of this style: the title of the whole text."""
    found = _headings(text)
    rank = next((heading.rank for heading in found if heading.style == style), 0)
    return any(heading.rank < rank for heading in found)


def find_headings(text: str, style: HeadingStyle | None) -> list[int]:
    """Where headings of this style begin."""
    return [found.start for found in _headings(text) if found.style == style]


def heading_style(text: str) -> HeadingStyle | None:
    """The highest headings that repeat, of the form that is there most; None where none do."""
    found = _headings(text)
    forms = Counter(heading.style.form for heading in found)
    times = Counter(heading.style for heading in found)
    ranks: dict[HeadingStyle, int] = {heading.style: heading.rank for heading in found}
    for form, _ in forms.most_common():
        repeated = [style for style in times if style.form == form and times[style] >= _FEWEST]
        if repeated:
            return min(repeated, key=lambda style: (ranks[style], -times[style]))
    return None


def _headings(text: str) -> list[_Heading]:
    found: list[_Heading] = []
    is_org = _IS_ORG.search(text) is not None
    underlines: dict[str, int] = {}  # signs in the order they come, as in reStructuredText
    fence = ""
    before, at, before_at, stands_free = "", 0, 0, True
    for line in text.split("\n"):
        opened = _FENCE.match(line) if line.lstrip()[:1] in "`~" else None
        if opened and (not fence or opened[1] == fence):
            fence = "" if fence else opened[1]
        elif not fence and line.lstrip()[:1] in _FIRST:
            if heading := _of_line(line, at):
                found.append(heading)
            elif is_org and (stars := _ORG.match(line)):
                found.append(_Heading(HeadingStyle("org", stars[1]), at, len(stars[1]) - 1))
            elif stands_free and (sign := _underlines(line, before)) is not None:
                found.append(_underlined(sign, before_at, underlines))
        stands_free = not before.strip()
        before, before_at, at = line, at, at + len(line) + 1
    return found


def _of_line(line: str, at: int) -> _Heading | None:
    """The heading that a line is by itself."""
    if len(line) > 2 * _LONGEST_TITLE:
        return None
    if line[0] == "#" and (marked := _MARKDOWN.match(line) or _TIGHT.match(line)):
        return _Heading(HeadingStyle("markdown", marked[1]), at, len(marked[1]) - 1)
    if "=" in line[:8]:
        for form, pattern in (("wiki", _WIKI), ("asciidoc", _ASCIIDOC)):
            if signs := pattern.fullmatch(line):
                return _Heading(HeadingStyle(form, signs[1]), at, len(signs[1]) - 1)
    plain = line.strip()
    if plain[:1] == "第" and (numbered := _NUMBERED.fullmatch(plain)):
        unit = numbered["unit"]
        style, rank = HeadingStyle("numbered", unit), _UNITS.index(unit)
    elif plain[:12].casefold().startswith(_WORDS) and (worded := _WORDED.fullmatch(plain)):
        word = worded[1].casefold()
        if word not in _WORDS:
            return None
        style, rank = HeadingStyle("worded", word), int(word in _CHAPTERS)
    else:
        return None
    return None if _CLAUSE_END.search(plain) else _Heading(style, at, rank)


def _underlines(line: str, before: str) -> str | None:
    """The sign by which a line underlines the one before it."""
    title = before.strip()
    if not title or len(title) > _LONGEST_TITLE or not (rule := _UNDERLINE.fullmatch(line)):
        return None
    if rule[1] not in _MARKDOWN_SIGNS and len(line.rstrip()) < len(title):
        return None
    if _UNDERLINE.fullmatch(before):
        return None
    return rule[1]


def _underlined(sign: str, at: int, order: dict[str, int]) -> _Heading:
    """Markdown gives two signs a level; elsewhere the first that comes is the highest."""
    if sign in _MARKDOWN_SIGNS:
        return _Heading(HeadingStyle("markdown", _MARKDOWN_SIGNS[sign]), at, "=-".index(sign))
    rank = order.setdefault(sign, len(order))
    return _Heading(HeadingStyle("underlined", sign), at, rank)
