"""Text files larger than memory: read as a series of small ones, each fit for the ordinary readers.

Cut after a line's end (of a table: outside quotation marks), in UTF-8 whatever the file is in; the
pieces are read in several processes, in order.
"""

import codecs
import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from slm_core.corpus.card import SourceRecord
from slm_core.corpus.cleaning.chunk import LARGEST, Chunk, Document, chunks_of
from slm_core.corpus.encodings.decode import decode, exact_codec
from slm_core.corpus.encodings.mixed import decode_mixed
from slm_core.corpus.encodings.names import CODECS
from slm_core.corpus.encodings.readings import CLEAR, Reading, readings
from slm_core.corpus.ingest.pieces import decode_piece, first_row, last_border
from slm_core.corpus.readers.document import (
    InputFile,
    ReadError,
    ReadOptions,
    ReadResult,
    ReadSuggestion,
    about_file,
    reason_alone,
)
from slm_core.corpus.readers.registry import PLAIN_TEXT, read_source
from slm_core.corpus.readers.running_text import suggestion_of
from slm_core.corpus.readers.table_layout import table_of
from slm_core.corpus.text.division.boundaries import BOUNDARIES, cut_stream
from slm_core.corpus.text.division.suggest_boundary import suggest_boundary
from slm_core.corpus.text.passages import cut_text
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural
from slm_core.processes.pool import WorkerPool

LARGE = 32_000_000
"""Bytes from which a file is read in pieces."""
PIECE = 8_000_000
"""Bytes in a piece, about."""
PLAIN = frozenset({"", *PLAIN_TEXT})
"""Formats that can be read in pieces and are one document; a name without an ending is one."""
SUFFIXES = PLAIN | {".csv", ".tsv", ".jsonl", ".ndjson"}
"""All formats that can be read in pieces."""
_TABLES = frozenset({".csv", ".tsv"})
_SAMPLE = 1_000_000
_NO_HEADER = re.compile(r"column \d+( \(\d+\))*")
_NOTES = 5
"""Remarks kept of a file whose pieces each make some."""


@dataclass
class LargeFile:
    """A file on the disk, read once from the first byte to the last."""

    path: Path
    encoding: str | None = None
    """As chosen, or None to find it from samples of beginning, middle and end."""
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    detected: str = ""
    """Name of the encoding, known before the first piece."""
    confidence: float = 1.0
    note: Message | None = None
    readings: tuple[Reading, ...] = ()
    """Where the encoding is in doubt: the likely ones beside one another."""
    broken: int = 0
    """Places that could not be read so far; each shows as U+FFFD."""
    foreign: int = 0
    """Lines that are not UTF-8 in a file that is, read in another encoding."""
    _lines_in: str = ""

    def pieces(self) -> Iterator[bytes]:
        """UTF-8 pieces that join to the text. Raises CorpusError where it is not text."""
        head = self._find_encoding()
        codec, skip = exact_codec(head, self.detected)
        quoted = self.path.suffix.lower() in _TABLES
        waiting = b""
        for block in self._blocks(codec, skip):
            waiting += block
            while len(waiting) >= PIECE:
                end = last_border(waiting, quoted=quoted, most=4 * PIECE)
                if end == 0:
                    break
                yield waiting[:end]
                waiting = waiting[end:]
        if waiting:
            yield waiting

    def _find_encoding(self) -> bytes:
        """Raises CorpusError, OSError."""
        size = self.path.stat().st_size
        with open(self.path, "rb") as file:
            head = file.read(_SAMPLE)
            samples = [head[: head.rfind(b"\n") + 1] or head]
            for offset in (size // 2, max(0, size - _SAMPLE)):
                file.seek(offset // 4 * 4)
                sample = file.read(_SAMPLE)
                samples.append(sample[sample.find(b"\n") + 1 : sample.rfind(b"\n") + 1])
        if self.encoding is None:
            wide = b"\0" in head  # in UTF-16 a cut at a byte of value 10 may fall inside a letter
            sample = head[: len(head) // 4 * 4] if wide else b"".join(samples)
            guess = decode(sample)
            self.detected, self.confidence, self.note = guess.encoding, guess.confidence, guess.note
            self._lines_in = guess.lines_in
            self.readings = readings(sample) if guess.confidence < CLEAR else ()
        else:
            self.detected = decode(samples[0], encoding=self.encoding).encoding
        return head

    def _blocks(self, codec: str, skip: int) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(codec)(errors="replace")
        with open(self.path, "rb") as file:
            start = file.read(skip)
            self.digest.update(start)
            while block := file.read(PIECE):
                if self._lines_in:
                    block += file.readline(PIECE)
                self.digest.update(block)
                if self._lines_in:
                    text, foreign = decode_mixed(block, CODECS[self._lines_in])
                    self.foreign += len(foreign)
                elif codec == "utf-8":
                    yield block  # the ordinary reader decodes it; no need to do it twice
                    continue
                else:
                    text = decoder.decode(block)
                self.broken += text.count("\ufffd")
                yield text.encode("utf-8", errors="replace")
            yield decoder.decode(b"", final=True).encode("utf-8", errors="replace")


class LargeFileReader:
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
        self._suggestions: list[ReadSuggestion] = []
        self.names: dict[str, None] = {}
        """Values of columns that are headed as names of people, each once."""
        self.problem: Message | None = None
        """Why it was not read on, or why nothing came of it."""

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal of what was read."""
        return self._file.digest.hexdigest()

    def chunks(self) -> Iterator[Chunk]:
        """The texts."""
        if self._suffix not in PLAIN:
            return chunks_of(self._rows())
        cut = self._options.documents not in (None, "whole")
        return chunks_of(self._parts()) if cut else self._text()

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
        if self._file.foreign:
            foreign = plural(
                "{n:,} line is not UTF-8 and was read in another encoding",
                "{n:,} lines are not UTF-8 and were read in another encoding",
                n=self._file.foreign,
            )
            self._notes.insert(0, foreign)
        return SourceRecord(
            file=self._name,
            size=self._size,
            sha256=self.digest,
            encoding=self._file.detected,
            read_as=self._read_as,
            left_out=tuple(self._notes),
            confidence=self._file.confidence,
            readings=self._file.readings,
            suggestions=tuple(self._suggestions),
        )

    def _text(self) -> Iterator[Chunk]:
        """One document; a part is given on when it is known whether another follows."""
        waiting: str | None = None
        first = True
        for text in self._decoded():
            if first and waiting is None and self._options.documents is None:
                self._suggest(text)
            for part, _ in cut_text(text, longest=LARGEST):
                if waiting is not None:
                    yield Chunk((waiting,), (self._name,), first, last=False)
                    first = False
                waiting = part
        if waiting is not None:
            self._read_as = msg("text")
            yield Chunk((waiting,), (self._name,), first, last=True)

    def _parts(self) -> Iterator[Document]:
        """The documents that the text is cut into."""
        boundary = self._options.documents
        assert boundary is not None
        for text in cut_stream(self._decoded(), boundary):
            self._read_as = msg("{read_as}, {how}", read_as=msg("text"), how=BOUNDARIES[boundary])
            yield Document(text, self._name)

    def _decoded(self) -> Iterator[str]:
        """The text in pieces, until one cannot be read."""
        for piece in self._pieces():
            try:
                text, broken = decode_piece(piece)
            except CorpusError as error:
                self.problem = error.message
                return
            self._file.broken += broken
            yield text
            self._tell(self._name, len(piece))

    def _suggest(self, text: str) -> None:
        """Offer the cut that the first piece speaks for; the whole is reckoned from it."""
        found = suggest_boundary(text)
        if found is not None:
            times = self._size / len(text.encode("utf-8", errors="replace"))
            documents = round(found.documents * max(1.0, times))
            self._suggestions = [suggestion_of(replace(found, documents=documents))]

    def _rows(self) -> Iterator[Document]:
        sizes: list[int] = []

        def tasks() -> Iterator[tuple[InputFile, ReadOptions]]:
            for piece in self._pieces():
                if not sizes and not self._settle(piece):
                    return
                data = self._header + piece if sizes else piece
                sizes.append(len(piece))
                yield InputFile(self._name, data), self._options

        for number, result in enumerate(self._pool.map_ordered(_read_piece, tasks())):
            if isinstance(result, ReadError):
                self._note([reason_alone(result.message)])
            else:
                self._read_as = result.read_as
                self._note(result.left_out)
                self.names |= dict.fromkeys(result.names)
                for text in result.documents:
                    yield Document(text, self._name)
            self._tell(self._name, sizes[number])

    def _settle(self, piece: bytes) -> bool:
        """All pieces are read as the first is: the same column, under the same header."""
        try:
            first = read_source(InputFile(self._name, piece), options=self._options)
        except CorpusError as error:
            self.problem = error.message
            return False
        self._suggestions = first.suggestions
        chosen = first.read_as.values.get("name")
        if isinstance(chosen, str) and first.columns:
            self._options = replace(self._options, column=chosen)
        named = any(not _NO_HEADER.fullmatch(column.name) for column in first.columns)
        if self._suffix in _TABLES and named:
            self._header = _header(piece)
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


def is_large(data: bytes | Path, name: str) -> bool:
    """Whether a source is to be read in pieces."""
    if not isinstance(data, Path) or Path(name).suffix.lower() not in SUFFIXES:
        return False
    try:
        return data.stat().st_size > LARGE
    except OSError as error:
        why = msg("The file cannot be read: {errno}.", errno=os.strerror(error.errno or 0))
        raise CorpusError(about_file(name, why)) from None


def _read_piece(task: tuple[InputFile, ReadOptions]) -> ReadResult | ReadError:
    source, options = task
    try:
        return read_source(source, options=options)
    except CorpusError as error:
        return ReadError(source.name, error.message)


def _header(piece: bytes) -> bytes:
    """The row of names, without the lines that may stand above it."""
    above = table_of(piece[:_SAMPLE].decode("utf-8", errors="replace")).above
    while above or piece.startswith(b"\n"):
        above -= not piece.startswith(b"\n")
        piece = piece[first_row(piece) :]
    return piece[: first_row(piece)]
