"""Files that survive a crash: replaced whole, or not at all.

A reader on any process sees the old content or the new one, never half of it. Lines are appended
by `slm_core.json_log`, whose reader ignores a torn one at the end.
"""

import errno
import functools
import json
import os
import secrets
import shutil
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TypeVar

import orjson
from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from slm_core.errors import WorkspaceError
from slm_core.locks import is_locked
from slm_core.messages import Message, msg

DELETED = ".deleted-"
"""Begins the name of a folder that is going away."""
_DRAFT, _LOCK = ".draft-", ".lock"
_OLD = 30.0  # seconds
PART = ".part"
"""Ends the name of a file that is written beside the one whose place it will take."""

Json = Mapping[str, object]
T = TypeVar("T")


def write_bytes(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Replace `path` by `data`: write beside it, fsync, rename. Raises WorkspaceError.

    `mode` has the most that others may do with it; the process's umask takes from that.
    """
    with friendly_os_errors(path):
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART}")
        try:
            with open(beside, "xb", opener=functools.partial(os.open, mode=mode)) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


def write_json(path: Path, value: Json, *, mode: int = 0o666) -> None:
    """Replace `path` by `value` as indented UTF-8 JSON, messages as they are kept.

    Raises WorkspaceError.
    """
    written = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=plain)
    text = written + "\n"
    # No encoding has lone surrogates, and what cannot be read back must not be written.
    write_bytes(path, text.encode("utf-8", errors="replace"), mode=mode)


def plain(value: object) -> object:
    """What JSON holds of a value that it does not know: a message, or what stands in one."""
    if isinstance(value, Message):
        return value.to_json()
    if isinstance(value, (PurePath, BaseException)):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def read_json(path: Path) -> dict[str, object] | None:
    """The object in `path`, or None where no whole JSON object can be read there."""
    try:
        value = parsed(path.read_bytes())
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def from_json(kind: type[T], data: object) -> T:
    """`data`, as JSON holds it, as a dataclass or another type with annotations.

    Keys that it does not have are ignored: another version wrote them. Raises ValueError, in one
    line, where something is missing or of another type.
    """
    try:
        # JSON's rules, strictly: a list becomes a tuple, but "3" no number.
        return adapter(kind).validate_json(orjson.dumps(data), strict=True)
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False)
        place = ".".join(map(str, first["loc"]))
        raise ValueError(": ".join(filter(None, (place, first["msg"])))) from None
    except orjson.JSONEncodeError as error:  # half a character, or what JSON cannot hold
        raise ValueError(str(error)) from None


def parsed(data: bytes | str) -> object:
    """The JSON in `data`. Raises ValueError."""
    return orjson.loads(data)


@functools.cache
def adapter(kind: type[T]) -> TypeAdapter[T]:
    """What reads JSON as a `kind`, made once."""
    return TypeAdapter(kind)


@dataclass(frozen=True)
class PendingFolder:
    """A folder being filled; nobody looks into it before `publish`."""

    path: Path

    def publish(self, target: Path) -> None:
        """Make it `target`, whole. If somebody else filled `target` meanwhile, theirs stays."""
        for file in self.path.iterdir():
            if file.is_file():
                _sync_file(file)
        try:
            os.rename(self.path, target)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
        _sync_folder(target.parent)


@contextmanager
def pending_folder(parent: Path) -> Generator[PendingFolder]:
    """A draft inside `parent`, gone when the block ends unless it was published.

    Its lock beside it is held as long as its process lives, so that `sweep` knows a dead one.
    """
    with friendly_os_errors(parent):
        parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(parent)
        path = parent / f"{_DRAFT}{secrets.token_hex(6)}"
        lock = FileLock(_lock_of(path), thread_local=False)
        with lock:
            path.mkdir()
            try:
                yield PendingFolder(path)
            finally:
                shutil.rmtree(path, ignore_errors=True)
                _lock_of(path).unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> None:
    """Remove what killed processes left in `folder`: drafts, and what was half deleted.

    A folder that may only be read stays as it is.
    """
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return
    for path in folder.iterdir():
        if path.name.startswith(_DRAFT) and path.suffix != _LOCK:
            if not is_locked(_lock_of(path)):
                shutil.rmtree(path, ignore_errors=True)
                _lock_of(path).unlink(missing_ok=True)
        elif path.name.startswith((_DRAFT, DELETED)) and is_old(path):
            # A lock without its draft, or a folder that nobody deletes any more.
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif not is_locked(path):
                path.unlink(missing_ok=True)


def remove_folder(folder: Path) -> None:
    """Delete a folder: out of sight in one step, so that no half-deleted one is ever seen.

    Raises WorkspaceError where that is not possible.
    """
    gone = folder.with_name(f"{DELETED}{secrets.token_hex(6)}")
    with friendly_os_errors(folder):
        folder.rename(gone)
        if gone.is_dir() and not gone.is_symlink():
            shutil.rmtree(gone)
        else:  # somebody put something else in the folder's place
            gone.unlink()


def _lock_of(draft: Path) -> Path:
    return draft.with_name(draft.name + _LOCK)


def is_old(path: Path) -> bool:
    """Whether nobody has written there for half a minute; false where it is gone.

    What is of the future, too, was written before somebody set the clock back.
    """
    try:
        return abs(time.time() - path.stat().st_mtime) > _OLD
    except OSError:
        return False


@contextmanager
def new_folder(path: Path) -> Generator[Path]:
    """A folder to fill, which takes the place `path` only when the block ends without an error.

    If somebody else filled `path` meanwhile, theirs stays. Raises WorkspaceError.
    """
    with pending_folder(path.parent) as draft:
        yield draft.path
        draft.publish(path)


@contextmanager
def friendly_os_errors(path: Path) -> Generator[None]:
    """Turn what the system says about `path` into a sentence for the user."""
    try:
        yield
    except Timeout:  # an OSError, too, of a lock that somebody holds
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise WorkspaceError(
                msg(
                    "The disk is full: {path} could not be written. Free some space, or "
                    "choose another workspace folder with --workspace or ARGOT_HOME, and try "
                    "again.",
                    path=path,
                )
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise WorkspaceError(
                msg(
                    "{path} cannot be written ({strerror}). Give this user the right to "
                    "write there, or choose another workspace folder with --workspace or "
                    "ARGOT_HOME.",
                    path=path,
                    strerror=error.strerror,
                )
            ) from error
        raise WorkspaceError(
            msg(
                "{path} could not be used: {strerror}. Check that the folder is there "
                "and that its disk answers, or choose another one with --workspace.",
                path=path,
                strerror=error.strerror or error,
            )
        ) from error


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(path: Path) -> None:
    if os.name == "posix":  # Windows cannot open a folder, and renames durably without it
        _sync_file(path)
