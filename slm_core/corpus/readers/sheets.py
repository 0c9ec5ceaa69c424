"""Sheets of a workbook, of whatever program, read as tables are: each as if it were a CSV file."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace

from slm_core.corpus.readers.delimited import read_table
from slm_core.corpus.readers.document import ColumnInfo, ReaderOutput, ReadOptions, ReadSuggestion
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg

MOST_CHARACTERS = 200_000_000
"""Characters of a workbook: a small file can name one long text a million times."""
_LISTED = 10


class SheetText:
    """The rows of a sheet as CSV, gathered one at a time."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._out = io.StringIO("sep=,\n")
        self._out.seek(0, io.SEEK_END)
        self._writer = csv.writer(self._out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        self.rows = 0
        """Rows that are not empty."""

    def add(self, cells: Sequence[str]) -> None:
        """One more row. Raises CorpusError where there is too much."""
        if not any(cell and not cell.isspace() for cell in cells):
            return
        self.rows += 1
        self._writer.writerow(cells)
        if self._out.tell() > MOST_CHARACTERS:
            raise CorpusError(_too_much())

    def text(self) -> str:
        """All rows."""
        return self._out.getvalue()


def read_sheets(
    sheets: Iterable[SheetText], options: ReadOptions, *, encoding: str
) -> ReaderOutput:
    """The documents of all sheets, each with its own text column where none was chosen.

    Raises CorpusError where no sheet has text in it.
    """
    read: list[tuple[str, ReaderOutput]] = []
    refused: list[tuple[str, Message]] = []
    characters = 0
    for sheet in sheets:
        if not sheet.rows:
            continue
        try:
            data = sheet.text().encode("utf-8", errors="replace")
            read.append((sheet.name, read_table(data, replace(options, encoding="UTF-8"))))
        except CorpusError as error:
            refused.append((sheet.name, error.message))
        characters += len(sheet.text())
        if characters > MOST_CHARACTERS:
            raise CorpusError(_too_much())
    if not read and refused:
        raise CorpusError(refused[0][1])
    if not read:
        raise CorpusError(msg("Its sheets are empty. Add a table with one text in each row."))
    with_words = [item for item in read if any(map(_has_letters, item[1].documents))]
    for name, _ in read if with_words else []:
        if all(name != other for other, _ in with_words):
            refused.append((name, msg("it has numbers only")))
    return _together(with_words or read, refused, encoding)


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _together(
    read: list[tuple[str, ReaderOutput]], refused: list[tuple[str, Message]], encoding: str
) -> ReaderOutput:
    columns: dict[str, ColumnInfo] = {}
    suggestions: list[ReadSuggestion] = []
    left_out: list[Message] = []
    for name, reading in read:
        for column in reading.columns:
            columns.setdefault(column.name, column)
        suggestions = suggestions or reading.suggestions
        left_out += [_of_sheet(name, part, alone=len(read) == 1) for part in reading.left_out]
    left_out += [_of_sheet(name, why, alone=False) for name, why in refused[:_LISTED]]
    return ReaderOutput(
        documents=[text for _, reading in read for text in reading.documents],
        read_as=_read_as(read),
        encoding=encoding,
        columns=list(columns.values()),
        left_out=left_out,
        suggestions=suggestions,
        names=tuple(dict.fromkeys(name for _, reading in read for name in reading.names)),
    )


def _read_as(read: list[tuple[str, ReaderOutput]]) -> Message:
    """The column of the one sheet, or each sheet with its column."""
    first = read[0][1].read_as
    if all(reading.read_as == first for _, reading in read):
        return first
    told = [
        msg("{part} of sheet “{sheet}”", part=reading.read_as, sheet=name)
        for name, reading in read[:_LISTED]
    ]
    for item in told[1:]:
        told[0] = msg("{first}; {second}", first=told[0], second=item)
    return told[0]


def _of_sheet(name: str, told: Message, *, alone: bool) -> Message:
    return told if alone else msg("Sheet “{sheet}”: {told}", sheet=name[:60], told=told)


def _too_much() -> Message:
    return msg(
        "Its sheets have more than {most:,} million characters. Save the sheet that you need as "
        "CSV, which may be of any size.",
        most=MOST_CHARACTERS // 1_000_000,
    )
