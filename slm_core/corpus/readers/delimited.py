"""Reader for CSV and TSV: a row is a document, one column its text."""

from collections.abc import Iterator

from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.readers.column_meter import ColumnMeter
from slm_core.corpus.readers.document import ColumnInfo, ReaderOutput, ReadOptions
from slm_core.corpus.readers.name_columns import names_among
from slm_core.corpus.readers.suggest_template import suggest_template
from slm_core.corpus.readers.table_layout import Table, table_of
from slm_core.corpus.readers.table_rows import unclosed_quote
from slm_core.corpus.readers.template import Template, parse_template
from slm_core.corpus.readers.text_column import numbers, text_column
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural


def read_table(data: bytes, options: ReadOptions) -> ReaderOutput:
    """One document for each row that has text in the chosen column. Raises CorpusError."""
    decoded = decode(data, encoding=options.encoding)
    table = table_of(decoded.text)
    columns, ragged = _measured(table)
    if not columns:
        raise CorpusError(msg("There are no rows in it. Add a table with one text in each row."))
    documents, blank, read_as = _chosen(table, columns, options)
    return ReaderOutput(
        documents=documents,
        read_as=read_as,
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        columns=columns,
        left_out=[*decoded.damage, *_left_out(table, blank, ragged)],
        suggestions=suggest_template(columns, documents) if options.is_open else [],
        names=names_among(
            columns, (zip(table.names, row, strict=False) for _, row in table.rows())
        ),
    )


def _chosen(
    table: Table, columns: list[ColumnInfo], options: ReadOptions
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


def _left_out(table: Table, blank: int, ragged: list[int]) -> Iterator[Message]:
    """What did not come in: lines above the table, rows without text; and rows that are odd."""
    if table.above:
        yield plural("{n:,} line above the table", "{n:,} lines above the table", n=table.above)
    if blank:
        yield msg("{rows} without text", rows=plural("{n:,} row", "{n:,} rows", n=blank))
    if ragged:
        yield msg(
            "{rows} more or fewer cells than the {columns} of the table, and came in "
            "as far as possible: line {ragged}",
            rows=plural("{n:,} row has", "{n:,} rows have", n=len(ragged)),
            columns=plural("{n:,} column", "{n:,} columns", n=len(table.names)),
            ragged=numbers(ragged),
        )
    if (line := unclosed_quote(table.rows(), table.text, table.dialect)) is not None:
        yield msg(
            "The quotation mark opened on line {line:,} is never closed, so all that "
            "follows it became one row; close it and add the file again",
            line=line,
        )


def _measured(table: Table) -> tuple[list[ColumnInfo], list[int]]:
    """The columns with what they are made of, and the lines of rows of another width."""
    width = len(table.names)
    meters, count, ragged = [ColumnMeter() for _ in range(width)], 0, []
    for line, row in table.rows():
        count += 1
        for meter, cell in zip(meters, row, strict=False):
            meter.add(cell.strip())
        if len(row) != width:
            ragged.append(line)
    if not count:
        return [], []
    pairs = zip(table.names, meters, strict=True)
    return [meter.info(name, rows=count) for name, meter in pairs], ragged


def _texts(table: Table, at: int) -> tuple[list[str], int]:
    """The texts of one column, and how many rows have none."""
    documents, blank = [], 0
    last = at == len(table.names) - 1
    for _, row in table.rows():
        cell = row[at] if at < len(row) else ""
        if last and len(row) > at + 1:  # delimiters inside a text that should have been quoted
            cell = table.dialect.delimiter.join(row[at:])
        text = cell.strip()
        if text:
            documents.append(text)
        else:
            blank += 1
    return documents, blank


def _joined(table: Table, template: Template) -> tuple[list[str], int]:
    """The texts that a template makes of the rows, and how many rows have none."""
    documents, blank = [], 0
    for _, row in table.rows():
        if text := template.of_row(dict(zip(table.names, row, strict=False))):
            documents.append(text)
        else:
            blank += 1
    return documents, blank
