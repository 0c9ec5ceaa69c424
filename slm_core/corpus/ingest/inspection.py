"""Files read only to be looked at: no corpus is made, and of a large file only the beginning is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from slm_core.corpus.ingest.large_file import LargeFile, is_large
from slm_core.corpus.ingest.read_files import InputStream, read_one
from slm_core.corpus.readers.document import (
    ARCHIVE,
    InputFile,
    ReadError,
    ReadOptions,
    ReadResult,
    about_file,
    shown_name,
)
from slm_core.corpus.readers.registry import read_each, read_source
from slm_core.errors import CorpusError
from slm_core.messages import msg


def inspect_file(path: Path, options: ReadOptions) -> Iterator[ReadResult | ReadError]:
    """What adding a file would read: one for a file, one for each file in an archive.

    Of a file that is added in pieces this is the first one, and `left_out` says so.
    """
    source = InputFile(path.name, path)
    try:
        large = is_large(path, path.name)
    except CorpusError as error:
        yield ReadError(shown_name(path.name), error.message)
        return
    if path.suffix.lower() == ARCHIVE:
        yield from read_each(source, options=options)
    elif large:
        read = read_beginning(source, options)
        yield _said_to_be_cut(read, path) if isinstance(read, ReadResult) else read
    else:
        yield read_one(InputStream(source, options))


def read_beginning(source: InputFile, options: ReadOptions) -> ReadResult | ReadError:
    """The first piece of a large file, read as the whole will be; its size is the piece's."""
    assert isinstance(source.data, Path)
    file = LargeFile(source.data, options.encoding)
    try:
        piece = next(file.pieces())
        as_piece = replace(options, encoding="UTF-8")
        read = read_source(InputFile(source.name, piece), options=as_piece)
    except CorpusError as error:
        name = shown_name(source.name)
        return ReadError(name, about_file(name, error.message))
    return replace(
        read,
        encoding=file.detected,
        confidence=file.confidence,
        note=file.note,
        readings=file.readings,
    )


def _said_to_be_cut(read: ReadResult, path: Path) -> ReadResult:
    size = path.stat().st_size
    remark = msg(
        "only its first {read:,.0f} MB of {size:,.0f} MB are read here; adding the file reads all",
        read=read.size / 1e6,
        size=size / 1e6,
    )
    return replace(read, size=size, left_out=[*read.left_out, remark])
