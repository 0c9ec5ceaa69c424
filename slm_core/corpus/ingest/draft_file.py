"""One thing that came in, a file, an archive or pasted text, and what reading it gave.

Of its text only a sample stays in memory: enough to show, to count and to try cleaning steps on.
Saving reads the whole again, in a process of its own.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from slm_core.corpus.encodings.readings import Reading
from slm_core.corpus.ingest.inspection import read_beginning
from slm_core.corpus.ingest.large_file import is_large
from slm_core.corpus.readers.document import (
    ColumnInfo,
    InputFile,
    ReadError,
    ReadOptions,
    ReadResult,
    ReadSuggestion,
    shown_name,
)
from slm_core.corpus.readers.registry import read_each
from slm_core.messages import Message

IN_MEMORY = 1_000_000
"""Bytes above which an upload lies in a temporary file instead."""
FEWEST = 2_000
"""Characters of a text that stay in memory at least."""


@dataclass(frozen=True)
class DraftRow:
    """A file as it was read, or why it was not."""

    name: str
    read_as: Message | None = None
    encoding: str = ""
    confidence: float = 1.0
    note: Message | None = None
    readings: tuple[Reading, ...] = ()
    """Where the encoding is in doubt: the likely ones beside one another."""
    documents: int = 0
    characters: int = 0
    columns: tuple[ColumnInfo, ...] = ()
    left_out: tuple[Message, ...] = ()
    suggestions: tuple[ReadSuggestion, ...] = ()
    """Other ways to read it that its content speaks for."""
    problem: Message | None = None
    """The sentence why it did not come in."""
    names: tuple[str, ...] = ()
    """Values of columns that are headed as names of people."""
    is_locked: bool = False
    """Whether a password would open it."""
    inside: str = ""
    """Name of the archive it lies in, if any."""
    is_estimate: bool = False
    """Whether only the beginning was read, and the numbers are reckoned from that."""


@dataclass
class DraftFile:
    """What came in, how it is to be read, and what that gave."""

    number: int
    source: InputFile
    """Its data is the path of a temporary file where it is large."""
    size: int
    """Bytes."""
    sha256: str
    options: ReadOptions = field(default_factory=ReadOptions)
    rows: list[DraftRow] = field(default_factory=list)
    """One for a file, one for each file in an archive; empty before it was read."""
    texts: list[str] = field(default_factory=list)
    """The beginning of what it says."""
    is_cut: bool = False
    """Whether `texts` is not all of it."""
    _file: IO[bytes] | None = None

    @property
    def name(self) -> str:
        """As shown to people."""
        return shown_name(self.source.name)

    @property
    def identity(self) -> tuple[str, str]:
        """Equal for equal names with equal contents."""
        return self.source.name, self.sha256

    @property
    def held(self) -> int:
        """Characters of it in memory."""
        return sum(map(len, self.texts))

    @property
    def is_read(self) -> bool:
        """Whether reading was tried with the options it has now."""
        return bool(self.rows)

    @property
    def is_locked(self) -> bool:
        """Whether a password would open it, or something in it."""
        return any(row.is_locked for row in self.rows)

    @property
    def suggestions(self) -> list[ReadSuggestion]:
        """Other ways to read it; of an archive what its first file speaks for."""
        return [offered for row in self.rows for offered in row.suggestions][:1]

    @property
    def documents(self) -> int:
        """How many documents came of it."""
        return sum(row.documents for row in self.rows)

    @property
    def characters(self) -> int:
        """How many characters they have."""
        return sum(row.characters for row in self.rows)

    def choose(self, options: ReadOptions) -> None:
        """Have it read with other options, the next time somebody reads."""
        if options != self.options:
            self.options, self.rows, self.texts = options, [], []

    def reading(self, *, keep: int) -> Iterator[DraftRow]:
        """Read it, a file at a time; `keep` characters of its texts stay. Raises nothing.

        What was read before stays until the last file is done, so stopping on the way does no harm.
        """
        rows: list[DraftRow] = []
        texts: list[str] = []
        room, cut = max(FEWEST, keep), False
        data = self.source.data
        large = isinstance(data, Path) and is_large(data, self.source.name)
        each = [read_beginning(self.source, self.options)] if large else self._whole()
        for result in each:
            rows.append(_row(result))
            if large:
                rows[-1] = _estimated(rows[-1], result, self.size)
                cut = True
            if isinstance(result, ReadResult):
                for text in result.documents:
                    if room <= 0:
                        cut = True
                        break
                    texts.append(text[:room])
                    cut = cut or len(text) > room
                    room -= len(text)
            yield rows[-1]
        self.rows, self.texts, self.is_cut = rows, texts, cut

    def _whole(self) -> Iterator[ReadResult | ReadError]:
        return read_each(self.source, options=self.options)

    def forget(self) -> None:
        """Let go of the temporary file, which goes with that."""
        if self._file is not None:
            self._file.close()


def add_file(number: int, source: InputFile) -> DraftFile:
    """An item of these bytes. Raises OSError where there is no room for a temporary file."""
    data = source.data
    assert isinstance(data, bytes)
    digest = hashlib.sha256(data).hexdigest()
    if len(data) <= IN_MEMORY:
        return DraftFile(number, source, len(data), digest)
    file = tempfile.NamedTemporaryFile(prefix="argot-upload-")
    file.write(data)
    file.flush()
    kept = InputFile(source.name, Path(file.name))
    return DraftFile(number, kept, len(data), digest, _file=file)


def _estimated(row: DraftRow, result: ReadResult | ReadError, size: int) -> DraftRow:
    """What the whole file has, if all of it is like its beginning."""
    if not isinstance(result, ReadResult):
        return row
    times = size / max(1, result.size)
    return replace(
        row,
        documents=max(1, round(row.documents * times)) if row.documents > 1 else row.documents,
        characters=round(row.characters * times),
        left_out=(),
        is_estimate=True,
    )


def _row(result: ReadResult | ReadError) -> DraftRow:
    if isinstance(result, ReadError):
        return DraftRow(
            result.name, problem=result.message, is_locked=result.is_locked, inside=result.inside
        )
    return DraftRow(
        name=result.name,
        read_as=result.read_as,
        encoding=result.encoding,
        confidence=result.confidence,
        note=result.note,
        readings=result.readings,
        documents=len(result.documents),
        characters=result.characters,
        columns=tuple(result.columns),
        left_out=tuple(result.left_out),
        suggestions=tuple(result.suggestions),
        names=result.names,
        inside=result.inside,
    )
