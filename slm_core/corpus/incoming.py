"""Files on their way into a corpus: read in several processes, given on a unit at a time.

A file that cannot be read is a sentence in `refused`, and the others come in all the same.
"""

import hashlib
import itertools
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from slm_core.corpus.card import SourceRecord
from slm_core.corpus.large import LargeFile, decode_piece, is_large
from slm_core.corpus.read import (
    ARCHIVE,
    ReadOptions,
    ReadResult,
    Refusal,
    Source,
    read_each,
    read_source,
    shown_name,
)
from slm_core.corpus.store import record_of
from slm_core.corpus.unit import LARGEST, Unit, units_of
from slm_core.corpus.workers import Workers
from slm_core.errors import CorpusError

MOST_WHOLE = 400_000_000
"""Bytes of a file that has to be read in one piece, as all but plain text and tables must."""
_BATCH_FILES, _BATCH_BYTES = 64, 4_000_000
_WORTH = 2_000_000
"""Bytes of plain text that are read before other processes would have started."""
_CHOSEN = re.compile(r'(?:column|field) "(.*)"', re.DOTALL)
_NO_HEADER = re.compile(r"column \d+( \(\d+\))*")
_PLAIN = frozenset({"", ".txt", ".md"})
_NOTES = 5
"""Remarks kept of a large file whose pieces each make some."""


@dataclass(frozen=True)
class Incoming:
    """A file with how to read it."""

    source: Source
    options: ReadOptions = field(default_factory=ReadOptions)

    @property
    def suffix(self) -> str:
        """The name's ending in lower case, by which it is read."""
        return Path(shown_name(self.source.name)).suffix.lower()

    @property
    def size(self) -> int:
        """Bytes; 0 where the file cannot be asked."""
        data = self.source.data
        if isinstance(data, bytes):
            return len(data)
        try:
            return data.stat().st_size
        except OSError:
            return 0

    @property
    def is_slow(self) -> bool:
        """Whether reading it takes much longer than reading text from the disk does."""
        return self.suffix not in _PLAIN


@dataclass
class Reader:
    """Reads the files in their order, keeping account of each."""

    workers: Workers
    tell: Callable[[str, int], None]
    """Hears of a file, and how many bytes of it have been read since."""
    records: list[SourceRecord] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    """SHA-256 of each file in turn, archives as a whole."""

    def units(self, incoming: Sequence[Incoming]) -> Iterator[Unit]:
        """The texts of all files."""
        for kind, group in itertools.groupby(incoming, _kind):
            if kind == "large":
                for item in group:
                    yield from self._large(item)
            elif kind == "archive":
                for item in group:
                    yield from units_of(self._archive(item))
            else:
                yield from units_of(self._ordinary(list(group)))

    def _ordinary(self, items: list[Incoming]) -> Iterator[tuple[str, str]]:
        slow = any(item.is_slow for item in items) and len(items) > 1
        worth = slow or sum(item.size for item in items) > 4 * _WORTH
        batches = list(_batches(items))
        for batch, results in zip(
            batches, self.workers.map(_read_batch, batches, worth=worth), strict=True
        ):
            for item, result in zip(batch, results, strict=True):
                is_read = isinstance(result, ReadResult)
                self.digests.append(result.sha256 if is_read else digest_of(item))
                yield from self._taken(result)
                self.tell(shown_name(item.source.name), item.size)

    def _archive(self, item: Incoming) -> Iterator[tuple[str, str]]:
        told = 0
        for result in read_each(item.source, options=item.options):
            yield from self._taken(result)
            # Texts unpack to about four times what they take in the archive.
            size = result.size // 4 if isinstance(result, ReadResult) else 0
            size = min(size, item.size - told)
            told += size
            self.tell(result.name, size)
        self.digests.append(digest_of(item))
        self.tell(shown_name(item.source.name), item.size - told)

    def _taken(self, result: ReadResult | Refusal) -> Iterator[tuple[str, str]]:
        if isinstance(result, Refusal):
            self.refused.append(result.message)
            return
        self.records.append(record_of(result))
        for text in result.documents:
            yield text, result.name

    def _large(self, item: Incoming) -> Iterator[Unit]:
        """A file in pieces; what came before a place that cannot be read on comes in."""
        assert isinstance(item.source.data, Path)
        name = shown_name(item.source.name)
        file = LargeFile(item.source.data, item.options.encoding)
        story = _Story()
        if item.suffix in _PLAIN:
            yield from self._large_text(file, name, story)
        else:
            yield from units_of(self._rows(_LargeTable(file, item, story), name))
        self.digests.append(digest_of(item) if story.problem else file.digest.hexdigest())
        if story.problem:
            self.refused.append(f"{name}: {story.problem.removeprefix(f'{name}: ')}")
        if not story.read_as:
            return
        if file.broken:
            story.note([f"{file.broken:,} places that could not be read; each shows as \ufffd"])
        self.records.append(
            SourceRecord(
                file=name,
                size=item.size,
                sha256=file.digest.hexdigest(),
                encoding=file.found,
                read_as=story.read_as,
                left_out=tuple(story.notes),
            )
        )

    def _large_text(self, file: LargeFile, name: str, story: "_Story") -> Iterator[Unit]:
        """One document; a part is given on when it is known whether another follows."""
        waiting: str | None = None
        first = True
        for piece in story.guarded(file.pieces()):
            try:
                text, broken = decode_piece(piece)
            except CorpusError as error:
                story.problem = str(error)
                break
            file.broken += broken
            for start in range(0, len(text), LARGEST):
                if waiting is not None:
                    yield Unit((waiting,), (name,), first, last=False)
                    first = False
                waiting = text[start : start + LARGEST]
            self.tell(name, len(piece))
        if waiting is not None:
            story.read_as = "text"
            yield Unit((waiting,), (name,), first, last=True)

    def _rows(self, table: "_LargeTable", name: str) -> Iterator[tuple[str, str]]:
        sizes: list[int] = []

        def tasks() -> Iterator[tuple[Source, ReadOptions]]:
            for piece in table.pieces():
                sizes.append(len(piece))
                yield Source(name, piece), table.options

        for place, result in enumerate(self.workers.map(_read_piece, tasks())):
            for text in table.taken(result):
                yield text, name
            self.tell(name, sizes[place])


@dataclass
class _Story:
    """What became of a large file."""

    read_as: str = ""
    """"" while nothing of it came in."""
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    """Why it was not read on, or why nothing came of it."""

    def guarded(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces until there is a problem."""
        try:
            yield from pieces
        except CorpusError as error:
            self.problem = str(error)
        except OSError as error:
            self.problem = (
                f"The file cannot be read on: {error.strerror}. What was read before that came in; "
                "check the disk and add the file again."
            )

    def note(self, remarks: Sequence[str]) -> None:
        """Keep the first remarks, and that there are more."""
        for remark in remarks:
            if len(self.notes) < _NOTES:
                self.notes.append(remark)
            elif len(self.notes) == _NOTES:
                self.notes.append("and more like this further on")


class _LargeTable:
    """The rows of a table or of JSON lines that is read in pieces, as the first piece is read."""

    def __init__(self, file: LargeFile, item: Incoming, story: _Story) -> None:
        self._file = file
        self._name = item.source.name
        self._header = b""
        self._is_table = item.suffix in (".csv", ".tsv")
        self._story = story
        self.options = replace(item.options, encoding="UTF-8")

    def pieces(self) -> Iterator[bytes]:
        """Each with the table's header before it, so that it is read like the first."""
        for place, piece in enumerate(self._story.guarded(self._file.pieces())):
            if place == 0:
                try:
                    self._settle(piece)
                except CorpusError as error:
                    self._story.problem = str(error)
                    return
                yield piece
            else:
                yield self._header + piece

    def taken(self, result: ReadResult | Refusal) -> Sequence[str]:
        """The texts that a piece gave."""
        if isinstance(result, Refusal):
            self._story.note([result.message.removeprefix(f"{shown_name(self._name)}: ")])
            return ()
        self._story.read_as = result.read_as
        self._story.note(result.left_out)
        return result.documents

    def _settle(self, piece: bytes) -> None:
        first = read_source(Source(self._name, piece), options=self.options)
        chosen = _CHOSEN.fullmatch(first.read_as)
        if chosen:
            self.options = replace(self.options, column=chosen[1])
        named = any(not _NO_HEADER.fullmatch(column.name) for column in first.columns)
        if self._is_table and named:
            self._header = piece[: _first_row(piece)]


def digest_of(item: Incoming) -> str:
    """SHA-256 of a file's bytes in hexadecimal; "" where it cannot be read."""
    data = item.source.data
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    try:
        with open(data, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _kind(item: Incoming) -> str:
    if item.suffix == ARCHIVE:
        return "archive"
    data = item.source.data
    name = item.source.name if item.suffix else f"{item.source.name}.txt"
    try:
        return "large" if is_large(data, name) else "ordinary"
    except CorpusError:
        return "ordinary"  # whose reader says why


def _batches(items: list[Incoming]) -> Iterator[list[Incoming]]:
    batch: list[Incoming] = []
    size = 0
    for item in items:
        if batch and (len(batch) >= _BATCH_FILES or size + item.size > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item.size
    if batch:
        yield batch


def _read_batch(batch: list[Incoming]) -> list[ReadResult | Refusal]:
    return [_read_one(item) for item in batch]


def _read_one(item: Incoming) -> ReadResult | Refusal:
    name = shown_name(item.source.name)
    if item.size > MOST_WHOLE:
        return Refusal(
            name,
            f"{name}: It has {item.size / 1e6:,.0f} MB; files of this kind are read up to "
            f"{MOST_WHOLE / 1e6:,.0f} MB. Cut it into smaller ones, or save it as .txt, .csv or "
            ".jsonl, which may be of any size.",
        )
    try:
        return read_source(item.source, options=item.options)
    except CorpusError as error:
        return Refusal(name, str(error))


def _read_piece(task: tuple[Source, ReadOptions]) -> ReadResult | Refusal:
    source, options = task
    try:
        return read_source(source, options=options)
    except CorpusError as error:
        return Refusal(shown_name(source.name), str(error))


def _first_row(piece: bytes) -> int:
    """Where the first row ends: at the first line's end outside quotation marks."""
    end = piece.find(b"\n") + 1
    while end and piece.count(b'"', 0, end) % 2:
        end = piece.find(b"\n", end) + 1
    return end or len(piece)


def folder_files(folder: Path, *, endings: Sequence[str]) -> tuple[list[Path], int]:
    """The files in a folder and the folders in it that can be read, by name; how many cannot.

    Hidden files and folders are passed over, and links are not followed.
    """
    found: list[Path] = []
    other = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if name.startswith(".") or path.is_symlink() or not path.is_file():
                continue
            if path.suffix.lower() in endings:
                found.append(path)
            else:
                other += 1
    return found, other
