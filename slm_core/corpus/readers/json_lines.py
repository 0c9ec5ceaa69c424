"""Reader for JSON lines: a line is a document, one of its fields the text."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

import orjson

from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.readers.column_meter import ColumnMeter
from slm_core.corpus.readers.document import ColumnInfo, ReaderOutput, ReadOptions
from slm_core.corpus.readers.json_shapes import hidden_messages, strings
from slm_core.corpus.readers.name_columns import names_among
from slm_core.corpus.readers.suggest_template import suggest_template
from slm_core.corpus.readers.template import parse_template
from slm_core.corpus.readers.text_column import numbers, text_column
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural


def read_json_lines(data: bytes, options: ReadOptions) -> ReaderOutput:
    """One document for each line that has text in the chosen field. Raises CorpusError."""
    decoded = decode(data, encoding=options.encoding)
    lines = decoded.text.split("\n")
    columns, broken, other = _measured(lines)
    if not columns:
        raise CorpusError(_nothing(broken))
    documents, blank, hidden, read_as = _chosen(lines, columns, options)
    left_out = list(decoded.damage)
    if broken:
        left_out.append(
            msg(
                "{lines} not JSON: line {broken}",
                lines=plural("{n:,} line is", "{n:,} lines are", n=len(broken)),
                broken=numbers(broken),
            )
        )
    if other:
        left_out.append(
            msg(
                "{lines} neither an object nor a string: line {other}",
                lines=plural("{n:,} line is", "{n:,} lines are", n=len(other)),
                other=numbers(other),
            )
        )
    if blank:
        left_out.append(
            msg("{lines} without text", lines=plural("{n:,} line", "{n:,} lines", n=blank))
        )
    if hidden:
        left_out.append(other_branches(hidden))
    return ReaderOutput(
        documents=documents,
        read_as=read_as,
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        columns=columns,
        left_out=left_out,
        suggestions=suggest_template(columns, documents) if options.is_open else [],
        names=names_among(columns, map(strings, _values(lines))),
    )


def _chosen(
    lines: list[str], columns: list[ColumnInfo], options: ReadOptions
) -> tuple[list[str], int, int, Message]:
    """The texts of the field, or of the template; how many lines have none; how many messages of
    talks are on other branches; what was read."""
    if options.template is not None:
        template = parse_template(options.template, columns)
        documents, blank, hidden = _texts(lines, lambda value: template.of_record(value, strings))
        name, read_as = template.columns[0], template.read_as
    else:
        name = text_column(columns, wanted=options.column, kind=msg("field"))
        documents, blank, hidden = _texts(lines, lambda value: text_of(value, name))
        read_as = msg('field "{name}"', name=name)
    if not documents:
        choice = ", ".join(f'"{column.name}"' for column in columns)
        raise CorpusError(
            msg(
                'No line has text in field "{name}". Choose one of {choice}.',
                name=name,
                choice=choice,
            )
        )
    return documents, blank, hidden, read_as


def _nothing(broken: list[int]) -> Message:
    if broken:
        return msg(
            "No line in it is a JSON object with text; line {broken} cannot be read "
            'as JSON at all. Write one object a line, such as {{"text": "…"}}.',
            broken=numbers(broken),
        )
    return msg('No line in it has text. Write one JSON object a line, such as {{"text": "…"}}.')


def _measured(lines: list[str]) -> tuple[list[ColumnInfo], list[int], list[int]]:
    """The fields with what they are made of; numbers of broken lines; numbers of other values."""
    meters: dict[str, ColumnMeter] = defaultdict(ColumnMeter)
    broken, other, count = [], [], 0
    for number, line in enumerate(lines, 1):
        if not line or line.isspace():
            continue
        try:
            value = parse_json(line)
        except ValueError:
            broken.append(number)
            continue
        if not isinstance(value, (dict, str)):
            other.append(number)
            continue
        count += 1
        for name, text in strings(value):
            meters[name].add(text)
    return [meter.info(name, rows=count) for name, meter in meters.items()], broken, other


def other_branches(messages: int) -> Message:
    """What is said of the messages of talks that were not on the branch shown last."""
    return plural(
        "{n:,} message on a branch of a talk that was not shown last",
        "{n:,} messages on branches of talks that were not shown last",
        n=messages,
    )


def _texts(lines: list[str], text_in: Callable[[object], str]) -> tuple[list[str], int, int]:
    """The text in each line's value, how many lines have none, and messages that are hidden."""
    documents, blank, hidden = [], 0, 0
    for value in _values(lines):
        text = text_in(value)
        hidden += hidden_messages(value)
        if text:
            documents.append(text)
        else:
            blank += 1
    return documents, blank, hidden


def _values(lines: Iterable[str]) -> Iterator[object]:
    """The objects and strings that lines are; what is neither is passed over."""
    for line in lines:
        if not line or line.isspace():
            continue
        try:
            value = parse_json(line)
        except ValueError:
            continue
        if isinstance(value, (dict, str)):
            yield value


def parse_json(text: str) -> object:
    """The value in a text. Raises ValueError where there is none."""
    with suppress(orjson.JSONDecodeError):
        return orjson.loads(text)
    try:  # slower, but also takes what Python's own writer writes: NaN, lone surrogates
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def json_fault(error: ValueError) -> Message:
    """What is wrong with a text that is no JSON: where, in our words and without a piece of it."""
    if isinstance(error, json.JSONDecodeError):  # orjson's is one too
        return msg(
            "there is a mistake in line {line:,}, at character {column:,}",
            line=error.lineno,
            column=error.colno,
        )
    return msg("it is nested too deeply")


def measured(values: Iterable[object]) -> list[ColumnInfo]:
    """The fields that have text, with what they are made of."""
    meters: dict[str, ColumnMeter] = defaultdict(ColumnMeter)
    count = 0
    for value in values:
        count += 1
        for name, text in strings(value):
            meters[name].add(text)
    return [meter.info(name, rows=count) for name, meter in meters.items()]


def text_of(value: object, name: str) -> str:
    """The text of one field; the items of a list are lines."""
    if isinstance(value, dict) and isinstance(own := value.get(name), str):
        return own.strip()
    return "\n".join(text for field, text in strings(value) if field == name).strip()
