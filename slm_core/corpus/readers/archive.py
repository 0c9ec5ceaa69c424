"""ZIP archives: every file in them read as if it had been given by itself.

Nothing is written to the disk, so names in an archive lead nowhere; archives inside are read too,
to a depth, and what all of it may unpack to is counted together.
"""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.readers.document import (
    ARCHIVE,
    InputFile,
    ReadError,
    ReadOptions,
    ReadResult,
    about_file,
    shown_name,
)
from slm_core.corpus.readers.safe_zip import Package, UnpackLimit, open_package
from slm_core.errors import CorpusError, LockedError
from slm_core.messages import msg, plural

MOST_FILES = 20_000
"""Files read from one archive, those of archives in it included."""
DEEPEST = 2
"""Archives that may lie in one another, the outermost not counted."""

_UTF8_NAME = 0x800  # the flag by which a name is UTF-8
_SURE = 0.6  # confidence from which an old name is believed to be in the encoding found
_SYSTEM = ("__MACOSX", "Thumbs.db", "desktop.ini", "ehthumbs.db")


class ReadSource(Protocol):
    """What reads a file by its ending: `registry.read_source`, handed in since it knows us."""

    def __call__(self, source: InputFile, *, options: ReadOptions) -> ReadResult:
        """The documents in a source."""
        ...


@dataclass
class _Visit:
    """What is counted over an archive and all that lies in it."""

    name: str
    read: Callable[[InputFile], ReadResult]
    budget: UnpackLimit | None = None
    """Of the outermost archive, once it is open."""
    files: int = 0
    beyond: int = 0
    hidden: int = 0


def read_members(
    source: InputFile, options: ReadOptions, read_source: ReadSource
) -> Iterator[ReadResult | ReadError]:
    """What each file gave, or why nothing, in the archive's order; at the end what was passed
    over. A broken or oversized archive is one refusal, after what came out of it before."""
    name = shown_name(source.name)
    visit = _Visit(name, lambda member: read_source(member, options=options))
    is_empty = True
    try:
        for result in _walked(source.data, visit, depth=0):
            is_empty = False
            yield result
    except CorpusError as error:
        yield ReadError(name, about_file(name, error.message))
        return
    if visit.hidden:
        what = plural("{n:,} hidden file was", "{n:,} hidden files were", n=visit.hidden)
        yield ReadError(
            name,
            about_file(name, msg("{what} passed over, such as those macOS adds.", what=what)),
        )
    if visit.beyond:
        yield ReadError(
            name,
            about_file(
                name,
                msg(
                    "{files} left out: up to {most_files:,} files of an archive are read. "
                    "Join small files into one, such as JSON lines with one text a line, or "
                    "add them in several archives.",
                    files=plural("{n:,} file was", "{n:,} files were", n=visit.beyond),
                    most_files=MOST_FILES,
                ),
            ),
        )
    if is_empty and not visit.hidden:
        yield ReadError(
            name,
            about_file(name, msg("There are no files in it. Add one with texts in it.")),
        )


def _walked(data: bytes | Path, visit: _Visit, *, depth: int) -> Iterator[ReadResult | ReadError]:
    package = open_package(data, budget=visit.budget)
    visit.budget = package.budget
    try:
        for member in package.members:
            if member.is_dir():
                continue
            name = _name(member)
            if _is_hidden(name):
                visit.hidden += 1
            elif visit.files >= MOST_FILES:
                visit.beyond += 1
            else:
                yield from _member(package, member, name, visit, depth=depth)
    finally:
        package.close()


def _member(
    package: Package, member: zipfile.ZipInfo, name: str, visit: _Visit, *, depth: int
) -> Iterator[ReadResult | ReadError]:
    shown = shown_name(name)
    try:
        content = package.read(member)
        if shown.lower().endswith(ARCHIVE):
            if depth >= DEEPEST:
                raise CorpusError(
                    msg(
                        "Archives are nested more than {deepest} deep here. Unpack it yourself "
                        "and add what is inside.",
                        deepest=DEEPEST,
                    )
                )
            yield from _walked(content, visit, depth=depth + 1)
            return
        visit.files += 1
        result = visit.read(InputFile(name, content))
        yield replace(result, inside=visit.name)
    except CorpusError as error:
        if visit.budget is not None and visit.budget.is_spent:
            raise  # there is nothing more to be had from it
        locked = isinstance(error, LockedError)
        message = about_file(shown, error.message)
        yield ReadError(shown, message, inside=visit.name, is_locked=locked)


def _name(member: zipfile.ZipInfo) -> str:
    """The name as it was given; old programs wrote it in the encoding of their machine."""
    name = member.filename
    if member.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        data = name.encode("cp437")  # what the standard library takes every such name for
        decoded = decode(data)
    except (UnicodeEncodeError, CorpusError):
        return name
    return decoded.text if decoded.confidence >= _SURE else name


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return any(
        part in _SYSTEM or (part.startswith(".") and part.strip(".") != "") for part in parts
    )
