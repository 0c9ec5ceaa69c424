"""The command corpus read: what would come in of files. Makes nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from slm_core.cli.commands.corpora.corpus_add import all_files, check_names
from slm_core.cli.commands.corpora.source_output import encoding_told, reading_values, tell_doubt
from slm_core.cli.options import ReadingOptions, with_options
from slm_core.cli.output.terminal import Answer, answer_line, say
from slm_core.corpus.encodings.names import encoding_name
from slm_core.corpus.ingest.inspection import inspect_file
from slm_core.corpus.readers.document import ReadError, ReadResult, reason_alone
from slm_core.corpus.readers.registry import format_name
from slm_core.messages import msg, plural

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE...", help="Files with text, or folders of them.")
]
_RULE = "-" * 20
_SOME_REFUSED, _ALL_REFUSED = 1, 2


@with_options
def read(files: Files, options: ReadingOptions) -> None:
    """Print what would be read of files. Makes nothing.

    With --json one object a line for each file (each file in an archive): file, format, encoding,
    confidence, alternatives, documents, left_out, refused. Without, the texts; how they were read
    goes to standard error. The exit status is 0 if every file could be read, 1 if some could not,
    2 if none could.
    """
    check_names(files)
    if options.encoding is not None:
        encoding_name(options.encoding)
    found, _ = all_files(files)
    read = refused = 0
    for path in found:
        for result in inspect_file(path, options.reading):
            is_read = isinstance(result, ReadResult)
            read, refused = read + is_read, refused + (not is_read)
            if options.as_json:
                answer_line(_values(result))
            _tell(result)
            if isinstance(result, ReadResult) and not options.as_json:
                _print(result)
    if refused:
        raise typer.Exit(_SOME_REFUSED if read else _ALL_REFUSED)


def _values(result: ReadResult | ReadError) -> Answer:
    values: dict[str, object] = {
        "file": result.name,
        "inside": result.inside or None,
        "format": format_name(result.name),
    }
    if isinstance(result, ReadError):
        empty: dict[str, list[object]] = {"alternatives": [], "documents": [], "left_out": []}
        nothing = dict.fromkeys(("encoding", "confidence", "read_as", "note", "bytes"))
        return {**values, **nothing, **empty, "refused": reason_alone(result.message)}
    return {
        **values,
        **reading_values(result),
        "note": result.note,
        "documents": result.documents,
        "refused": None,
    }


def _tell(result: ReadResult | ReadError) -> None:
    if isinstance(result, ReadError):
        say(result.message)
        return
    say(
        msg(
            "{file}: {read_as}, {encoding}, {documents}",
            file=result.name,
            read_as=result.read_as,
            encoding=encoding_told(result),
            documents=plural("{n:,} document", "{n:,} documents", n=len(result.documents)),
        )
    )
    tell_doubt(result.name, result)


def _print(result: ReadResult) -> None:
    for line in _lines(result.documents):
        print(line, flush=True)


def _lines(documents: list[str]) -> Iterator[str]:
    """The texts with a rule between any two."""
    for number, text in enumerate(documents):
        if number:
            yield _RULE
        yield text.rstrip("\n")
