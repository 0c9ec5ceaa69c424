"""JSON files of a workspace read as dataclasses: whole and of the right kind, or a sentence why
not.

Whatever is read from a folder of the workspace comes through here, or line by line through
`JsonLog`: a file may have been cut short, changed by hand, or replaced by something else.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, ValidationError

from slm_core import checksums
from slm_core.errors import DamagedFileError
from slm_core.messages import Message, msg
from slm_core.storage import adapter, friendly_os_errors, parsed, remove_folder, write_json

T = TypeVar("T")

Seconds = Annotated[float, Field(ge=0.0, le=2e11, allow_inf_nan=False)]
"""A time since 1970, or a duration; up to the year 8307, since calendars end soon after."""
Count = Annotated[int, Field(ge=0, le=2**63 - 1)]
"""How many there are of something."""
Share = Annotated[float, Field(ge=0.0, le=1e6, allow_inf_nan=False)]
"""A part of a whole; somewhat more than 1 where the whole was an estimate."""


@dataclass(frozen=True)
class Damaged:
    """Something in the workspace that is there and cannot be read: a row in lists."""

    id: str
    reason: Message


def read_record(kind: type[T], path: Path) -> T | None:
    """The JSON in `path` as a `kind`; None where there is no such file.

    Fields that `kind` does not have are ignored: another version wrote them. Raises
    DamagedFileError.
    """
    try:
        checksums.check(path)
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError:
        raise _damaged(path, msg("there is a folder in its place")) from None
    except OSError as error:
        reason = msg("it cannot be read ({error})", error=error.strerror or error)
        raise _damaged(path, reason) from None
    return as_record(kind, data, path)


def write_record(path: Path, values: Mapping[str, object]) -> None:
    """Replace a JSON file of a folder and its checksum there; the folder is made where it is not.

    Where the checksums of the folder are damaged they begin anew: the other files, of which none
    is known any more, stay. Raises WorkspaceError.
    """
    folder = path.parent
    with friendly_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        checksums.read_sums(folder)
    except DamagedFileError:
        with friendly_os_errors(folder):
            (folder / checksums.FILE).unlink(missing_ok=True)
    with checksums.sealing(folder, path.name):
        write_json(path, values)


def keep(path: Path, values: Mapping[str, object]) -> None:
    """Write a JSON file of a cache, as `kept` does. Raises WorkspaceError."""
    with kept(path):
        write_json(path, values)


@contextmanager
def kept(path: Path) -> Generator[None]:
    """Write a file of a cache in this block: its folder is there, and its checksum follows.

    Where the checksums of the folder are damaged, all of it goes: it can be made again. Raises
    WorkspaceError.
    """
    folder = path.parent
    try:
        checksums.read_sums(folder)
    except DamagedFileError:
        remove_folder(folder)
    with friendly_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with checksums.sealing(folder, path.name):
        yield


def as_record(kind: type[T], data: bytes, path: Path) -> T:
    """The JSON in `data`, which was read from `path`, as a `kind`. Raises DamagedFileError."""
    try:
        return adapter(kind).validate_json(_plain(data), strict=True)
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False)
        raise _damaged(path, _reason(first["type"], ".".join(map(str, first["loc"])))) from None
    except ValueError:
        raise _damaged(path, msg("it is no JSON")) from None


def _plain(data: bytes) -> bytes:
    """The same JSON without what pydantic would take and JSON does not have, such as NaN."""
    parsed(data)
    return data


def _reason(kind: str, place: str) -> Message:
    if kind == "json_invalid":
        return msg("it is no JSON")
    if not place:
        return msg("it does not hold what it should")
    if kind == "missing":
        return msg("{name} is missing", name=place)
    return msg("{name} is not what it should be", name=place)


def _damaged(path: Path, reason: Message) -> DamagedFileError:
    return DamagedFileError(checksums.damaged(path, reason))
