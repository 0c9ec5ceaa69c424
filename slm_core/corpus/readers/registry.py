"""Any file a person has to documents: the table of readers, and what all of them share.

A new format is one file in this folder, with a function such as `read_text(data, options)` that
gives a `ReaderOutput` or raises CorpusError, and one line in `READERS`: the pages' lists of formats
and the command line's are drawn from it. Its test is a small file in `tests/corpus/made_files.py`.
"""

import hashlib
import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from slm_core.corpus.encodings.readings import CLEAR, readings
from slm_core.corpus.readers.delimited import read_table
from slm_core.corpus.readers.document import (
    ARCHIVE,
    COMPRESSED,
    InputFile,
    ReaderOutput,
    ReadError,
    ReadOptions,
    ReadResult,
    about_file,
    shown_name,
)
from slm_core.corpus.readers.json_lines import read_json_lines
from slm_core.corpus.readers.plain_text import read_text
from slm_core.corpus.readers.running_text import cut_running_text
from slm_core.errors import CorpusError, LockedError
from slm_core.messages import msg

Reader = Callable[[bytes, ReadOptions], ReaderOutput]
FileKind = Literal[
    "text",
    "subtitles",
    "documents",
    "tables",
    "web_pages",
    "mail",
    "notebooks",
    "archives",
    "source_code",
]
"""As people tell formats apart."""

RUNNING_TEXT: frozenset[FileKind] = frozenset({"text", "documents", "web_pages"})
"""Kinds of which a file is one document, unless its text shows that it is several."""


@dataclass(frozen=True)
class FileFormat:
    """A format that is read."""

    kind: FileKind
    read: Reader


def _later(target: str) -> Reader:
    """A reader, as file.function in `readers/`, that is loaded when it is first used.

    Some bring libraries with them (trafilatura takes 30 MB and half a second), which a page that
    only lists the endings should not pay for.
    """
    module, _, function = target.partition(".")

    def read(data: bytes, options: ReadOptions) -> ReaderOutput:
        loaded = importlib.import_module(f"slm_core.corpus.readers.{module}")
        return getattr(loaded, function)(data, options)

    return read


READERS: dict[str, FileFormat] = {
    ".txt": FileFormat("text", read_text),
    ".md": FileFormat("text", read_text),
    ".markdown": FileFormat("text", read_text),
    ".mdx": FileFormat("text", read_text),
    ".rst": FileFormat("text", read_text),
    ".org": FileFormat("text", read_text),
    ".adoc": FileFormat("text", read_text),
    ".text": FileFormat("text", read_text),
    ".log": FileFormat("text", read_text),
    ".yaml": FileFormat("text", read_text),
    ".yml": FileFormat("text", read_text),
    ".tex": FileFormat("text", _later("tex.read_tex")),
    ".rtf": FileFormat("text", _later("rtf.read_rtf")),
    ".srt": FileFormat("subtitles", _later("subtitles.read_subtitles")),
    ".vtt": FileFormat("subtitles", _later("subtitles.read_subtitles")),
    ".ass": FileFormat("subtitles", _later("ass.read_ass")),
    ".ssa": FileFormat("subtitles", _later("ass.read_ass")),
    ".pdf": FileFormat("documents", _later("pdf.read_pdf")),
    ".docx": FileFormat("documents", _later("docx.read_docx")),
    ".odt": FileFormat("documents", _later("odt.read_odt")),
    ".pptx": FileFormat("documents", _later("pptx.read_pptx")),
    ".epub": FileFormat("documents", _later("epub.read_epub")),
    ".fb2": FileFormat("documents", _later("fb2.read_fb2")),
    ".csv": FileFormat("tables", read_table),
    ".tsv": FileFormat("tables", read_table),
    ".xlsx": FileFormat("tables", _later("xlsx.read_xlsx")),
    ".ods": FileFormat("tables", _later("ods.read_ods")),
    ".json": FileFormat("tables", _later("json_file.read_json")),
    ".jsonl": FileFormat("tables", read_json_lines),
    ".ndjson": FileFormat("tables", read_json_lines),
    ".xml": FileFormat("tables", _later("xml_file.read_xml")),
    ".html": FileFormat("web_pages", _later("html.read_html")),
    ".htm": FileFormat("web_pages", _later("html.read_html")),
    ".xhtml": FileFormat("web_pages", _later("html.read_html")),
    ".mht": FileFormat("web_pages", _later("mail.read_eml")),
    ".eml": FileFormat("mail", _later("mail.read_eml")),
    ".mbox": FileFormat("mail", _later("mail.read_mbox")),
    ".ipynb": FileFormat("notebooks", _later("notebook.read_notebook")),
}
"""The formats by the ending of a file's name in lower case, in the order people see them in."""
_SAME = {
    **{".docm": ".docx", ".dotx": ".docx", ".xlsm": ".xlsx", ".xltx": ".xlsx", ".pptm": ".pptx"},
    **{".ppsx": ".pptx", ".potx": ".pptx", ".ott": ".odt", ".ots": ".ods", ".mhtml": ".mht"},
    **{".asciidoc": ".adoc", ".tab": ".tsv", ".latex": ".tex", ".ltx": ".tex", ".bat": ".txt"},
}
"""Rarer endings of the same formats."""
SOURCE_CODE = (
    *(".py", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".java", ".c", ".h", ".cc", ".cpp", ".hpp"),
    *(
        ".cs",
        ".go",
        ".rs",
        ".rb",
        ".php",
        ".swift",
        ".kt",
        ".scala",
        ".sh",
        ".bash",
        ".ps1",
        ".sql",
    ),
    *(".r", ".jl", ".lua", ".pl", ".hs", ".ml", ".ex", ".erl", ".clj", ".dart", ".m", ".f90"),
    *(".pas", ".vb", ".css", ".scss", ".vue", ".toml", ".ini", ".cfg", ".conf", ".properties"),
    ".bib",
)
"""Endings of source code and settings: plain text that nobody would take for one to cut."""

PLAIN_TEXT = (
    *(ending for ending, file_format in READERS.items() if file_format.read is read_text),
    *SOURCE_CODE,
)
"""Endings of files that are text as they stand."""
ENDINGS = (*READERS, ARCHIVE, *COMPRESSED)
"""Every format that is read; an archive by what is in it. Other files are where they are text."""
FAMILIAR = (".txt", ".md", ".docx", ".pdf", ".xlsx", ".csv", ".json", ".html", ".epub", ".zip")
"""Of them those that most people have."""
IN_FOLDERS = (*ENDINGS, *_SAME, *SOURCE_CODE)
"""Endings of the files that are taken from a folder without being named."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_DEFAULT_OPTIONS = ReadOptions()


def file_kind(name: str) -> FileKind | None:
    """What kind of file it is, by its name's ending; None for what is not read."""
    suffix = Path(shown_name(name)).suffix.lower() or ".txt"
    if suffix == ARCHIVE or suffix in COMPRESSED:
        return "archives"
    if suffix in SOURCE_CODE:
        return "source_code"
    suffix = _SAME.get(suffix, suffix)
    return READERS[suffix].kind if suffix in READERS else None


def format_name(name: str) -> str:
    """How a file is read, as its ending without the dot; txt for what has none that is read."""
    suffix = Path(shown_name(name)).suffix.lower()
    suffix = _SAME.get(suffix, suffix)
    return suffix.removeprefix(".") if suffix in IN_FOLDERS else "txt"


def endings_by_kind() -> dict[FileKind, list[str]]:
    """The endings that are read, without their dots, by kind."""
    endings: dict[FileKind, list[str]] = {}
    for ending, file_format in READERS.items():
        endings.setdefault(file_format.kind, []).append(ending.removeprefix("."))
    for ending in (ARCHIVE, *COMPRESSED):
        endings.setdefault("archives", []).append(ending.removeprefix("."))
    return endings


def read_source(source: InputFile, *, options: ReadOptions = _DEFAULT_OPTIONS) -> ReadResult:
    """The documents in a source.

    Raises CorpusError, its message beginning with the file's name, where there is no text that
    we can read; nothing else, whatever the bytes.
    """
    name = shown_name(source.name)
    try:
        data = _bytes(source.data)
        file_format, content = _opened(name, data)
        reading = file_format.read(content, options)
        if not reading.columns:
            suggests = file_format.kind in RUNNING_TEXT
            reading = cut_running_text(reading, options, suggests=suggests)
    except CorpusError as error:
        raise type(error)(about_file(name, error.message)) from None
    return ReadResult(
        documents=[_encodable(text) for text in reading.documents],
        read_as=reading.read_as,
        encoding=reading.encoding,
        confidence=reading.confidence,
        note=reading.note,
        columns=reading.columns,
        left_out=reading.left_out,
        suggestions=reading.suggestions,
        names=reading.names,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        readings=readings(data) if reading.confidence < CLEAR else (),
    )


def read_each(
    source: InputFile, *, options: ReadOptions = _DEFAULT_OPTIONS
) -> Iterator[ReadResult | ReadError]:
    """What a source gave, or why nothing: one for a file, one for each file in an archive.

    One at a time, so that a large archive need not be in memory at once. Raises nothing.
    """
    if Path(shown_name(source.name)).suffix.lower() == ARCHIVE:
        yield from importlib.import_module("slm_core.corpus.readers.archive").read_members(
            source, options, read_source
        )
        return
    try:
        yield read_source(source, options=options)
    except CorpusError as error:
        locked = isinstance(error, LockedError)
        yield ReadError(shown_name(source.name), error.message, is_locked=locked)


def _opened(name: str, data: bytes) -> tuple[FileFormat, bytes]:
    """How a file is read, and its content: that of a packed file unpacked."""
    suffix = Path(name).suffix.lower()
    if suffix in COMPRESSED:
        unpack = importlib.import_module("slm_core.corpus.readers.compressed").unpack
        data, suffix = unpack(data, suffix), Path(Path(name).stem).suffix.lower()
        if suffix in (ARCHIVE, *COMPRESSED, ".tar"):
            raise CorpusError(
                msg("There is an archive in it. Unpack it yourself and add what is inside.")
            )
    suffix = _SAME.get(suffix, suffix) or ".txt"
    if suffix in READERS:
        return READERS[suffix], data
    kind: FileKind = "source_code" if suffix in SOURCE_CODE else "text"
    return FileFormat(kind, _only_text(suffix)), data


def _only_text(suffix: str) -> Reader:
    """The reader of files of which only their content can say whether they are text."""

    def read(data: bytes, options: ReadOptions) -> ReaderOutput:
        try:
            return read_text(data, options)
        except CorpusError as error:
            raise CorpusError(
                msg(
                    "Files ending in {suffix} are read where they are plain text. {reason}",
                    suffix=suffix[:20],
                    reason=error.message,
                )
            ) from None

    return read


def _bytes(data: bytes | Path) -> bytes:
    if isinstance(data, Path):
        try:
            data = data.read_bytes()
        except OSError as error:
            raise CorpusError(
                msg(
                    "The file cannot be read: {strerror}. Check that it is there and that "
                    "you may read it.",
                    strerror=error.strerror,
                )
            ) from None
    if not data:
        raise CorpusError(msg("The file is empty. Add a file with text."))
    return data


def _encodable(text: str) -> str:
    """Lone surrogates, which JSON can spell but no encoding can hold, become U+FFFD."""
    try:
        text.encode()  # 50 times as fast as a search
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text
