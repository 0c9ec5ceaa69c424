"""Text files larger than memory as a series of small ones, each fit for the ordinary readers.

Cut after a line's end (of a table: outside quotation marks), in UTF-8 whatever the file is in.
"""

import codecs
import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from slm_core.corpus.encodings.decode import decode, exact_codec
from slm_core.corpus.encodings.detect import (
    BROKEN_SHARE,
    CONTROLS,
    HIGH_SHARE_OF_CONTROLS,
    NO_TEXT,
)
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg

LARGE = 32_000_000
"""Bytes from which a file is read in pieces."""
PIECE = 8_000_000
"""Bytes in a piece, about."""
SUFFIXES = frozenset({".txt", ".md", ".csv", ".tsv", ".jsonl", ".ndjson"})
"""Formats that can be read in pieces."""
_QUOTED = frozenset({".csv", ".tsv"})
_SAMPLE = 1_000_000
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]+")


@dataclass
class LargeFile:
    """A file on the disk, read once from the first byte to the last."""

    path: Path
    encoding: str | None = None
    """As chosen, or None to find it from samples of beginning, middle and end."""
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    found: str = ""
    """Name of the encoding, known before the first piece."""
    confidence: float = 1.0
    note: Message | None = None
    broken: int = 0
    """Places that could not be read so far; each shows as U+FFFD."""

    def pieces(self) -> Iterator[bytes]:
        """UTF-8 pieces that join to the text. Raises CorpusError where it is not text."""
        head = self._find_encoding()
        codec, skip = exact_codec(head, self.found)
        quoted = self.path.suffix.lower() in _QUOTED
        waiting = b""
        for block in self._blocks(codec, skip):
            waiting += block
            while len(waiting) >= PIECE:
                end = _border(waiting, quoted=quoted)
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
            for place in (size // 2, max(0, size - _SAMPLE)):
                file.seek(place // 4 * 4)
                sample = file.read(_SAMPLE)
                samples.append(sample[sample.find(b"\n") + 1 : sample.rfind(b"\n") + 1])
        if self.encoding is None:
            wide = b"\0" in head  # in UTF-16 a cut at a byte of value 10 may fall inside a letter
            guess = decode(head[: len(head) // 4 * 4] if wide else b"".join(samples))
            self.found, self.confidence, self.note = guess.encoding, guess.confidence, guess.note
        else:
            self.found = decode(samples[0], encoding=self.encoding).encoding
        return head

    def _blocks(self, codec: str, skip: int) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(codec)(errors="replace")
        plain = codec == "utf-8"
        with open(self.path, "rb") as file:
            start = file.read(skip)
            self.digest.update(start)
            while block := file.read(PIECE):
                self.digest.update(block)
                if plain:
                    yield block  # the ordinary reader decodes it; no need to do it twice
                    continue
                text = decoder.decode(block)
                self.broken += text.count("\ufffd")
                yield text.encode("utf-8", errors="replace")
            yield decoder.decode(b"", final=True).encode("utf-8", errors="replace")


def is_large(data: bytes | Path, name: str) -> bool:
    """Whether a source is to be read in pieces."""
    if not isinstance(data, Path) or Path(name).suffix.lower() not in SUFFIXES:
        return False
    try:
        return data.stat().st_size > LARGE
    except OSError as error:
        raise CorpusError(
            msg(
                "{file}: {reason}",
                file=name,
                reason=msg(
                    "The file cannot be read: {errno}.", errno=os.strerror(error.errno or 0)
                ),
            )
        ) from None


def decode_piece(data: bytes) -> tuple[str, int]:
    """A piece of a large text in UTF-8, and how many places in it could not be read.

    As `decode`, several times faster. Raises CorpusError where it is not text.
    """
    plain = data if len(data.translate(None, CONTROLS)) == len(data) else _without_controls(data)
    try:
        text, broken = plain.decode("utf-8"), 0
    except UnicodeDecodeError:
        text = plain.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        if broken > max(1, len(text) * BROKEN_SHARE):
            raise CorpusError(NO_TEXT) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff"), broken


def _border(data: bytes, *, quoted: bool) -> int:
    """Where to cut: after the last line's end that is outside quotation marks; 0 to read on."""
    end = data.rfind(b"\n") + 1
    if end == 0:  # one endless line: cut between words, or at least between characters
        if len(data) < 4 * PIECE:
            return 0
        end = data.rfind(b" ", 0, len(data) - 1)
        return end if end > 0 else _character_border(data)
    if not quoted:
        return end
    last = end
    inside = data.count(b'"', 0, end) % 2
    while inside and end > 0:
        start = data.rfind(b"\n", 0, end - 1) + 1
        inside ^= data.count(b'"', start, end) % 2
        end = start
    if end == 0 and len(data) >= 4 * PIECE:  # a mark that is never closed
        return last
    return end


def _character_border(data: bytes) -> int:
    end = len(data) - 1
    while end > 0 and data[end] & 0xC0 == 0x80:
        end -= 1
    return end


def _without_controls(data: bytes) -> bytes:
    plain = _CONTROL_BYTES.sub(b"", data)
    if len(data) - len(plain) > len(data) * HIGH_SHARE_OF_CONTROLS:
        raise CorpusError(NO_TEXT)
    return plain
