"""Files on their way into a corpus: read in several processes, given on a chunk at a time.

A file that cannot be read is a sentence in `refused`, and the others come in all the same.
"""

import hashlib
import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from slm_core.corpus.card import SourceRecord
from slm_core.corpus.cleaning.chunk import LARGEST, Chunk, ChunkBuilder, Document, chunks_of
from slm_core.corpus.ingest.large_file import PLAIN, LargeFileReader, is_large
from slm_core.corpus.readers.document import (
    ARCHIVE,
    InputFile,
    ReadError,
    ReadOptions,
    ReadResult,
    about_file,
    reason_alone,
    shown_name,
)
from slm_core.corpus.readers.registry import read_each, read_source
from slm_core.corpus.store import open_corpus, record_of
from slm_core.corpus.text.passages import cut_text
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg
from slm_core.processes.pool import WorkerPool
from slm_core.workspace import Workspace

MOST_WHOLE = 400_000_000
"""Bytes of a file that has to be read in one piece, as all but plain text and tables must."""
_BATCH_FILES, _BATCH_BYTES = 64, 4_000_000
_SLOWER = 10
"""Times as long as plain text that other files take, at the least."""
_WORTH = 2_000_000
"""Bytes of plain text that are read before other processes would have started."""


@dataclass(frozen=True)
class InputStream:
    """A file with how to read it."""

    source: InputFile
    options: ReadOptions = field(default_factory=ReadOptions)
    is_corpus: bool = False
    """Whether it is the text of a corpus, `Corpus.texts`: its documents come in as they are, and
    the files it was made of are the new one's too."""
    is_passing: bool = False
    """Whether the file will go, as an upload's does: a job takes a copy of its own."""

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
    def corpus_id(self) -> str | None:
        """Of the corpus whose text it is, if it is one's: its folder's name."""
        data = self.source.data
        return data.parent.name if self.is_corpus and isinstance(data, Path) else None

    @property
    def is_slow(self) -> bool:
        """Whether reading it takes much longer than reading text from the disk does."""
        return self.suffix not in PLAIN and not self.is_corpus


@dataclass
class FileReader:
    """Reads the files in their order, keeping account of each."""

    pool: WorkerPool
    tell: Callable[[str, int], None]
    """Hears of a file, and how many bytes of it have been read since."""
    records: list[SourceRecord] = field(default_factory=list)
    refused: list[Message] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    """SHA-256 of each file in turn, archives as a whole."""
    names: dict[str, None] = field(default_factory=dict)
    """Values of columns that are headed as names of people, each once."""

    def chunks(self, incoming: Sequence[InputStream]) -> Iterator[Chunk]:
        """The texts of all files."""
        for kind, group in itertools.groupby(incoming, _kind):
            if kind == "large":
                for item in group:
                    yield from self._large(item)
            elif kind == "archive":
                for item in group:
                    yield from chunks_of(self._archive(item))
            elif kind == "corpus":
                for item in group:
                    yield from self._corpus(item)
            else:
                yield from chunks_of(self._ordinary(list(group)))

    def _ordinary(self, items: list[InputStream]) -> Iterator[Document]:
        batches = list(_batches(items))
        slow = any(item.is_slow for item in items)
        worth = len(batches) > 1 and (slow or sum(item.size for item in items) > 4 * _WORTH)
        for batch, results in zip(
            batches, self.pool.map_ordered(_read_batch, batches, worth=worth), strict=True
        ):
            for item, result in zip(batch, results, strict=True):
                is_read = isinstance(result, ReadResult)
                self.digests.append(result.sha256 if is_read else digest_of(item))
                yield from self._taken(result)
                self.tell(shown_name(item.source.name), item.size)

    def _archive(self, item: InputStream) -> Iterator[Document]:
        bytes_told = 0
        for result in read_each(item.source, options=item.options):
            yield from self._taken(result)
            # Texts unpack to about four times what they take in the archive.
            size = result.size // 4 if isinstance(result, ReadResult) else 0
            size = min(size, item.size - bytes_told)
            bytes_told += size
            self.tell(result.name, size)
        self.digests.append(digest_of(item))
        self.tell(shown_name(item.source.name), item.size - bytes_told)

    def _taken(self, result: ReadResult | ReadError) -> Iterator[Document]:
        if isinstance(result, ReadError):
            name = f"{result.inside}/{result.name}" if result.inside else result.name
            self.refused.append(about_file(name, reason_alone(result.message)))
            return
        self.records.append(record_of(result))
        self.names |= dict.fromkeys(result.names)
        for text in result.documents:
            yield Document(text, result.name)

    def _corpus(self, item: InputStream) -> Iterator[Chunk]:
        """Raises CorpusError where it is damaged: half a corpus is none."""
        path = item.source.data
        assert isinstance(path, Path)
        corpus = open_corpus(Workspace(path.parents[2]), path.parent.name)
        share = item.size / max(1, corpus.card.counts.characters)
        gathering = ChunkBuilder()
        for passage in corpus.passages():
            first = passage.start == 0
            for part, last in cut_text(passage.text, longest=LARGEST):
                yield from gathering.add(part, corpus.card.name, first, last and passage.ends)
                first = False
            self.tell(corpus.card.name, round(share * len(passage.text)))
        yield from gathering.rest()
        self.records += corpus.sources()
        self.digests.append(digest_of(item))

    def _large(self, item: InputStream) -> Iterator[Chunk]:
        assert isinstance(item.source.data, Path)
        name = shown_name(item.source.name)
        large = LargeFileReader(name, item.source.data, item.options, self.pool, self.tell)
        yield from large.chunks()
        self.names |= large.names
        self.digests.append(digest_of(item) if large.problem else large.digest)
        if large.problem:
            self.refused.append(about_file(name, large.problem))
        record = large.record()
        if record is not None:
            self.records.append(record)


def digest_of(item: InputStream) -> str:
    """SHA-256 of a file's bytes in hexadecimal; "" where it cannot be read."""
    data = item.source.data
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    try:
        with open(data, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _kind(item: InputStream) -> str:
    if item.is_corpus:
        return "corpus"
    if item.suffix == ARCHIVE:
        return "archive"
    data = item.source.data
    name = item.source.name if item.suffix else f"{item.source.name}.txt"
    try:
        return "large" if is_large(data, name) else "ordinary"
    except CorpusError:
        return "ordinary"  # whose reader says why


def _batches(items: list[InputStream]) -> Iterator[list[InputStream]]:
    batch: list[InputStream] = []
    size = 0
    for item in items:
        weight = item.size * (_SLOWER if item.is_slow else 1)
        if batch and (len(batch) >= _BATCH_FILES or size + weight > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += weight
    if batch:
        yield batch


def _read_batch(batch: list[InputStream]) -> list[ReadResult | ReadError]:
    return [read_one(item) for item in batch]


def read_one(item: InputStream) -> ReadResult | ReadError:
    """A file that is no archive, in this process and in one piece. Raises nothing."""
    name = shown_name(item.source.name)
    if item.size > MOST_WHOLE:
        return ReadError(
            name,
            about_file(
                name,
                msg(
                    "It has {size:,.0f} MB; files of this kind are read up to "
                    "{most_whole:,.0f} MB. Cut it into smaller ones, or save it as .txt, "
                    ".csv or .jsonl, which may be of any size.",
                    size=item.size / 1e6,
                    most_whole=MOST_WHOLE / 1e6,
                ),
            ),
        )
    try:
        return read_source(item.source, options=item.options)
    except CorpusError as error:
        return ReadError(name, error.message)


def folder_files(folder: Path, *, endings: Sequence[str]) -> tuple[list[Path], int]:
    """The files in a folder and the folders in it that can be read, by name; how many cannot.

    Hidden files and folders are passed over, and links are not followed.
    """
    readable: list[Path] = []
    other = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if name.startswith(".") or path.is_symlink() or not path.is_file():
                continue
            if path.suffix.lower() in endings:
                readable.append(path)
            else:
                other += 1
    return readable, other
