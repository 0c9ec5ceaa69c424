"""How a text is a table: its delimiter, its names, and what stands above it."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from slm_core.corpus.readers.table_rows import Dialect, table_rows
from slm_core.errors import CorpusError
from slm_core.messages import msg

_DELIMITERS = (",", "\t", ";", "|")
_NONE = "\x1f"  # a delimiter that no decoded text contains: every row is one cell
_SAMPLE_ROWS, _SAMPLE_CHARACTERS = 200, 262_144
_MOST_COLUMNS = 10_000
_MOST_ABOVE = 20  # rows that a table's title and the like may take
_BLANK_CELLS = " \t,;|"
_LONGEST_LINE = 32_000_000  # characters; Python's reader needs eight bytes for each
_NUMBER = re.compile(r"[-+]?[\d.,\s]*\d[\d.,\s]*%?")
_SEPARATOR_LINE = re.compile(r"sep=(.)\n")  # Excel's own way of naming the delimiter


@dataclass(frozen=True)
class Table:
    """A text with how to take it apart."""

    text: str
    dialect: Dialect
    names: tuple[str, ...]
    """Column names."""
    header: bool
    """Whether there is a row of names."""
    above: int = 0
    """Rows above the table, such as its title, that are no part of it."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Rows that are not empty, each with the number of its last line."""
        rows = table_rows(self.text, self.dialect, width=len(self.names))
        return itertools.islice(rows, self.above + self.header, None)


def table_of(text: str) -> Table:
    """How a text is to be taken apart. Raises CorpusError where it is no table."""
    if not text or text.isspace():
        raise CorpusError(msg("There are only blanks in it. Add a table with text in it."))
    longest = max(map(len, text.split("\n")))
    if longest > _LONGEST_LINE:
        raise CorpusError(
            msg(
                "One of its lines has {longest:,} characters, as no table has. Add it as "
                "plain text by ending its name in .txt.",
                longest=longest,
            )
        )
    named = _SEPARATOR_LINE.match(text)
    if named:
        text = text[named.end() :]
    head = text[:_SAMPLE_CHARACTERS]
    escape = "\\" if '\\"' in head and '""' not in head else None
    delimiter = named[1] if named and named[1] != '"' else _delimiter(head, escape)
    dialect = Dialect(delimiter, escape)
    first = _first_rows(text, dialect, width=_usual_width(_first_rows(text, dialect)))
    if not first:
        return Table(text, dialect, (), header=False)
    above = _above(first, text)
    first = first[above:]
    header = _is_header(first)
    width = len(first[0]) if header else _usual_width(first)
    if width > _MOST_COLUMNS:
        raise CorpusError(
            msg(
                "It has {width:,} columns; up to {most_columns:,} are read. If it is no "
                "table, add it as plain text by ending its name in .txt.",
                width=width,
                most_columns=_MOST_COLUMNS,
            )
        )
    names = first[0] if header else [""] * width
    return Table(text, dialect, _distinct(names), header, above)


def _first_rows(text: str, dialect: Dialect, *, width: int = 0) -> list[list[str]]:
    rows = table_rows(text, dialect, width=width)
    return [row for _, row in itertools.islice(rows, _SAMPLE_ROWS)]


def _usual_width(rows: list[list[str]]) -> int:
    return Counter(map(len, rows)).most_common(1)[0][0] if rows else 0


def _delimiter(head: str, escape: str | None) -> str:
    """The delimiter that gives the most rows of one width, if most rows agree: the width of the
    first row, or of the first that is wide where titles stand above the table."""
    best, best_score = _NONE, 0.5
    for delimiter in _DELIMITERS:
        rows = _first_rows(head, Dialect(delimiter, escape))
        if len(head) == _SAMPLE_CHARACTERS and len(rows) > 1:
            rows.pop()  # cut off in the middle
        usual = _usual_width(rows)
        if rows and len(rows[0]) < usual and not _is_prose(rows, delimiter):
            rows = rows[_first_wide(rows, usual) :]
        if not rows or len(rows[0]) < 2:
            continue
        score = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _is_prose(rows: list[list[str]], delimiter: str) -> bool:
    """Whether blanks follow the delimiter, as they follow a comma in sentences under a heading."""
    inner = [cell for row in rows for cell in row[1:] if cell]
    return delimiter != "\t" and 2 * sum(cell[0] == " " for cell in inner) > len(inner)


def _first_wide(rows: list[list[str]], width: int) -> int:
    """Which row is the first of this width among those that a table's titles may take."""
    wide = (at for at, row in enumerate(rows[:_MOST_ABOVE]) if len(row) == width)
    return next(wide, 0)


def _above(rows: list[list[str]], text: str) -> int:
    """How many rows stand above the table: its title, when it was made and by whom.

    They are narrower than the table, or filled up with empty cells, or a blank line divides them
    from a row of names.
    """
    width = _usual_width(rows)
    if width < 2:
        return 0
    for at, row in enumerate(rows[:_MOST_ABOVE]):
        if len(row) == width and _is_full(row):
            if at and _is_header(rows[at:]):
                return at
            break
    divided = _before_blank_line(text)
    if 0 < divided < min(_MOST_ABOVE, len(rows)) and _is_header(rows[divided:]):
        return divided if len(rows[divided]) == width else 0
    first_wide = _first_wide(rows, width)
    alone = all(len(row) == 1 for row in rows[:first_wide])
    return first_wide if alone and len(rows) > 2 * first_wide else 0


def _is_full(row: list[str]) -> bool:
    """Whether it has more than a title in its first cell."""
    filled = sum(1 for cell in row if cell and not cell.isspace())
    return filled > max(1, len(row) // 2) and not row[0].lstrip().startswith("#")


def _before_blank_line(text: str) -> int:
    """Lines before the only blank line near the beginning; 0 where there is none or are more."""
    lines = text.lstrip("\n").split("\n", 2 * _MOST_ABOVE)[: 2 * _MOST_ABOVE]
    while lines and not lines[-1].strip(_BLANK_CELLS):
        lines.pop()
    blank = [at for at, line in enumerate(lines) if not line.strip(_BLANK_CELLS)]
    return blank[0] if len(blank) == 1 else 0


def _is_header(rows: list[list[str]]) -> bool:
    """Whether the first row is names: short, no numbers or sentences, and not seen again."""
    first, body = [cell.strip() for cell in rows[0]], rows[1:]
    named = [cell for cell in first if cell]
    if not named or len(first) - len(named) > 1:
        return False
    for cell in named:
        if len(cell) > 60 or len(cell.split()) > 6 or "\n" in cell:
            return False
        if _NUMBER.fullmatch(cell) or cell[-1] in ".?!,;。？！，；…":
            return False
    if not body:
        return len(first) > 1
    return not any(
        name and any(at < len(row) and row[at].strip() == name for row in body)
        for at, name in enumerate(first)
    )


def _distinct(names: list[str]) -> tuple[str, ...]:
    distinct: dict[str, None] = {}
    for number, name in enumerate(names, 1):
        plain = " ".join(name.split()) or f"column {number}"
        while plain in distinct:
            plain = f"{plain} ({number})"
        distinct[plain] = None
    return tuple(distinct)
