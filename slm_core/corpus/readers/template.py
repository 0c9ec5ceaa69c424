"""Several columns of a table, or fields of JSON, joined into one text by a template.

`{name}` stands for a column, `{{` and `}}` for braces, `\\n` and `\\t` for a line's end and a tab.
Nothing in the template is evaluated, and nothing in the data is looked at for braces.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from slm_core.corpus.readers.document import ColumnInfo
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg

_LONGEST = 10_000
_PIECE = re.compile(r"\\([\\nt])|(\{\{|\}\})|\{([^{}\n]+)\}|([{}])")
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\"}

Fields = Callable[[object], Iterable[tuple[str, str]]]
"""Every string in a JSON value with its dotted name."""
Values = Callable[[str], str]
"""The text of a column in the row at hand."""


@dataclass(frozen=True)
class _Line:
    """A line of a template, its fixed texts and its columns in turn."""

    texts: tuple[str, ...]
    """One more than columns."""
    columns: tuple[str, ...] = ()

    def filled(self, values: Values) -> str | None:
        """The line; None where it has columns and all are empty in this row."""
        given = [values(column) for column in self.columns]
        if given and not any(given):
            return None
        rest = zip(given, self.texts[1:], strict=True)
        return self.texts[0] + "".join(value + text for value, text in rest)


@dataclass(frozen=True)
class Template:
    """A template whose columns are there. A line without any value in a row is left out of it."""

    lines: tuple[_Line, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it names, once."""
        return tuple(dict.fromkeys(column for line in self.lines for column in line.columns))

    @property
    def read_as(self) -> Message:
        """How a file is read with it."""
        return msg(
            "columns {columns} by a template",
            columns=" + ".join(f"“{name}”" for name in self.columns),
        )

    def of_row(self, row: Mapping[str, str]) -> str:
        """The text of a table's row; "" where it has none."""
        return _joined(self.lines, lambda name: row.get(name, "").strip())

    def of_record(self, record: object, fields: Fields) -> str:
        """The text of a JSON value; lines with fields of a list are repeated for each item."""
        texts: list[str] = []
        flat = _flat(fields(record))
        for path, block in _blocks(self.lines, record):
            if path is None:
                texts.append(_joined(block, lambda name: flat.get(name, "").strip()))
            else:
                texts += [_of_item(block, path, fields(item)) for item in _at(record, path)]
        return "\n".join(text for text in texts if text)


def parse_template(text: str, columns: Sequence[ColumnInfo]) -> Template:
    """The template, its names as the columns are called.

    Raises CorpusError where it is none, or names a column that is not there.
    """
    if len(text) > _LONGEST:
        raise CorpusError(
            msg("A template has up to {most:,} characters; this has more.", most=_LONGEST)
        )
    names = [column.name for column in columns]
    lines = [_parsed(line, names) for line in _lines(text)]
    if not any(line.columns for line in lines):
        raise CorpusError(
            msg(
                "The template names no column. Write a column's name in braces, such as "
                "{example}; there are {listed}.",
                example="{" + (names[0] if names else "text") + "}",
                listed=_listed(names),
            )
        )
    return Template(tuple(lines))


def _lines(text: str) -> Iterator[list[tuple[str, str]]]:
    """The lines, each as texts and columns in turn, marked "text" and "column"."""
    line: list[tuple[str, str]] = []
    at = 0
    for found in [*_PIECE.finditer(text), None]:
        fixed = text[at : found.start() if found else len(text)]
        at = found.end() if found else at
        if found and found[4]:
            raise CorpusError(
                msg(
                    "In the template a “{brace}” stands alone. Write a column's name between "
                    "two braces, or two braces for one that is text.",
                    brace=found[4],
                )
            )
        if found and not found[3]:
            fixed += _ESCAPES[found[1]] if found[1] else found[2][0]
        first, *more = fixed.split("\n")
        line.append(("text", first))
        for part in more:
            yield line
            line = [("text", part)]
        if found and found[3]:
            line.append(("column", found[3].strip()))
    yield line


def _parsed(pieces: Sequence[tuple[str, str]], names: Sequence[str]) -> _Line:
    texts, columns = [""], []
    for kind, piece in pieces:
        if kind == "text":
            texts[-1] += piece
        else:
            columns.append(_known(piece, names))
            texts.append("")
    return _Line(tuple(texts), tuple(columns))


def _known(wanted: str, names: Sequence[str]) -> str:
    if wanted in names:
        return wanted
    for name in names:
        if name.casefold() == wanted.casefold():
            return name
    raise CorpusError(
        msg(
            'There is no column "{wanted}" in it, which the template names. There are {listed}.',
            wanted=wanted[:60],
            listed=_listed(names),
        )
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names[:20]) + (", …" if len(names) > 20 else "")


def _joined(lines: Sequence[_Line], values: Values) -> str:
    """The lines of a row; "" where none of its columns has a value."""
    filled = [(line, line.filled(values)) for line in lines]
    if not any(line.columns and text is not None for line, text in filled):
        return ""
    return "\n".join(text for _, text in filled if text is not None).strip()


def _blocks(
    lines: Sequence[_Line], record: object
) -> Iterator[tuple[tuple[str, ...] | None, list[_Line]]]:
    """Lines that go together: those with fields of one list, with what stands between them."""
    paths = [next(filter(None, (_list_path(record, c) for c in li.columns)), None) for li in lines]
    for at, line in enumerate(lines):  # a line without columns goes with the list around it
        if not line.columns and at and paths[at - 1] and paths[at - 1] in paths[at + 1 :]:
            paths[at] = paths[at - 1]
    for path, block in groupby(zip(paths, lines, strict=True), key=lambda pair: pair[0]):
        yield path, [line for _, line in block]


def _list_path(record: object, name: str) -> tuple[str, ...] | None:
    """The way to the list of objects that a field lies in; None where it lies in none."""
    path: list[str] = []
    value = record
    while isinstance(value, dict):
        key = next((key for key in value if name == key or name.startswith(f"{key}.")), None)
        if key is None or name == key:
            return None
        path.append(key)
        value, name = value[key], name[len(key) + 1 :]
    is_list = isinstance(value, list) and any(isinstance(item, dict) for item in value)
    return tuple(path) if is_list else None


def _at(record: object, path: Sequence[str]) -> list[object]:
    value = record
    for key in path:
        value = value[key] if isinstance(value, dict) else None
    return value if isinstance(value, list) else []


def _of_item(lines: Sequence[_Line], path: Sequence[str], fields: Iterable[tuple[str, str]]) -> str:
    flat, above = _flat(fields), len(".".join(path)) + 1
    return _joined(lines, lambda name: flat.get(name[above:], "").strip())


def _flat(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Every field with its text; the items of a list are lines."""
    flat: dict[str, str] = {}
    for name, text in fields:
        flat[name] = f"{flat[name]}\n{text}" if name in flat else text
    return flat
