"""Rows of CSV and TSV, where a quotation mark may open a cell over several lines, or be a mark that
somebody typed into a text.
"""

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from slm_core.errors import CorpusError
from slm_core.messages import msg

_LONGEST_CELL = 2**31 - 1
_MOST_LONE = 200  # marks typed into texts, after which a file is taken for one that never quotes


@dataclass(frozen=True)
class Dialect:
    """How the cells of a row are told apart."""

    delimiter: str
    escape: str | None
    """What stands before a quotation mark that is part of a text, where it is not doubled."""


def table_rows(text: str, dialect: Dialect, *, width: int) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, each with the number of its last line.

    Where `width`, the cells of a row, is known (not 0), a quotation mark that swallows lines which
    are rows of their own opens nothing: it is part of its text. Raises CorpusError.
    """
    lines = text.split("\n")
    start = lone = 0
    while start < len(lines):
        before = start
        for end, row in _quoted_rows(lines, start, dialect):
            is_usual = end - before == 1 and len(row) >= width
            if width > 1 and not is_usual and _swallows(lines[before:end], width, dialect):
                break
            if any(cell and not cell.isspace() for cell in row):
                yield end, row
            before = end
        else:
            return
        lone += 1
        count = 1 if lone < _MOST_LONE else len(lines) - before
        for number in range(before, before + count):
            row = _plain_row(lines[number], dialect)
            if any(cell and not cell.isspace() for cell in row):
                yield number + 1, row
        start = before + count


def _quoted_rows(lines: list[str], start: int, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Rows from this line on, each with the number of its last line."""
    csv.field_size_limit(_LONGEST_CELL)  # Python's own limit would refuse a long text
    following = itertools.islice(lines, start, None)
    reader = csv.reader(
        (line + "\n" for line in following),
        delimiter=dialect.delimiter,
        escapechar=dialect.escape,
    )
    try:
        for row in reader:
            yield start + reader.line_num, row
    except csv.Error as error:
        raise CorpusError(
            msg(
                "Line {line_num:,} cannot be read as part of a table: {error}. Mend the "
                "line, or add the file as plain text by ending its name in .txt.",
                line_num=start + reader.line_num,
                error=error,
            )
        ) from None


def _swallows(lines: list[str], width: int, dialect: Dialect) -> bool:
    """Whether the lines of a row are rows themselves once quotation marks mean nothing."""
    if '"' not in lines[0] or len(_plain_row(lines[0], dialect)) != width:
        return False
    following = [line for line in lines[1:] if line.strip()]
    rows = sum(len(_plain_row(line, dialect)) == width for line in following)
    if following and 2 * rows <= len(following):
        return False
    # Commas stand in sentences too, so that the lines of a cell may look like rows.
    is_sure = dialect.delimiter == "\t" and following
    return bool(is_sure) or not _is_well_quoted(lines, dialect)


def _plain_row(line: str, dialect: Dialect) -> list[str]:
    """The cells of a line by its delimiters; marks around a whole cell are not part of it."""
    return [_bare(cell) for cell in line.split(dialect.delimiter)]


def _bare(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell


def _is_well_quoted(lines: list[str], dialect: Dialect) -> bool:
    try:
        list(
            csv.reader(
                (line + "\n" for line in lines),
                delimiter=dialect.delimiter,
                escapechar=dialect.escape,
                strict=True,
            )
        )
    except csv.Error:
        return False
    return True


def unclosed_quote(
    rows: Iterator[tuple[int, list[str]]], text: str, dialect: Dialect
) -> int | None:
    """The line where a quotation mark opens that the end of the file leaves open."""
    start = end = 0
    for line, _ in rows:
        start, end = end, line
    if end - start < 2:
        return None
    lines = text.split("\n")[start:end]
    return None if _is_well_quoted(lines, dialect) else start + 1
