"""What people call a run and say of it: labels.json in its folder, the one file there that may
change whenever somebody wants."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from slm_core.errors import DamagedFileError, RunError, SettingsError
from slm_core.messages import Message, msg
from slm_core.records import read_record
from slm_core.storage import write_json

FILE = "labels.json"
LONGEST_NAME, LONGEST_TAG, LONGEST_NOTE = 120, 40, 2000
"""Characters."""
MOST_TAGS = 20


@dataclass(frozen=True)
class RunLabels:
    """A run's labels; empty ones where nobody gave any."""

    name: str = ""
    """The name it goes by; "" for the one it was asked for with."""
    tags: tuple[str, ...] = ()
    """In the order they were given, each once."""
    note: str = ""


def read_labels(folder: Path) -> RunLabels:
    """The labels of the run in `folder`; empty ones where they are damaged, see `damage_of`."""
    try:
        return read_record(RunLabels, folder / FILE) or RunLabels()
    except DamagedFileError:
        return RunLabels()


def damage_of(folder: Path) -> Message | None:
    """Why the labels of the run in `folder` cannot be read; None where all is well."""
    try:
        read_record(RunLabels, folder / FILE)
    except DamagedFileError as error:
        return msg(
            "{reason} Its name, tags and note are lost; give them again.", reason=error.message
        )
    return None


def rename_run(folder: Path, name: str) -> RunLabels:
    """Let the run go by this name, by its first one for an empty one. Its id stays.

    Raises SettingsError where it cannot be a name, RunError where the run is gone, WorkspaceError.
    """
    plain = _one_line(name)
    if len(plain) > LONGEST_NAME:
        raise SettingsError(
            msg(
                "The name has {n} characters; {most} are the most. Choose a shorter one.",
                n=len(plain),
                most=LONGEST_NAME,
            )
        )
    return _write(folder, replace(read_labels(folder), name=plain))


def tag_run(folder: Path, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> RunLabels:
    """Give the run these tags and take those from it; upper and lower case are the same tag.

    Raises SettingsError where one cannot be a tag, RunError where the run is gone, WorkspaceError.
    """
    before = read_labels(folder)
    gone = {_one_line(tag).casefold() for tag in remove}
    kept = {tag.casefold(): tag for tag in before.tags if tag.casefold() not in gone}
    for tag in map(checked_tag, add):
        kept.setdefault(tag.casefold(), tag)
    if len(kept) > MOST_TAGS:
        raise SettingsError(
            msg(
                "A run has {most} tags at the most, and these would be {n}. Remove some first.",
                most=MOST_TAGS,
                n=len(kept),
            )
        )
    return _write(folder, replace(before, tags=tuple(kept.values())))


def note_run(folder: Path, note: str) -> RunLabels:
    """Let this be the run's note; an empty one takes it away.

    Raises SettingsError where it is too long, RunError where the run is gone, WorkspaceError.
    """
    plain = note.strip()
    if len(plain) > LONGEST_NOTE:
        raise SettingsError(
            msg(
                "The note has {n:,} characters; {most:,} are the most. Shorten it.",
                n=len(plain),
                most=LONGEST_NOTE,
            )
        )
    return _write(folder, replace(read_labels(folder), note=plain))


def checked_tag(text: str) -> str:
    """A tag as it is kept: one line, without a comma. Raises SettingsError where that is none."""
    plain = _one_line(text)
    if not plain or "," in plain or "，" in plain or len(plain) > LONGEST_TAG:
        raise SettingsError(
            msg(
                "{tag!r} cannot be a tag: a tag has 1 to {most} characters and no comma. Choose "
                "another.",
                tag=plain[: 2 * LONGEST_TAG],
                most=LONGEST_TAG,
            )
        )
    return plain


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _write(folder: Path, labels: RunLabels) -> RunLabels:
    if not folder.is_dir():
        raise RunError(
            msg("{run} was deleted meanwhile: it can no longer be changed.", run=folder.name)
        )
    write_json(folder / FILE, asdict(labels))
    return labels
