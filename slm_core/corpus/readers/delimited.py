"""Reader for CSV and TSV: a row is a document, one column its text."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.readers.document import ColumnInfo, ReaderOutput, ReadOptions
from slm_core.corpus.readers.suggest_template import suggest_template
from slm_core.corpus.readers.template import Template, parse_template
from slm_core.corpus.readers.text_column import numbers, text_column
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural

_DELIMITERS = (",", "\t", ";", "|")
_NONE = "\x1f"  # a delimiter that no decoded text contains: every row is one cell
_SAMPLE_ROWS, _SAMPLE_CHARACTERS = 200, 262_144
_MOST_COLUMNS = 10_000
_LONGEST_LINE = 32_000_000  # characters; Python's reader needs eight bytes for each
_LONGEST_CELL = 2**31 - 1
_NUMBER = re.compile(r"[-+]?[\d.,\s]*\d[\d.,\s]*%?")
_SEPARATOR_LINE = re.compile(r"sep=(.)\n")  # Excel's own way of naming the delimiter


@dataclass(frozen=True)
class _Table:
    """A text with how to take it apart."""

    text: str
    delimiter: str
    escape: str | None
    names: tuple[str, ...]
    """Column names."""
    header: bool
    """Whether the first row is the names."""

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Rows that are not empty, each with the number of its last line."""
        rows = _rows(self.text, self.delimiter, self.escape)
        if self.header:
            next(rows, None)
        return rows


def read_table(data: bytes, options: ReadOptions) -> ReaderOutput:
    """One document for each row that has text in the chosen column. Raises CorpusError."""
    decoded = decode(data, encoding=options.encoding)
    table = _understood(decoded.text)
    columns, ragged = _measured(table)
    if not columns:
        raise CorpusError(msg("There are no rows in it. Add a table with one text in each row."))
    documents, blank, read_as = _chosen(table, columns, options)
    left_out = list(decoded.damage)
    if blank:
        left_out.append(msg("{rows} without text", rows=plural("{n:,} row", "{n:,} rows", n=blank)))
    if ragged:
        left_out.append(
            msg(
                "{rows} more or fewer cells than the {columns} of the table, and came in "
                "as far as possible: line {ragged}",
                rows=plural("{n:,} row has", "{n:,} rows have", n=len(ragged)),
                columns=plural("{n:,} column", "{n:,} columns", n=len(table.names)),
                ragged=numbers(ragged),
            )
        )
    if (line := _unclosed_quote(table)) is not None:
        left_out.append(
            msg(
                "The quotation mark opened on line {line:,} is never closed, so all that "
                "follows it became one row; close it and add the file again",
                line=line,
            )
        )
    return ReaderOutput(
        documents=documents,
        read_as=read_as,
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        columns=columns,
        left_out=left_out,
        suggestions=suggest_template(columns, documents) if options.is_open else [],
    )


def _chosen(
    table: _Table, columns: list[ColumnInfo], options: ReadOptions
) -> tuple[list[str], int, Message]:
    """The texts of the column, or of the template; how many rows have none; what was read."""
    if options.template is not None:
        template = parse_template(options.template, columns)
        documents, blank = _joined(table, template)
        name, read_as = template.columns[0], template.read_as
    else:
        name = text_column(columns, wanted=options.column, kind=msg("column"))
        documents, blank = _texts(table, table.names.index(name))
        read_as = msg('column "{name}"', name=name)
    if not documents:
        choice = ", ".join(f'"{column.name}"' for column in columns if column.mean_length)
        raise CorpusError(
            msg(
                'No row has text in column "{name}". Choose one of {choice}.',
                name=name,
                choice=choice or msg("none"),
            )
        )
    return documents, blank, read_as


def _rows(text: str, delimiter: str, escape: str | None) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LONGEST_CELL)  # Python's own limit would refuse a long text
    reader = csv.reader(
        (line + "\n" for line in text.split("\n")), delimiter=delimiter, escapechar=escape
    )
    try:
        for row in reader:
            if any(cell and not cell.isspace() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise CorpusError(
            msg(
                "Line {line_num:,} cannot be read as part of a table: {error}. Mend the "
                "line, or add the file as plain text by ending its name in .txt.",
                line_num=reader.line_num,
                error=error,
            )
        ) from None


def _understood(text: str) -> _Table:
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
    first = _first_rows(text, delimiter, escape)
    if not first:
        return _Table(text, delimiter, escape, (), header=False)
    header = _is_header(first)
    width = len(first[0]) if header else Counter(map(len, first)).most_common(1)[0][0]
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
    return _Table(text, delimiter, escape, _distinct(names), header)


def _first_rows(text: str, delimiter: str, escape: str | None) -> list[list[str]]:
    rows = _rows(text, delimiter, escape)
    return [row for (_, row), _ in zip(rows, range(_SAMPLE_ROWS), strict=False)]


def _delimiter(head: str, escape: str | None) -> str:
    """The delimiter that gives the most rows of the first row's width, if most rows agree."""
    best, best_score = _NONE, 0.5
    for delimiter in _DELIMITERS:
        rows = _first_rows(head, delimiter, escape)
        if len(head) == _SAMPLE_CHARACTERS and len(rows) > 1:
            rows.pop()  # cut off in the middle
        if not rows or len(rows[0]) < 2:
            continue
        score = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        if score > best_score:
            best, best_score = delimiter, score
    return best


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


def _measured(table: _Table) -> tuple[list[ColumnInfo], list[int]]:
    """The columns with their mean lengths, and the lines of rows of another width."""
    width = len(table.names)
    lengths, count, ragged = [0] * width, 0, []
    for line, row in table.rows():
        count += 1
        for at, cell in enumerate(row[:width]):
            lengths[at] += len(cell.strip())
        if len(row) != width:
            ragged.append(line)
    if not count:
        return [], []
    pairs = zip(table.names, lengths, strict=True)
    return [ColumnInfo(name, length / count) for name, length in pairs], ragged


def _texts(table: _Table, at: int) -> tuple[list[str], int]:
    """The texts of one column, and how many rows have none."""
    documents, blank = [], 0
    last = at == len(table.names) - 1
    for _, row in table.rows():
        cell = row[at] if at < len(row) else ""
        if last and len(row) > at + 1:  # delimiters inside a text that should have been quoted
            cell = table.delimiter.join(row[at:])
        text = cell.strip()
        if text:
            documents.append(text)
        else:
            blank += 1
    return documents, blank


def _joined(table: _Table, template: Template) -> tuple[list[str], int]:
    """The texts that a template makes of the rows, and how many rows have none."""
    documents, blank = [], 0
    for _, row in table.rows():
        if text := template.of_row(dict(zip(table.names, row, strict=False))):
            documents.append(text)
        else:
            blank += 1
    return documents, blank


def _unclosed_quote(table: _Table) -> int | None:
    """The line where a quotation mark opens that the end of the file leaves open."""
    start = end = 0
    for line, _ in table.rows():
        start, end = end, line
    if end - start < 2:
        return None
    lines = table.text.split("\n")[start:end]
    try:
        list(
            csv.reader(
                (line + "\n" for line in lines),
                delimiter=table.delimiter,
                escapechar=table.escape,
                strict=True,
            )
        )
    except csv.Error as error:
        return start + 1 if "unexpected end" in str(error) else None
    return None
