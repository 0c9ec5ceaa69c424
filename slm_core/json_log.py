"""Append-only files of one JSON object a line: metrics, events, samples, requests."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from slm_core.errors import DamagedFileError
from slm_core.messages import msg
from slm_core.storage import friendly_os_errors, plain


class JsonLog:
    """An append-only file of one JSON object a line: one writer at a time, many readers."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, record: Mapping[str, object], *, sync: bool = False) -> None:
        """Add one line with a single write, so that a kill leaves it whole, torn or absent.

        A torn line that stands before it becomes a line of its own.
        """
        line = _line(record)
        with friendly_os_errors(self.path), open(self.path, "a+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    line = b"\n" + line
            written = file.write(line)
            if written < len(line):  # what the disk still took; the rest says why not more
                file.write(line[written:])
            if sync:
                os.fsync(file.fileno())

    def sync(self) -> None:
        """Have all that was appended on the disk before this returns. Raises WorkspaceError."""
        if self.path.exists():
            with friendly_os_errors(self.path), open(self.path, "rb") as file:
                os.fsync(file.fileno())

    def repair(self) -> None:
        """Cut off a torn last line, so that the next record starts on a line of its own."""
        if not self.path.exists():
            return
        with friendly_os_errors(self.path), open(self.path, "r+b") as file:
            size = file.seek(0, os.SEEK_END)
            tail = b""
            while size and b"\n" not in tail:
                step = min(65536, size)
                size -= step
                file.seek(size)
                tail = file.read(step) + tail
            file.truncate(size + tail.rfind(b"\n") + 1)

    def read(self, offset: int = 0, *, most: int = -1) -> tuple[list[dict[str, object]], int]:
        """The whole records from byte `offset` on, and the offset to go on from.

        At most `most` bytes are read, where that is not negative. A line that is not a JSON
        object is skipped, a last line without its end is left for the next call, and a missing
        file has no records. Raises DamagedFileError where it cannot be read.
        """
        try:
            with open(self.path, "rb") as file:
                file.seek(offset)
                data = file.read(most)
        except (FileNotFoundError, NotADirectoryError):
            return [], 0
        except OSError as error:
            raise DamagedFileError(
                msg(
                    "{file} cannot be read ({error}): something else is in its place, or this "
                    "user may not read it.",
                    file=f"{self.path.parent.name}/{self.path.name}",
                    error=error.strerror or error,
                )
            ) from None
        end = data.rfind(b"\n") + 1
        return list(_objects(data[:end])), offset + end

    def size(self) -> int:
        """Bytes in the file, 0 where there is none."""
        try:
            return self.path.stat().st_size
        except OSError:  # where it is there and cannot be read, `read` says so
            return 0


def _line(record: Mapping[str, object]) -> bytes:
    try:
        return orjson.dumps(record, default=plain, option=orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:  # a lone surrogate, which no encoding has
        text = json.dumps(record, ensure_ascii=False, default=plain)
        return text.encode("utf-8", errors="replace") + b"\n"


def _objects(data: bytes) -> Iterator[dict[str, object]]:
    lines = data.splitlines()
    try:
        values = orjson.loads(b"[" + b",".join(line for line in lines if line.strip()) + b"]")
    except orjson.JSONDecodeError:
        values = _one_by_one(lines)
    yield from (value for value in values if isinstance(value, dict))


def _one_by_one(lines: list[bytes]) -> Iterator[object]:
    for line in lines:
        try:
            yield orjson.loads(line)
        except orjson.JSONDecodeError:
            continue
