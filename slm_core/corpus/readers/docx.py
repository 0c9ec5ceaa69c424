"""Reader for DOCX: paragraphs, lists and tables in the order of the document."""

import posixpath
import re

from slm_core.corpus.readers.document import (
    COMMENTS_LEFT_OUT,
    FOOTNOTES_LEFT_OUT,
    ReaderOutput,
    ReadOptions,
)
from slm_core.corpus.readers.docx_chunk import chunk_text
from slm_core.corpus.readers.safe_zip import Package, open_package
from slm_core.corpus.readers.xml_tools import (
    Element,
    LineCollector,
    attribute,
    decode_marked_up,
    parse_xml,
    walk,
)
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg

MOST_IN_PART = 64_000_000
"""Bytes of the text with its mark-up: some five thousand pages."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1"
_SKIPPED_NAMES = "pPr rPr tblPr tblGrid trPr tcPr sectPr del moveFrom Fallback rt"
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_READ_NAMES = "t tab ptab noBreakHyphen p br cr tbl tr tc altChunk"
_READ = frozenset(_READ_NAMES.split())
_HEADERS = re.compile(r"word/(?:header|footer)\d*\.xml")
_NOTES = (
    (re.compile(r"word/(?:footnotes|endnotes)\d*\.xml"), FOOTNOTES_LEFT_OUT),
    (re.compile(r"word/comments\d*\.xml"), COMMENTS_LEFT_OUT),
)
_HAS_TEXT = re.compile(rb"<w:t(?: [^>]*)?>[^<]")


def read_docx(data: bytes, options: ReadOptions) -> ReaderOutput:
    """The document's text, a paragraph or a table's row a line. Raises CorpusError."""
    return _read(data, options, may_embed=True)


def _read(data: bytes, options: ReadOptions, *, may_embed: bool) -> ReaderOutput:
    """`may_embed` is whether documents embedded in it are read; not in those."""
    if data.startswith(_OLD_OFFICE):
        raise CorpusError(
            msg(
                "It is locked with a password, or an old .doc file. Open it in Word or "
                "LibreOffice, save it as DOCX without a password, and add that."
            )
        )
    package = open_package(data)
    try:
        name = _document_part(package)
        chunks = _Chunks(package, name, may_embed=may_embed)
        text = _text(_part(package, name), chunks)
        notes, beside = _beside(package, wanted=options.notes)
    finally:
        package.close()
    text = "\n".join(filter(None, (text, *notes)))
    if not text:
        raise CorpusError(msg("There is no text in this document. Add one with text in it."))
    left_out = [*beside, *chunks.problems]
    return ReaderOutput(
        documents=[text], read_as=msg("document"), encoding="DOCX", left_out=left_out
    )


def _part(package: Package, name: str) -> Element:
    content = package.read(name, most=MOST_IN_PART)
    return parse_xml(decode_marked_up(content, encoding=None).text)


class _Chunks:
    """The documents embedded in a Word document."""

    def __init__(self, package: Package, document: str, *, may_embed: bool) -> None:
        self._package, self._may_embed = package, may_embed
        self._folder, file = posixpath.split(document)
        self._relations = f"{self._folder}/_rels/{file}.rels"
        self.problems: list[Message] = []

    def text(self, element: Element) -> str:
        """What the one that an element stands for says; "" and a problem where it cannot be had."""
        try:
            return self._read(attribute(element, "id"))
        except CorpusError as error:
            if self._package.budget.is_spent:
                raise
            self.problems.append(msg("a document embedded in it: {reason}", reason=error.message))
            return ""

    def _read(self, wanted: str) -> str:
        if not self._may_embed:
            raise CorpusError(msg("It is embedded in an embedded document."))
        target = ""
        if self._relations in self._package:
            for relation in _part(self._package, self._relations):
                if attribute(relation, "Id") == wanted:
                    target = attribute(relation, "Target")
        name = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        if not target or name not in self._package:
            raise CorpusError(msg("It is not there."))
        content = self._package.read(name, most=MOST_IN_PART)
        return chunk_text(
            name, content, read_word=lambda data: _read(data, ReadOptions(), may_embed=False)
        )


def _document_part(package: Package) -> str:
    """The name of the part with the text, as the package's own list of relations says."""
    name = "word/document.xml"
    if "_rels/.rels" in package:
        relations = package.read("_rels/.rels", most=MOST_IN_PART)
        for relation in parse_xml(decode_marked_up(relations, encoding=None).text):
            if attribute(relation, "Type").endswith("/officeDocument"):
                name = attribute(relation, "Target").lstrip("/")
    if "[Content_Types].xml" not in package or name not in package:
        raise CorpusError(
            msg(
                "This is a ZIP file with another ending, not a Word document. If it is "
                "an archive of texts, let its name end in .zip."
            )
        )
    if not name.startswith("word/"):
        raise CorpusError(
            msg(
                "This is not a Word document but another Office file. Open it in its "
                "program, save it as DOCX, CSV or plain text, and add that."
            )
        )
    return name


def _beside(package: Package, *, wanted: bool) -> tuple[list[str], list[Message]]:
    """The notes, where they are wanted; and what has text but does not come in."""
    notes: list[str] = []
    left_out: list[Message] = []
    if any(map(_HAS_TEXT.search, _contents(package, _HEADERS))):
        left_out.append(msg("Headers and footers were left out"))
    for pattern, what in _NOTES:
        with_text = [part for part in _contents(package, pattern) if _HAS_TEXT.search(part)]
        if wanted:
            parts = [decode_marked_up(part, encoding=None).text for part in with_text]
            notes += [_text(parse_xml(part), None) for part in parts]
        elif with_text:
            left_out.append(what)
    return notes, left_out


def _contents(package: Package, pattern: re.Pattern[str]) -> list[bytes]:
    names = [part.filename for part in package.members if pattern.fullmatch(part.filename)]
    return [package.read(name, most=MOST_IN_PART) for name in names]


def _text(root: Element, chunks: _Chunks | None) -> str:
    lines = LineCollector()
    tables = 0
    for event, name, element in walk(root, _SKIPPED, only=_READ):
        if event == "start":
            if name == "tbl":
                lines.end()
                tables += 1
            elif name == "t":
                lines.add(element.text)
        elif event == "end":
            tables -= name == "tbl"
            if name in ("tab", "ptab"):
                lines.add_raw("\t")
            elif name == "noBreakHyphen":
                lines.add("-")
            elif name == "tc":
                lines.add_raw("\t" if tables == 1 else " ")
            elif name == "altChunk" and chunks is not None:
                lines.end()
                lines.add_raw(chunks.text(element))
                lines.end()
            elif name == "p" and _is_drop_cap(element):
                lines.go_on()
            elif name in ("p", "br", "cr", "tr"):
                _end(lines, inside=tables > (name == "tr"))
    return lines.text()


def _is_drop_cap(paragraph: Element) -> bool:
    """Whether it is a paragraph's first letter in a frame of its own."""
    frames = paragraph.iterfind("{*}pPr/{*}framePr")
    return any(attribute(frame, "dropCap") in ("drop", "margin") for frame in frames)


def _end(lines: LineCollector, *, inside: bool) -> None:
    """The end of a line; inside a cell only a blank, so that a row stays one line."""
    if inside:
        lines.add(" ")
    else:
        lines.end()
