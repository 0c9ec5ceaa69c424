"""Lines of a text that belong to its printed pages: page numbers, and headers and footers.

What comes again on every page is neither a sentence of the text nor a document of it.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator

_FEWEST_TIMES = 4  # a line comes in one document before it can be a header
_LONGEST = 100  # characters of a header
_BORDER = 3  # lines from the beginning or end of a page
_LINES_OF_A_PAGE = (12, 150)
_EVEN = 0.12  # how much the distances of a header may vary, of their mean
_COVERED = 0.5  # share of a text over which it comes: else it is a speaker or a title
_RISING = 0.6  # share of lone numbers that follow on one another where they are page numbers
_STRUCTURE = ("```", "~~~", "#", "|")  # Markdown's fences, headings and tables
_REPEATED = 4  # times a line comes in a text that is not to be quoted
_DIGITS = re.compile(r"\d+")
_LONE_NUMBER = re.compile(r"[\s\-–—·|\[(]*(\d{1,4})[\s\-–—·|\])]*")
_LATIN_PAGE = (
    r"(?:page|seite|pagina|página|pág\.?|sida|strona|стр\.?|страница|صفحة|p\.|s\.)\s*\d{1,5}"
    r"(?:\s*(?:of|von|de|di|sur|av|z|из|من|/)\s*\d{1,5})?"
)
_CHINESE_PAGE = r"第\s*\d{1,5}\s*[页頁](?:\s*[,，/]?\s*共\s*\d{1,5}\s*[页頁])?"
_PAGE = re.compile(
    rf"[\s\-–—|\[(]*(?:{_LATIN_PAGE}|{_CHINESE_PAGE}"
    r"|\d{1,5}\s*(?:ページ|頁|页)|ページ\s*\d{1,5}"
    r"|\d{1,5}\s*(?:/|of|von|de|sur)\s*\d{1,5})[\s\-–—|\])]*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"(?<!\w)(?:{_LATIN_PAGE})(?!\w)|{_CHINESE_PAGE}", re.IGNORECASE)
_OF_PAGES = 0.6  # share of the page numbers beside which a line stands that is a header


def has_pages(text: str) -> bool:
    """Whether a text has lines of several printed pages, by those that say "page" and count up.

    Lone numbers may be those of chapters, and lines that come again a refrain.
    """
    return bool(_numbered_headers(re.split("[\n\f]", text)) or page_borders(text))


def page_shapes(text: str) -> frozenset[str]:
    """What the page numbers of a text, and the lines that come again beside them, look like; none
    of a text without pages, in which a line that comes again is a refrain."""
    if not has_pages(text):
        return frozenset()
    lines = re.split("[\n\f]", text)
    numbers = page_numbers(lines)
    rows = numbers | lines_beside(lines, numbers) | page_borders(text)
    return frozenset(filter(None, (line_shape(lines[row]) for row in rows)))


def quotable(text: str) -> str:
    """The text without lines of its pages, and without those that come again and again; all of it
    where there are no others."""
    shapes = page_shapes(text)
    lines = re.split("[\n\f]", text)
    times = Counter(" ".join(line.split()) for line in lines)
    kept = "\n".join(
        line
        for line in lines
        if times[" ".join(line.split())] < _REPEATED and line_shape(line) not in shapes
    )
    return text if not kept or kept.isspace() else kept


def line_shape(line: str) -> str:
    """What a line has in common with the same line of another page; "" for what is no header."""
    if len(line) > 4 * _LONGEST or line.startswith(_STRUCTURE):
        return ""
    plain = " ".join(line.split())
    if len(plain) > _LONGEST or not any(map(str.isalpha, plain)):
        return ""
    return _DIGITS.sub("0", plain)


def page_numbers(lines: list[str]) -> set[int]:
    """Lines that are the number of a page, also with a header in the same line."""
    drop: set[int] = set()
    lone: list[tuple[int, int]] = []
    for row, line in enumerate(lines):
        if len(line) > _LONGEST or not _DIGITS.search(line):
            continue
        if _PAGE.fullmatch(line):
            drop.add(row)
        elif number := _LONE_NUMBER.fullmatch(line):
            lone.append((row, int(number.group(1))))
    steps = [after - before for (_, before), (_, after) in itertools.pairwise(lone)]
    if len(steps) >= 2 and sum(step in (1, 2) for step in steps) >= _RISING * len(steps):
        apart = [after - before for (before, _), (after, _) in itertools.pairwise(lone)]
        if min(apart) > 2:  # else it is a list or a table
            drop |= {row for row, _ in lone}
    return drop | _numbered_headers(lines)


def _numbered_headers(lines: list[str]) -> set[int]:
    """Headers with a page number in them, such as "Annual report, page 3": lines alike but for
    their numbers, of which one counts up."""
    rows_of: dict[str, list[tuple[int, int]]] = {}
    for row, line in enumerate(lines):
        if len(line) > _LONGEST or not _DIGITS.search(line):
            continue
        found = _NUMBERED.search(line)
        if found is not None and (shape := line_shape(line)):
            number = int(_DIGITS.findall(found.group())[0])
            rows_of.setdefault(shape, []).append((row, number))
    drop: set[int] = set()
    for rows in rows_of.values():
        rising = sum(after > before for (_, before), (_, after) in itertools.pairwise(rows))
        if len(rows) >= _FEWEST_TIMES and rising >= _RISING * (len(rows) - 1):
            drop.update(row for row, _ in rows)
    return drop


def lines_beside(lines: list[str], numbers: set[int]) -> set[int]:
    """Lines that come again beside page numbers."""
    rows_of: dict[str, set[int]] = {}
    for number in numbers:
        above = itertools.islice(_full(lines, range(number - 1, -1, -1)), _BORDER)
        below = itertools.islice(_full(lines, range(number + 1, len(lines))), _BORDER)
        for row in (*above, *below):
            if shape := line_shape(lines[row]):
                rows_of.setdefault(shape, set()).add(row)
    needed = max(_FEWEST_TIMES, _OF_PAGES * len(numbers))
    return set().union(*(rows for rows in rows_of.values() if len(rows) >= needed))


def _full(lines: list[str], rows: Iterable[int]) -> Iterator[int]:
    """Those of the next few rows that are not blank."""
    for row in itertools.islice(rows, 2 * _BORDER):
        if lines[row] and not lines[row].isspace():
            yield row


def even_headers(lines: list[str]) -> set[int]:
    """Lines that come again at the distances of pages."""
    if len(lines) < _FEWEST_TIMES * _LINES_OF_A_PAGE[0]:
        return set()
    rows_of: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if line and (shape := line_shape(line)):
            rows_of.setdefault(shape, []).append(number)
    drop: set[int] = set()
    for rows in rows_of.values():
        covered = rows[-1] - rows[0] >= _COVERED * len(lines)
        if covered and len(rows) >= _FEWEST_TIMES and _evenly_apart(rows):
            drop.update(rows)
    return drop


def _evenly_apart(rows: list[int]) -> bool:
    apart = [after - before for before, after in itertools.pairwise(rows)]
    mean = sum(apart) / len(apart)
    low, high = _LINES_OF_A_PAGE
    if not low <= mean <= high:
        return False
    spread = (sum((distance - mean) ** 2 for distance in apart) / len(apart)) ** 0.5
    return spread <= _EVEN * mean


def page_borders(text: str) -> set[int]:
    """Lines at the top or foot of the pages of a text that marks its pages by form feeds."""
    if text.count("\f") < _FEWEST_TIMES - 1:
        return set()
    borders: list[list[tuple[str, int]]] = []
    first = 0
    for page in text.split("\f"):
        lines = page.split("\n")
        near = _near_a_border(lines)
        borders.append(
            [(line_shape(lines[at]), first + at) for at in near if line_shape(lines[at])]
        )
        first += len(lines)
    counts = Counter(shape for page in borders for shape in {shape for shape, _ in page})
    needed = max(_FEWEST_TIMES, 0.4 * len(borders))
    lines_near_borders: Iterable[tuple[str, int]] = itertools.chain.from_iterable(borders)
    return {number for shape, number in lines_near_borders if counts[shape] >= needed}


def _near_a_border(lines: list[str]) -> list[int]:
    full = [at for at, line in enumerate(lines) if line and not line.isspace()]
    return sorted({*full[:_BORDER], *full[-_BORDER:]})
