"""One file packed by gzip, bzip2 or xz: unpacked with the limits that archives have."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Mapping
from typing import Protocol

from slm_core.corpus.readers.document import COMPRESSED
from slm_core.corpus.readers.safe_zip import (
    MOST_IN_MEMBER,
    UnpackLimit,
    refuse_broken,
    refuse_too_dense,
    refuse_too_large,
)
from slm_core.errors import CorpusError
from slm_core.messages import msg

_CHUNK = 1 << 20
_MOST_MEMORY = 128 << 20  # bytes that xz may ask for: the dictionary of its highest level is 64 MB
_BROKEN = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)


class _Stream(Protocol):
    """What unpacks one of the streams that a file consists of."""

    @property
    def eof(self) -> bool:
        """Whether the stream is over."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What follows it."""
        ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Up to so many bytes."""
        ...


class _Gzip:
    """A gzip stream, with the interface that the other two have."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=31)
        self._waiting = b""

    @property
    def eof(self) -> bool:
        """Whether the stream is over."""
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        """What follows it."""
        return self._stream.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Up to so many bytes."""
        out = self._stream.decompress(self._waiting + data, max_length)
        self._waiting = self._stream.unconsumed_tail
        return out


_STREAMS: Mapping[str, Callable[[], _Stream]] = {
    ".gz": _Gzip,
    ".bz2": bz2.BZ2Decompressor,
    ".xz": lambda: lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_MOST_MEMORY),
}
assert tuple(_STREAMS) == COMPRESSED


def unpack(data: bytes, ending: str) -> bytes:
    """What is packed in a file with one of the endings `COMPRESSED`.

    Raises CorpusError on a bomb, a broken file, or one that unpacks to too much.
    """
    try:
        return _unpacked(data, _STREAMS[ending])
    except _BROKEN:
        raise refuse_broken() from None


def _unpacked(data: bytes, new_stream: Callable[[], _Stream]) -> bytes:
    out = bytearray()
    limit = UnpackLimit(len(data))
    waiting = data
    while waiting.strip(b"\0"):  # tapes and some programs fill the end with zeros
        stream = new_stream()
        piece = stream.decompress(waiting, _CHUNK)
        while True:
            out += piece
            limit.spend(len(piece))
            refuse_too_dense(len(out), len(data))
            refuse_too_large(len(out), MOST_IN_MEMBER)
            if stream.eof:
                break
            piece = stream.decompress(b"", _CHUNK)
            if not piece and not stream.eof:
                raise EOFError
        waiting = stream.unused_data
    if not out:
        raise CorpusError(msg("The file is empty. Add a file with text."))
    return bytes(out)
