"""Reader for JSON in one piece: an array of records, columns, or records under a key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from slm_core.corpus.encodings.decode import Decoded, decode
from slm_core.corpus.readers.document import ColumnInfo, ReaderOutput, ReadOptions
from slm_core.corpus.readers.json_lines import (
    json_fault,
    measured,
    other_branches,
    parse_json,
    read_json_lines,
    text_of,
)
from slm_core.corpus.readers.json_shapes import hidden_messages, is_tree, strings
from slm_core.corpus.readers.name_columns import names_among
from slm_core.corpus.readers.suggest_template import suggest_template
from slm_core.corpus.readers.template import parse_template
from slm_core.corpus.readers.text_column import text_column
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural

MOST_MEMORY = 1_000_000_000
"""Bytes that what a file says may take, all at once."""

_DEEPEST = 4  # names above the records


@dataclass(frozen=True)
class _Records:
    """Records, and where they lay."""

    values: Sequence[object]
    path: str = ""
    left_out: tuple[Message, ...] = ()


def read_json(data: bytes, options: ReadOptions) -> ReaderOutput:
    """One document for each record that has text in the chosen field. Raises CorpusError."""
    decoded = decode(data, encoding=options.encoding)
    _refuse_large(decoded.text)
    try:
        value = parse_json(decoded.text)
    except ValueError as error:
        if _is_lines(decoded.text):
            return read_json_lines(data, options)
        raise CorpusError(
            msg(
                "It is not complete JSON: {error}. Save it again, or correct that place.",
                error=json_fault(error),
            )
        ) from None
    records = _records(value)
    columns = measured(records.values)
    if not columns:
        raise CorpusError(
            msg('There is no text in it. Add a list of objects such as {{"text": "…"}}.')
        )
    if options.template is not None:
        template = parse_template(options.template, columns)
        texts = (template.of_record(record, strings) for record in records.values)
        name, read_as = template.columns[0], template.read_as
    else:
        name = text_column(columns, wanted=options.column, kind=msg("field"))
        texts = (text_of(record, name) for record in records.values)
        read_as = _read_as(records, name)
    documents = [text for text in texts if text]
    if not documents:
        choice = ", ".join(f'"{column.name}"' for column in columns if column.mean_length)
        raise CorpusError(
            msg(
                'No record has text in field "{name}". Choose one of {choice}.',
                name=name,
                choice=choice,
            )
        )
    offered = suggest_template(columns, documents) if options.is_open else []
    reading = _reading(decoded, records, columns, read_as=read_as, documents=documents)
    names = names_among(columns, map(strings, records.values))
    return replace(reading, suggestions=offered, names=names)


def _reading(
    decoded: Decoded,
    records: _Records,
    columns: list[ColumnInfo],
    *,
    read_as: Message,
    documents: list[str],
) -> ReaderOutput:
    left_out = [*decoded.damage, *records.left_out]
    if blank := len(records.values) - len(documents):
        left_out.append(
            msg("{records} without text", records=plural("{n:,} record", "{n:,} records", n=blank))
        )
    if hidden := sum(map(hidden_messages, records.values)):
        left_out.append(other_branches(hidden))
    return ReaderOutput(
        documents=documents,
        read_as=read_as,
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        columns=columns,
        left_out=left_out,
    )


def _read_as(records: _Records, name: str) -> Message:
    if records.path:
        return msg('field "{name}" of "{path}"', name=name, path=records.path)
    return msg('field "{name}"', name=name)


def _refuse_large(text: str) -> None:
    """Measured: an object takes some 240 bytes, each value in it some 60, beside its letters."""
    memory = 2 * len(text) + 240 * text.count("{") + 120 * text.count("[") + 60 * text.count(",")
    if memory > MOST_MEMORY:
        raise CorpusError(
            msg(
                "This JSON has {text:,.0f} million characters with {value:,} objects, "
                "more than is read at once. Save it as JSON lines (.jsonl, one object a "
                "line), which may be of any size.",
                text=len(text) / 1e6,
                value=text.count("{"),
            )
        )


def _is_lines(text: str) -> bool:
    """Whether its first lines are values of their own: JSON lines with another ending."""
    lines = [line for line in text.split("\n", 20)[:20] if line.strip()]
    try:
        values = [parse_json(line) for line in lines[:3]]
    except ValueError:
        return False
    return len(lines) > 1 and all(isinstance(value, (dict, str)) for value in values)


def _records(value: object) -> _Records:
    """The values that are documents: of a list its items, of an object what looks most like it."""
    path: list[str] = []
    left_out: list[Message] = []
    while isinstance(value, dict) and len(path) < _DEEPEST and not _is_talk(value):
        if (rows := _rows(value)) is not None:
            return _Records(rows, ".".join(path), tuple(left_out))
        name = _largest(value)
        if name is None:
            break
        if others := [str(key) for key, item in value.items() if key != name and _has_text(item)]:
            shown = ", ".join(f'"{other}"' for other in others[:5])
            left_out.append(msg("what is outside the records: {shown}", shown=shown))
        path.append(str(name))
        value = value[name]
    if isinstance(value, list):
        return _Records(value, ".".join(path), tuple(left_out))
    has_several = isinstance(value, dict) and len(value) > 1 and not _is_talk(value)
    if has_several and all(map(_is_object, value.values())):
        return _Records(list(value.values()), ".".join(path), tuple(left_out))
    return _Records([value], ".".join(path), tuple(left_out))


def _rows(value: Mapping[str, object]) -> list[object] | None:
    """An object of lists of one length, side by side, as rows; None where it is none."""
    columns = {name: item for name, item in value.items() if isinstance(item, list)}
    if len(columns) < len(value) or not columns or len({len(c) for c in columns.values()}) != 1:
        return None
    if not any(isinstance(item, str) for column in columns.values() for item in column[:20]):
        return None
    if any(isinstance(item, (dict, list)) for column in columns.values() for item in column[:20]):
        return None
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _largest(value: Mapping[str, object]) -> str | None:
    """The name of the longest list of objects or texts, or of the one object there is."""
    lists = {
        name: len(item)
        for name, item in value.items()
        if isinstance(item, list) and any(isinstance(one, dict) for one in item[:20])
    }
    if lists:
        return max(lists, key=lambda name: lists[name])
    objects = [name for name, item in value.items() if isinstance(item, dict)]
    texts = any(isinstance(item, (str, list)) for item in value.values())
    return objects[0] if len(objects) == 1 and not texts else None


def _has_text(value: object) -> bool:
    return bool(measured([value]))


def _is_talk(value: Mapping[str, object]) -> bool:
    """Whether it is one talk, whose messages are no records of their own."""
    return is_tree(value) or any(map(is_tree, value.values()))


def _is_object(value: object) -> bool:
    return isinstance(value, dict)
