"""The input and output types of readers."""

import unicodedata
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal

from slm_core.corpus.encodings.readings import Reading
from slm_core.corpus.text.division.boundaries import Boundary
from slm_core.messages import Message, msg
from slm_core.storage import from_json

FOOTNOTES_LEFT_OUT = msg("Footnotes were left out")
COMMENTS_LEFT_OUT = msg("Comments were left out")
SPEAKER_NOTES_LEFT_OUT = msg("The speaker's notes were left out")
NOTES_LEFT_OUT = frozenset((FOOTNOTES_LEFT_OUT, COMMENTS_LEFT_OUT, SPEAKER_NOTES_LEFT_OUT))
"""What is said where a document has notes and they were not asked for."""
ARCHIVE = ".zip"
"""The ending of what holds many files."""
COMPRESSED = (".gz", ".bz2", ".xz")
"""Endings that a packed file has after its own, as in notes.txt.gz."""


@dataclass(frozen=True)
class InputFile:
    """A file, an upload or a pasted text."""

    name: str
    """What the person calls it; its ending says how it is read, none means plain text."""
    data: bytes | Path
    """The content, or where it lies."""


@dataclass(frozen=True)
class ReadOptions:
    """What a person may decide about reading."""

    encoding: str | None = None
    """One of `slm_core.corpus.encodings.names.ENCODINGS`, or None to find it."""
    column: str | None = None
    """Which column of a table, or field of JSON lines, is the text; None to find it."""
    password: str | None = None
    """Opens a file that is locked with one."""
    notes: bool = False
    """Whether footnotes, endnotes and comments come in too, after the text."""
    documents: Boundary | None = None
    """What separates the documents in a running text; None: it is one, and a cut is suggested."""
    template: str | None = None
    """Joins several columns, such as "Q: {question}\\nA: {answer}"; instead of one column."""

    @property
    def is_open(self) -> bool:
        """Whether the person has chosen neither the column, nor a template: one may be offered."""
        return self.column is None and self.template is None

    @property
    def key(self) -> tuple[object, ...]:
        """What decides what comes out of a file: equal keys, equal texts."""
        return tuple(self.to_json().values())

    def to_json(self) -> dict[str, object]:
        """All but the password, which is written down nowhere."""
        return {name: value for name, value in asdict(self).items() if name != "password"}

    @classmethod
    def from_json(cls, values: object, *, password: str | None = None) -> "ReadOptions":
        """What `to_json` gave, with the password. Raises ValueError."""
        return replace(from_json(cls, values), password=password)


@dataclass(frozen=True)
class ReadSuggestion:
    """Another way to read a file that its content speaks for."""

    option: Literal["documents", "template"]
    """The option it is about."""
    value: str
    """What to set it to."""
    documents: int
    """How many documents that gives."""
    evidence: Message
    """A sentence on what was seen."""


@dataclass(frozen=True)
class ColumnInfo:
    """A column or field that could be the text."""

    name: str
    mean_length: float
    """Characters a row has in it, on average; rows without it count as 0."""
    prose_share: float = 1.0
    """Share of its characters, from 0 to 1, that are running text and no codes or labels."""


@dataclass(frozen=True)
class ReaderOutput:
    """What one reader made of a file's bytes."""

    documents: list[str]
    read_as: Message
    """Such as: text, or: column "note"."""
    encoding: str
    """Name of the encoding, or the file format where bytes are not text."""
    confidence: float = 1.0
    note: Message | None = None
    """Why this encoding."""
    columns: list[ColumnInfo] = field(default_factory=list)
    """What else could have been read; empty where there is no choice."""
    left_out: list[Message] = field(default_factory=list)
    """What did not come in and why, such as: 12 rows without text."""
    suggestions: list[ReadSuggestion] = field(default_factory=list)
    """Other ways to read it, where nothing was chosen."""
    names: tuple[str, ...] = ()
    """Different values of columns that are headed as names of people, whatever was read."""


@dataclass(frozen=True)
class ReadResult(ReaderOutput):
    """A reading with the file it came from."""

    name: str = ""
    """File name without folders."""
    sha256: str = ""
    """Of the file's bytes, in hexadecimal."""
    size: int = 0
    """Bytes in the file."""
    inside: str = ""
    """Name of the archive it lies in, if any."""
    readings: tuple[Reading, ...] = ()
    """Where the encoding is in doubt: the likely ones beside one another, this one among them."""

    @property
    def characters(self) -> int:
        """Characters in all documents."""
        return sum(map(len, self.documents))


@dataclass(frozen=True)
class ReadError:
    """A file, or a part of an archive, that did not come in."""

    name: str
    """File name without folders."""
    message: Message
    """Why, and what to do; begins with the name."""
    inside: str = ""
    """Name of the archive it lies in, if any."""
    is_locked: bool = False
    """Whether a password would open it."""


_OF_FILE = "{file}: {reason}"


def about_file(name: str, reason: Message) -> Message:
    """What is said of a file, with its name before it; once, however often it is asked for."""
    if reason.template == _OF_FILE and reason.values["file"] == name:
        return reason
    return msg("{file}: {reason}", file=name, reason=reason)


def reason_alone(told: Message) -> Message:
    """What is said of a file, without its name before it."""
    reason = told.values.get("reason") if told.template == _OF_FILE else None
    return reason if isinstance(reason, Message) else told


def shown_name(name: str) -> str:
    """A file's name without folders and without characters that steer what is shown."""
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    plain = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip()
    if len(plain) > 120:  # the ending says how to read it, so the middle goes
        plain = f"{plain[:80]}…{plain[-30:]}"
    return "text" if plain.strip(".") == "" else plain
