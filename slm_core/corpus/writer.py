"""documents.jsonl written one passage at a time, with everything the card has to count."""

import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import orjson

from slm_core import checksums
from slm_core.corpus.card import Counts
from slm_core.corpus.cleaning.chunk import Chunk
from slm_core.corpus.pii.detect import detect
from slm_core.corpus.text.page_lines import quotable
from slm_core.corpus.text.passages import Passage, cut_text
from slm_core.corpus.text.seed import suggested_seed
from slm_core.errors import DamagedFileError

_HEADS = 60_000
"""Characters kept for finding out the language."""
_HEAD = 4_000


class PassageWriter:
    """Writes documents; `close` it in the end."""

    def __init__(self, path: Path) -> None:
        self._file = self._opened(path)
        self._open = False
        self.characters = 0
        """Written so far."""

    def _opened(self, path: Path) -> BinaryIO:
        return open(path, "wb", buffering=1 << 20)  # closed by `close`

    def close(self) -> None:
        """Write out what is left; once is enough, twice does no harm."""
        self._file.close()

    def add(self, text: str, source: str) -> None:
        """One whole document, cut into passages where it is long."""
        for part, last in cut_text(text):
            self.add_part(part, source, last=last)

    def add_part(self, text: str, source: str, *, last: bool) -> None:
        """The next part of a document. Parts may be of any length; empty documents are none."""
        if not text and not self._open:
            return
        line: dict[str, object] = {"text": text, "source": source}
        if not last:
            line["goes_on"] = True
        self._file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        self.characters += len(text)
        self._open = not last
        self._wrote(text, last=last)

    def _wrote(self, text: str, *, last: bool) -> None:
        """For whoever wants to know more of it."""


def write_chunk(writer: PassageWriter, chunk: Chunk) -> None:
    """Write what a chunk holds."""
    for text, source in zip(chunk.texts, chunk.sources, strict=True):
        if chunk.is_part:
            writer.add_part(text, source, last=chunk.last)
        else:
            writer.add(text, source)


class DocumentWriter(PassageWriter):
    """Also counts what it writes."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._digest = hashlib.sha256()
        self._documents = self._bytes = self._solid = 0
        self.heads: list[str] = []
        """Beginnings of passages, to find out the language from."""
        self.seed_text = ""
        """The first words fit to start writing from."""

    def _wrote(self, text: str, *, last: bool) -> None:
        data = text.encode()
        self._digest.update(data)
        self._solid += len(text.strip()) if self.characters < _HEADS else len(text)
        self._bytes += len(data)
        if last:
            self._documents += 1
            self._digest.update(b"\xff%d\xff" % self.characters)
        self._notice(text)

    @property
    def counts(self) -> Counts:
        """Sizes so far."""
        return Counts(self._documents, self.characters, self._bytes)

    @property
    def solid(self) -> int:
        """Characters without the blanks around short texts."""
        return self._solid

    @property
    def digest(self) -> str:
        """A hash of the texts and their borders, however they were cut into passages."""
        return self._digest.hexdigest()

    def _notice(self, text: str) -> None:
        if sum(map(len, self.heads)) < _HEADS:
            self.heads.append(text[:_HEAD])
        if not self.seed_text:
            self.seed_text = suggested_seed(quotable(_without_personal_lines(text[:_HEAD])))


def _without_personal_lines(text: str) -> str:
    """The text without its lines in which personal data was found: nobody is quoted as a seed."""
    kept, at = [], 0
    for one in detect(text):
        if one.start < at:
            continue  # in a line that is out already
        kept.append(text[at : text.rfind("\n", 0, one.start) + 1])
        end = text.find("\n", one.end)
        at = len(text) if end < 0 else end + 1
    return "".join([*kept, text[at:]])


@dataclass(frozen=True)
class PassageRecord:
    """One line of a file with documents."""

    text: str
    source: str = ""
    goes_on: bool = False
    """Whether the next line is of the same document."""


def read_records(path: Path, *, expected: int | None = None) -> Iterator[PassageRecord]:
    """The lines that a PassageWriter wrote, also to a compressed file. Raises OSError, ValueError
    or zstandard.ZstdError where they are damaged.

    With an `expected` CRC-32 the whole is checked on the way, and refused at its end.
    """
    found = 0
    with _open_to_read(path) as file:
        for line in file:
            found = zlib.crc32(line, found)
            yield _record(line)
    if expected is not None and found != expected:
        raise DamagedFileError(checksums.changed(path))


def _open_to_read(path: Path) -> BinaryIO:
    if path.suffix != ".zst":
        return open(path, "rb")  # closed by whoever asked for it
    import zstandard  # noqa: PLC0415 - only few files are compressed

    return io.BufferedReader(zstandard.open(path, "rb"), 1 << 20)


def _record(line: bytes) -> PassageRecord:
    values = orjson.loads(line)
    # By hand: a corpus has millions of lines, and an adapter would take three times as long.
    if isinstance(values, dict):
        text, source = values.get("text"), values.get("source", "")
        goes_on = values.get("goes_on", False)
        if isinstance(text, str) and isinstance(source, str) and isinstance(goes_on, bool):
            return PassageRecord(text, source, goes_on)
    raise ValueError("a line is no passage of text")


def read_passages(path: Path, *, expected: int | None = None) -> Iterator[Passage]:
    """The passages that a DocumentWriter wrote. Raises as `read_records` does."""
    document = start = 0
    for record in read_records(path, expected=expected):
        passage = Passage(record.text, document, start, not record.goes_on)
        yield passage
        document, start = (document + 1, 0) if passage.ends else (document, passage.end)
