"""Checksums of files that must not change: checksums.json beside them.

CRC-32, since it is there to find accidents: it takes 0.1 s for 100 MB and needs no library. A file
that checksums.json does not name, or a folder without one, as earlier versions left it, counts as
whole.
"""

import functools
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from slm_core.errors import DamagedFileError
from slm_core.messages import Message, msg
from slm_core.storage import friendly_os_errors, from_json, parsed, write_json

FILE = "checksums.json"
_CHUNK = 1 << 16
"""Bytes: files are also checked by a process that has just found no memory."""
_REMEMBERED = 256
"""Files whose checksum a process remembers for as long as their time and size stay."""

Sums = dict[str, tuple[int, int]]
"""By file name: its size in bytes, and the CRC-32 of its content."""


def seal(folder: Path, *names: str) -> None:
    """Write down the checksums of these files, or of all files in `folder`. Raises WorkspaceError,
    DamagedFileError."""
    sums = read_sums(folder) if names else {}
    with friendly_os_errors(folder):
        chosen = names or sorted(p.name for p in folder.iterdir() if p.is_file() and p.name != FILE)
        for name in chosen:
            sums[name] = (folder / name).stat().st_size, _crc32(folder / name)
    _write(folder, sums)


@contextmanager
def sealing(folder: Path, name: str) -> Generator[None]:
    """Write the file `name` anew in this block, and its checksum behind it.

    Before, it has none: should the process die in between, an older checksum would speak against
    the newer file. Raises as `seal` does.
    """
    sums = read_sums(folder)
    if sums.pop(name, None) is not None:
        _write(folder, sums)
    yield
    seal(folder, name)


def read_sums(folder: Path) -> Sums:
    """The checksums of a folder; empty where it has none. Raises DamagedFileError."""
    path = folder / FILE
    try:
        return from_json(Sums, parsed(path.read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError):
        raise DamagedFileError(damaged(path, msg("it cannot be read"))) from None


def check(path: Path) -> None:
    """Raises DamagedFileError where a file is not what was written. OSError where it is not there.

    The content of a file is read once for each process, until its time or its size changes.
    """
    expected = read_sums(path.parent).get(path.name)
    while expected is not None and not _has(path, expected):
        known, expected = expected, read_sums(path.parent).get(path.name)
        if expected == known:  # else somebody wrote the file anew between the two looks
            raise DamagedFileError(changed(path))


def is_whole(folder: Path) -> bool:
    """Whether all files that checksums.json names are there and what they were."""
    try:
        for name in read_sums(folder):
            check(folder / name)
    except (DamagedFileError, OSError):
        return False
    return True


def damaged(path: Path, reason: Message) -> Message:
    """That a file of the workspace cannot be used, and why."""
    place = f"{path.parent.name}/{path.name}"
    return msg("{file} is damaged: {reason}.", file=place, reason=reason)


def changed(path: Path) -> Message:
    """That the content of a file is not what was written."""
    return damaged(path, msg("its content was changed, as its checksum says"))


def _has(path: Path, expected: tuple[int, int]) -> bool:
    """Whether a file is there with this size and this CRC-32. OSError where there is nothing."""
    status = path.stat()
    if status.st_size != expected[0] or not path.is_file():
        return False
    return _remembered(path, status.st_mtime_ns, status.st_size) == expected[1]


def _write(folder: Path, sums: Sums) -> None:
    write_json(folder / FILE, {name: list(value) for name, value in sorted(sums.items())})


def _crc32(path: Path) -> int:
    found = 0
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK):
            found = zlib.crc32(chunk, found)
    return found


@functools.lru_cache(maxsize=_REMEMBERED)
def _remembered(path: Path, _changed: int, _size: int) -> int:
    return _crc32(path)
