"""A large file on its way into a corpus: its pieces read in several processes, in order."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from slm_core.corpus.card import SourceRecord
from slm_core.corpus.cleaning.chunk import LARGEST, Chunk, Document, chunks_of
from slm_core.corpus.ingest.large_file import LargeFile, decode_piece
from slm_core.corpus.readers.document import (
    InputFile,
    ReadError,
    ReadOptions,
    ReadResult,
    reason_alone,
)
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.text.passages import cut_text
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural
from slm_core.processes.pool import WorkerPool

PLAIN = frozenset({"", ".txt", ".md"})
"""Endings of files that are one document."""
_TABLES = frozenset({".csv", ".tsv"})
_NO_HEADER = re.compile(r"column \d+( \(\d+\))*")
_NOTES = 5
"""Remarks kept of a file whose pieces each make some."""


class LargeSource:
    """What becomes of a large file; a place that cannot be read on ends it, no more."""

    def __init__(
        self,
        name: str,
        path: Path,
        options: ReadOptions,
        pool: WorkerPool,
        tell: Callable[[str, int], None],
    ) -> None:
        self._name = name
        self._suffix = Path(name).suffix.lower()
        self._size = path.stat().st_size
        self._file = LargeFile(path, options.encoding)
        self._options = replace(options, encoding="UTF-8")  # as the pieces are
        self._pool, self._tell = pool, tell
        self._header = b""
        self._read_as: Message | None = None
        self._notes: list[Message] = []
        self.problem: Message | None = None
        """Why it was not read on, or why nothing came of it."""

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal of what was read."""
        return self._file.digest.hexdigest()

    def units(self) -> Iterator[Chunk]:
        """The texts."""
        return self._text() if self._suffix in PLAIN else chunks_of(self._rows())

    def record(self) -> SourceRecord | None:
        """What the card keeps of it; None where nothing came of it."""
        if not self._read_as:
            return None
        if self._file.broken:
            broken = plural(
                "{n:,} place could not be read; it shows as \ufffd",
                "{n:,} places could not be read; each shows as \ufffd",
                n=self._file.broken,
            )
            self._notes.insert(0, broken)
        return SourceRecord(
            file=self._name,
            size=self._size,
            sha256=self.digest,
            encoding=self._file.found,
            read_as=self._read_as,
            left_out=tuple(self._notes),
            confidence=self._file.confidence,
        )

    def _text(self) -> Iterator[Chunk]:
        """One document; a part is given on when it is known whether another follows."""
        waiting: str | None = None
        first = True
        for piece in self._pieces():
            try:
                text, broken = decode_piece(piece)
            except CorpusError as error:
                self.problem = error.message
                break
            self._file.broken += broken
            for part, _ in cut_text(text, longest=LARGEST):
                if waiting is not None:
                    yield Chunk((waiting,), (self._name,), first, last=False)
                    first = False
                waiting = part
            self._tell(self._name, len(piece))
        if waiting is not None:
            self._read_as = msg("text")
            yield Chunk((waiting,), (self._name,), first, last=True)

    def _rows(self) -> Iterator[Document]:
        sizes: list[int] = []

        def tasks() -> Iterator[tuple[InputFile, ReadOptions]]:
            for piece in self._pieces():
                if not sizes and not self._settle(piece):
                    return
                data = self._header + piece if sizes else piece
                sizes.append(len(piece))
                yield InputFile(self._name, data), self._options

        for place, result in enumerate(self._pool.map_ordered(_read_piece, tasks())):
            if isinstance(result, ReadError):
                self._note([reason_alone(result.message)])
            else:
                self._read_as = result.read_as
                self._note(result.left_out)
                for text in result.documents:
                    yield Document(text, self._name)
            self._tell(self._name, sizes[place])

    def _settle(self, piece: bytes) -> bool:
        """All pieces are read as the first is: the same column, under the same header."""
        try:
            first = read_source(InputFile(self._name, piece), options=self._options)
        except CorpusError as error:
            self.problem = error.message
            return False
        chosen = first.read_as.values.get("name")
        if isinstance(chosen, str) and first.columns:
            self._options = replace(self._options, column=chosen)
        named = any(not _NO_HEADER.fullmatch(column.name) for column in first.columns)
        if self._suffix in _TABLES and named:
            self._header = piece[: _first_row(piece)]
        return True

    def _pieces(self) -> Iterator[bytes]:
        try:
            yield from self._file.pieces()
        except CorpusError as error:
            self.problem = error.message
        except OSError as error:
            self.problem = msg(
                "The file cannot be read on: {strerror}. What was read before that came "
                "in; check the disk and add the file again.",
                strerror=error.strerror,
            )

    def _note(self, remarks: Sequence[Message]) -> None:
        for remark in remarks:
            if len(self._notes) < _NOTES:
                self._notes.append(remark)
            elif len(self._notes) == _NOTES:
                self._notes.append(msg("and more like this further on"))


def _read_piece(task: tuple[InputFile, ReadOptions]) -> ReadResult | ReadError:
    source, options = task
    try:
        return read_source(source, options=options)
    except CorpusError as error:
        return ReadError(source.name, error.message)


def _first_row(piece: bytes) -> int:
    """Where the first row ends: at the first line's end outside quotation marks."""
    end = piece.find(b"\n") + 1
    while end and piece.count(b'"', 0, end) % 2:
        end = piece.find(b"\n", end) + 1
    return end or len(piece)
