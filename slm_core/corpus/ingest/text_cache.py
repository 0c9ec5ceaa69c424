"""Cache of the texts between two steps of a recipe, so that changing a later step repeats no
earlier one.

Named by a hash of what went in and of what was done to it.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from slm_core import checksums
from slm_core.corpus.card import SourceRecord
from slm_core.corpus.cleaning.chunk import Chunk, ChunkBuilder
from slm_core.corpus.writer import PassageWriter, read_records, write_chunk
from slm_core.errors import CorpusError, DamagedFileError
from slm_core.messages import Message, msg
from slm_core.records import read_record
from slm_core.storage import friendly_os_errors, pending_folder, write_json
from slm_core.workspace import Workspace

ROOM = 4_000_000_000
"""Bytes of kept texts, about; those used longest ago go first."""
_SPARE = 3
"""Nothing is kept unless the disk has this many times its size free."""
_FACTS, _TEXTS = "facts.json", "texts.jsonl"


class DamagedTextsError(CorpusError):
    """Kept texts that somebody changed: they can be made again."""


@dataclass(frozen=True)
class KeptFacts:
    """What is known of kept texts beside the texts."""

    sizes: tuple[int, ...]
    """Of the files in turn, in bytes."""
    records: tuple[SourceRecord, ...]
    refused: tuple[Message, ...]
    tallies: tuple[dict[str, object], ...]
    """Of the steps that were done."""
    language: str
    """What the steps that leave their language open take."""
    characters: int


@dataclass(frozen=True)
class CachedTexts:
    """Kept texts that can be read."""

    folder: Path
    facts: KeptFacts

    def chunks(self) -> Iterator[Chunk]:
        """The texts. Raises DamagedTextsError where they are damaged; they are gone then."""
        try:
            yield from read_chunks(self.folder / _TEXTS, expected=_text_sum(self.folder))
        except (DamagedFileError, OSError, ValueError) as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise DamagedTextsError(
                msg(
                    "Texts kept from an earlier cleaning were damaged ({error}), and are "
                    "gone now. Add the files again.",
                    error=error,
                )
            ) from None


def find_cached(workspace: Workspace, key: str) -> CachedTexts | None:
    """The texts kept under this name, if they are whole."""
    folder = workspace.kept_texts / key
    facts = _facts_of(folder)
    if facts is None or not (folder / _TEXTS).is_file():
        return None
    with suppress(OSError):  # it is only when it was used last
        os.utime(folder)
    return CachedTexts(folder, facts)


def keep_copy(workspace: Workspace, key: str, texts: Path, facts: KeptFacts) -> None:
    """Keep a finished corpus's own file under this name: it takes no room of its own."""
    folder = workspace.kept_texts / key
    if folder.exists():
        return
    with pending_folder(workspace.kept_texts) as draft:
        try:
            os.link(texts, draft.path / _TEXTS)
        except OSError:  # a disk without hard links: then it is cleaned anew the next time
            return
        write_json(draft.path / _FACTS, _values(facts))
        checksums.seal(draft.path)
        draft.publish(folder)


class CacheWriter:
    """Writes texts as they go by; `finish` keeps them, nothing else does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writer = PassageWriter(folder / _TEXTS)

    def passed(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        """The chunks, each written down."""
        for chunk in chunks:
            write_chunk(self._writer, chunk)
            yield chunk

    def close(self) -> None:
        """Give the file back."""
        self._writer.close()

    def finish(self, workspace: Workspace, key: str, facts: KeptFacts) -> None:
        """Put the texts in their place under this name."""
        self.close()
        write_json(self._folder / _FACTS, _values(facts))
        checksums.seal(self._folder)
        kept_folder = workspace.kept_texts / key
        if not kept_folder.exists():
            with friendly_os_errors(kept_folder):
                self._folder.rename(kept_folder)

    @property
    def characters(self) -> int:
        """Written so far."""
        return self._writer.characters


def read_chunks(path: Path, *, expected: int | None = None) -> Iterator[Chunk]:
    """What a PassageWriter wrote. Raises as `read_records` does."""
    gathering = ChunkBuilder()
    first = True
    for record in read_records(path, expected=expected):
        last = not record.goes_on
        yield from gathering.add(record.text, record.source, first, last)
        first = last
    yield from gathering.rest()


def _text_sum(folder: Path) -> int | None:
    known = checksums.read_sums(folder).get(_TEXTS)
    return known[1] if known else None


def known_sizes(workspace: Workspace) -> set[int]:
    """Sizes of all files of which texts are kept: another size need not be looked for."""
    return {size for _, facts in _every(workspace) for size in facts.sizes}


def forget_kept(workspace: Workspace, hashes: Sequence[str]) -> int:
    """Remove kept texts of any file with one of these SHA-256; the bytes that takes free."""
    freed = 0
    wanted = set(hashes)
    for folder, facts in _every(workspace):
        if wanted & {record.sha256 for record in facts.records}:
            freed += _remove(folder)
    return freed


def kept_bytes(workspace: Workspace, hashes: Sequence[str]) -> int:
    """Bytes that `forget_kept` would free, without those a corpus holds as well."""
    wanted = set(hashes)
    return sum(
        _own_bytes(folder / _TEXTS)
        for folder, facts in _every(workspace)
        if wanted & {record.sha256 for record in facts.records}
    )


def has_room(workspace: Workspace, size: int) -> bool:
    """Whether the disk has room to keep so many bytes."""
    return shutil.disk_usage(workspace.root).free > _SPARE * size


def trim(workspace: Workspace, *, room: int = ROOM) -> None:
    """Remove what was used longest ago until the rest fits."""
    home = workspace.kept_texts
    if not home.is_dir():
        return
    cached = [path for path in home.iterdir() if not path.name.startswith(".")]
    total = 0
    for folder in sorted(cached, key=lambda path: path.stat().st_mtime, reverse=True):
        total += _own_bytes(folder / _TEXTS)
        if total > room:
            _remove(folder)


def _every(workspace: Workspace) -> Iterator[tuple[Path, KeptFacts]]:
    home = workspace.kept_texts
    if not home.is_dir():
        return
    for folder in home.iterdir():
        facts = None if folder.name.startswith(".") else _facts_of(folder)
        if facts is not None:
            yield folder, facts


def _facts_of(folder: Path) -> KeptFacts | None:
    """None where there are none, or they are damaged: the texts are made again then."""
    try:
        return read_record(KeptFacts, folder / _FACTS)
    except DamagedFileError:
        return None


def _own_bytes(path: Path) -> int:
    try:
        status = path.stat()
    except OSError:
        return 0
    return status.st_size if status.st_nlink < 2 else 0


def _remove(folder: Path) -> int:
    freed = _own_bytes(folder / _TEXTS)
    shutil.rmtree(folder, ignore_errors=True)
    return freed


def _values(facts: KeptFacts) -> dict[str, object]:
    return asdict(facts)
