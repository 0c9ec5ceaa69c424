"""ZIP files opened with limits: unpacked bytes are counted as they come, whatever headers say.

DOCX, ODT, EPUB and plain archives are all read through it.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from slm_core.errors import CorpusError
from slm_core.messages import Message, msg

MOST_BYTES = 500_000_000
"""Unpacked bytes taken out of one archive, everything nested in it included."""
MOST_IN_MEMBER = 200_000_000
"""Unpacked bytes of one member; texts are held in memory while they are read."""
MOST_RATIO = 200
"""Times a member may be larger than packed: text is 3 to 20 times, a bomb up to 1,032 times."""

_MOST_RATIO_OF_ALL = 100
_FREE = 2_000_000  # unpacked bytes that need no ratio: a form full of blanks packs very well
_FREE_OF_ALL = 20_000_000
_CHUNK = 1 << 20
_MOST_DIRECTORY = 30_000_000  # bytes of the list of members: about 300,000 of them
_END, _END_SIZE = b"PK\5\6", 22
_LONGEST_COMMENT = 65_535
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    IndexError,
)
"""What the standard library raises on files that are not what they say; lzma's error apart."""


@dataclass
class UnpackLimit:
    """What may still be unpacked; one for an archive and all that is nested in it."""

    packed: int
    """Bytes of the outermost archive."""
    unpacked: int = 0

    @property
    def most(self) -> int:
        """Bytes that it may unpack to."""
        return min(MOST_BYTES, max(_FREE_OF_ALL, _MOST_RATIO_OF_ALL * self.packed))

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may come out."""
        return self.unpacked > self.most

    def spend(self, size: int) -> None:
        """Count bytes as they come. Raises CorpusError where there are too many."""
        self.unpacked += size
        if self.unpacked <= self.most:
            return
        if self.most < MOST_BYTES:
            raise CorpusError(
                msg(
                    "It unpacks to more than {most_ratio_of_all} times its size, as no texts "
                    "do: this looks like a file made to fill the memory. If it is real, "
                    "unpack it yourself and add what is inside.",
                    most_ratio_of_all=_MOST_RATIO_OF_ALL,
                )
            )
        raise CorpusError(
            msg(
                "It unpacks to more than {most_bytes:,} MB, the most that is taken out "
                "of one archive. Unpack it yourself and add the files in parts.",
                most_bytes=MOST_BYTES // 1_000_000,
            )
        )


class Package:
    """An open archive."""

    def __init__(self, archive: zipfile.ZipFile, budget: UnpackLimit) -> None:
        self._archive = archive
        self.budget = budget
        self.members = archive.infolist()
        """What it lists, in order; nothing in these headers is to be trusted."""

    def __contains__(self, name: str) -> bool:
        """Whether it lists a member of this name."""
        return name in self._archive.NameToInfo

    def read(self, member: str | zipfile.ZipInfo, *, most: int = MOST_IN_MEMBER) -> bytes:
        """A member's content. Raises CorpusError on a bomb, a broken or an encrypted one."""
        info = self._archive.NameToInfo[member] if isinstance(member, str) else member
        if info.flag_bits & 1:
            raise CorpusError(
                msg("It is encrypted with a password. Unpack it yourself and add what is inside.")
            )
        try:
            return self._unpacked(info, most)
        except _BROKEN as error:
            raise CorpusError(_broken(error)) from None

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()

    def _unpacked(self, info: zipfile.ZipInfo, most: int) -> bytes:
        out = bytearray()
        packed = max(1, info.compress_size)
        with self._archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                out += chunk
                refuse_too_dense(len(out), packed)
                refuse_too_large(len(out), most)
                self.budget.spend(len(chunk))
        return bytes(out)


def refuse_too_dense(size: int, packed: int) -> None:
    """Raises CorpusError where `size` bytes came out of so few that it is no text."""
    if size > _FREE and size > MOST_RATIO * packed:
        raise CorpusError(
            msg(
                "It is packed more than {most_ratio} times smaller than it is, as no "
                "text is: this looks like a file made to fill the memory. If it is "
                "real, unpack it yourself and add what is inside.",
                most_ratio=MOST_RATIO,
            )
        )


def refuse_too_large(size: int, most: int) -> None:
    """Raises CorpusError where more bytes came out than are read."""
    if size > most:
        raise CorpusError(
            msg(
                "It is larger than {most:,} MB when unpacked. Unpack it yourself and "
                "add it in parts, or as plain text.",
                most=most // 1_000_000,
            )
        )


def refuse_broken() -> CorpusError:
    """The refusal of what is not whole."""
    return CorpusError(msg("It is broken or cut off. Fetch or save it again, and add it anew."))


def open_package(data: bytes | Path, *, budget: UnpackLimit | None = None) -> Package:
    """The archive in `data`. Raises CorpusError where it is none or lists too much."""
    try:
        with BytesIO(data) if isinstance(data, bytes) else open(data, "rb") as file:
            listed = _directory_size(file.seek, file.read)
            size = file.seek(0, 2)
        if listed > _MOST_DIRECTORY:
            raise CorpusError(
                msg(
                    "It lists more than {most_directory:,} files. Join them into fewer, "
                    "larger ones, such as JSON lines with one text a line.",
                    most_directory=_MOST_DIRECTORY // 100,
                )
            )
        archive = zipfile.ZipFile(BytesIO(data) if isinstance(data, bytes) else data)
    except _BROKEN as error:
        raise CorpusError(_broken(error)) from None
    return Package(archive, budget or UnpackLimit(size))


def _directory_size(seek: Callable[[int, int], int], read: Callable[[int], bytes]) -> int:
    """Bytes of the list of members, before the standard library makes an object of each."""
    size = seek(0, 2)
    reach = min(size, _END_SIZE + _LONGEST_COMMENT + 76)
    seek(size - reach, 0)
    tail = read(reach)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise zipfile.BadZipFile
    (length,) = struct.unpack_from("<L", tail, at + 12)
    wide = at - 76  # the record of archives above 4 GB, and its locator, stand right before
    if wide >= 0 and tail[wide : wide + 4] == b"PK\6\6":
        length = max(
            length if length != 0xFFFFFFFF else 0, *struct.unpack_from("<Q", tail, wide + 40)
        )
    return min(length, size)


def _broken(error: Exception) -> Message:
    if isinstance(error, CorpusError):
        return error.message
    if isinstance(error, NotImplementedError):
        return msg(
            "It is packed in a way that is not read here. Unpack it yourself and add "
            "what is inside."
        )
    if isinstance(error, OSError) and error.strerror:
        return msg(
            "The file cannot be read: {strerror}. Check that it is there.", strerror=error.strerror
        )
    return refuse_broken().message
