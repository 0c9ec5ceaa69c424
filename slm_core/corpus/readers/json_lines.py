"""Reader for JSON lines: a line is a document, one of its fields the text."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress

import orjson

from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.readers.document import ColumnInfo, ReaderOutput, ReadOptions
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
    name = text_column(columns, wanted=options.column, kind=msg("field"))
    documents, blank = _texts(lines, name)
    if not documents:
        choice = ", ".join(f'"{column.name}"' for column in columns)
        raise CorpusError(
            msg(
                'No line has text in field "{name}". Choose one of {choice}.',
                name=name,
                choice=choice,
            )
        )
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
    return ReaderOutput(
        documents=documents,
        read_as=msg('field "{name}"', name=name),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        columns=columns,
        left_out=left_out,
    )


def _nothing(broken: list[int]) -> Message:
    if broken:
        return msg(
            "No line in it is a JSON object with text; line {broken} cannot be read "
            'as JSON at all. Write one object a line, such as {{"text": "…"}}.',
            broken=numbers(broken),
        )
    return msg('No line in it has text. Write one JSON object a line, such as {{"text": "…"}}.')


def _measured(lines: list[str]) -> tuple[list[ColumnInfo], list[int], list[int]]:
    """The fields with their mean lengths; numbers of broken lines; numbers of other values."""
    lengths: dict[str, int] = defaultdict(int)
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
            lengths[name] += len(text)
    return [ColumnInfo(name, length / count) for name, length in lengths.items()], broken, other


def _texts(lines: list[str], name: str) -> tuple[list[str], int]:
    """The texts of one field, and how many lines have none."""
    documents, blank = [], 0
    for line in lines:
        if not line or line.isspace():
            continue
        try:
            value = parse_json(line)
        except ValueError:
            continue
        if not isinstance(value, (dict, str)):
            continue
        text = text_of(value, name)
        if text:
            documents.append(text)
        else:
            blank += 1
    return documents, blank


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


_WHOLE = "line"  # what a value that is a string and no object counts as


def measured(values: Iterable[object]) -> list[ColumnInfo]:
    """The fields that have text, with their mean lengths."""
    lengths: dict[str, int] = defaultdict(int)
    count = 0
    for value in values:
        count += 1
        for name, text in strings(value):
            lengths[name] += len(text)
    return [ColumnInfo(name, length / count) for name, length in lengths.items()]


def text_of(value: object, name: str) -> str:
    """The text of one field; the items of a list are lines."""
    if isinstance(value, dict) and isinstance(own := value.get(name), str):
        return own.strip()
    return "\n".join(text for field, text in strings(value) if field == name).strip()


def strings(value: object) -> Iterator[tuple[str, str]]:
    """Every string in a value with its dotted name; the items of a list share their list's."""
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        yield from value.items()  # most records are like this, and there may be millions
        return
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        name, item = waiting.pop()
        if isinstance(item, str):
            yield name or _WHOLE, item
        elif isinstance(item, dict):
            inner = ((f"{name}.{key}" if name else str(key), part) for key, part in item.items())
            waiting.extend(reversed(list(inner)))
        elif isinstance(item, list):
            waiting.extend((name, part) for part in reversed(item))
