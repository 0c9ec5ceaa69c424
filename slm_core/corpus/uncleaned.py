"""The text of a corpus before its cleaning steps, kept beside it so that an ablation can switch
steps off.

corpora/<id>/uncleaned/
    texts.jsonl.zst   documents as the readers gave them, in the format of documents.jsonl
    about.json        what is known of them
    checksums.json

Where personal data is masked, only the text after that step is kept: what was masked must not
stay on the disk.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import zstandard

from slm_core import checksums
from slm_core.corpus.cleaning.chunk import Chunk, Document
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.mask_numbers_urls import MaskUrls
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.store import Corpus
from slm_core.corpus.writer import PassageWriter, read_records, write_chunk
from slm_core.errors import CorpusError, DamagedFileError
from slm_core.messages import msg
from slm_core.records import Count, read_record
from slm_core.storage import friendly_os_errors, remove_folder, write_json
from slm_core.workspace import Workspace, names_in

FOLDER = "uncleaned"
MOST = 200_000_000
"""Characters of a text that is kept; training on a larger one many times takes days anyway."""
_MASKS = (Privacy, MaskUrls)
"""Steps that take out what points to a person; of the second that is e-mail addresses."""
_TEXTS, _ABOUT = "texts.jsonl.zst", "about.json"
_LEVEL = 3
"""Of zstd: 6 would save a tenth of the room for twice the time."""


@dataclass(frozen=True)
class UncleanedText:
    """What is kept of a corpus."""

    folder: Path
    key: str
    """Hash of the files, how they were read and the steps done: equal keys are equal texts."""
    steps: int
    """Steps of the recipe that are done already, up to the masking of personal data."""

    @property
    def bytes(self) -> int:
        """On the disk; 0 where it is gone."""
        with suppress(OSError):
            return (self.folder / _TEXTS).stat().st_size
        return 0

    def documents(self) -> Iterator[Document]:
        """The texts, in order. Raises CorpusError where they are damaged."""
        parts: list[str] = []
        try:
            checksums.check(self.folder / _TEXTS)
            for record in read_records(self.folder / _TEXTS):
                parts.append(record.text)
                if not record.goes_on:
                    yield Document("".join(parts), record.source)
                    parts = []
        except (DamagedFileError, OSError, ValueError, zstandard.ZstdError) as error:
            raise CorpusError(
                msg(
                    "The text of corpus {id} before cleaning cannot be read ({error}). Remove it, "
                    "then add the same files again to keep it anew.",
                    id=self.folder.parent.name,
                    error=error,
                )
            ) from None


def steps_before(recipe: Recipe) -> int | None:
    """After how many steps of the recipe its text is kept; None where no step is left to switch
    off."""
    masked = [number for number, step in enumerate(recipe.steps, 1) if isinstance(step, _MASKS)]
    first = masked[-1] if masked else 0
    return first if first < len(recipe.steps) else None


def find_uncleaned(corpus: Corpus) -> UncleanedText | None:
    """What is kept of this corpus; None where nothing is, or that cannot be read."""
    return _read(corpus.folder / FOLDER)


def remove_uncleaned(corpus: Corpus) -> int:
    """Remove what is kept of this corpus; the bytes that frees. Raises WorkspaceError."""
    kept = find_uncleaned(corpus)
    freed = kept.bytes if kept else 0
    if (corpus.folder / FOLDER).exists():
        remove_folder(corpus.folder / FOLDER)
    return freed


def find_same(workspace: Workspace, key: str) -> UncleanedText | None:
    """The same text where another corpus of the workspace has it."""
    for name in names_in(workspace.corpora):
        kept = _read(workspace.corpora / name / FOLDER)
        if kept is not None and kept.key == key and checksums.is_whole(kept.folder):
            return kept
    return None


def copy_uncleaned(kept: UncleanedText, to: Path) -> None:
    """Put it into the folder of another corpus; on most disks it takes no room of its own."""
    with friendly_os_errors(to):
        shutil.copytree(kept.folder, to / FOLDER, copy_function=_link)


class UncleanedWriter:
    """Keeps a text as it goes by on its way to a corpus."""

    def __init__(self, corpus: Path, *, steps: int) -> None:
        """Into the folder of a corpus that is being written."""
        self._folder = corpus / FOLDER
        self.steps = steps
        """Steps of the recipe that are done to it."""
        self._folder.mkdir()
        self._writer = _CompressedWriter(self._folder / _TEXTS)
        self._is_too_long = False

    def passed(self, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        """The chunks, each written down, up to a text of MOST characters."""
        for chunk in chunks:
            if not self._is_too_long:
                write_chunk(self._writer, chunk)
                self._is_too_long = self._writer.characters > MOST
            yield chunk

    def close(self) -> None:
        """Give the file back; once is enough, twice does no harm."""
        self._writer.close()

    def finish(self, key: str) -> None:
        """Make it whole, or remove it where it is too long. Raises WorkspaceError."""
        self.close()
        if self._is_too_long:
            remove_folder(self._folder)
            return
        write_json(self._folder / _ABOUT, asdict(_About(key, self.steps)))
        checksums.seal(self._folder)


def move_into(draft: Path, corpus: Corpus) -> None:
    """Give a corpus that is there already what a draft of the same corpus has kept, where it has
    none: the files were added again. Raises WorkspaceError."""
    if (draft / FOLDER).is_dir() and find_uncleaned(corpus) is None:
        with friendly_os_errors(corpus.folder):
            if (corpus.folder / FOLDER).exists():
                remove_folder(corpus.folder / FOLDER)
            os.rename(draft / FOLDER, corpus.folder / FOLDER)


@dataclass(frozen=True)
class _About:
    """What about.json holds."""

    key: str
    steps: Count


class _CompressedWriter(PassageWriter):
    """A PassageWriter whose file is compressed."""

    def _opened(self, path: Path) -> BinaryIO:
        return zstandard.open(path, "wb", cctx=zstandard.ZstdCompressor(level=_LEVEL))


def _read(folder: Path) -> UncleanedText | None:
    try:
        about = read_record(_About, folder / _ABOUT)
    except DamagedFileError:  # as good as none: adding the files again keeps it anew
        return None
    if about is None or not (folder / _TEXTS).is_file():
        return None
    return UncleanedText(folder, about.key, about.steps)


def _link(source: str, to: str) -> str:
    try:
        os.link(source, to)
    except OSError:  # a disk without hard links
        shutil.copyfile(source, to)
    return to
