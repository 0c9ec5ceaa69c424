"""Reader for DOCX: paragraphs, lists and tables in the order of the document."""

import re

from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
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
_SKIPPED_NAMES = "pPr rPr tblPr tblGrid trPr tcPr sectPr del moveFrom Fallback"
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_READ = frozenset(("t", "tab", "noBreakHyphen", "p", "br", "cr", "tbl", "tr", "tc"))
_BESIDE = (
    (re.compile(r"word/(?:header|footer)\d*\.xml"), msg("Headers and footers were left out")),
    (re.compile(r"word/(?:footnotes|endnotes)\d*\.xml"), msg("Footnotes were left out")),
    (re.compile(r"word/comments\d*\.xml"), msg("Comments were left out")),
)
_HAS_TEXT = re.compile(rb"<w:t(?: [^>]*)?>[^<]")


def read_docx(data: bytes, options: ReadOptions) -> ReaderOutput:
    """The document's text, a paragraph or a table's row a line. Raises CorpusError."""
    del options  # there is nothing to choose: the format says its encoding, and has one text
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
        content = package.read(name, most=MOST_IN_PART)
        beside = _beside(package)
    finally:
        package.close()
    text = _text(parse_xml(decode_marked_up(content, encoding=None).text))
    if not text:
        raise CorpusError(msg("There is no text in this document. Add one with text in it."))
    return ReaderOutput(documents=[text], read_as=msg("document"), encoding="DOCX", left_out=beside)


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


def _beside(package: Package) -> list[Message]:
    """What has text but is no part of the running text."""
    beside = []
    for pattern, what in _BESIDE:
        parts = [part for part in package.members if pattern.fullmatch(part.filename)]
        if any(_HAS_TEXT.search(package.read(part, most=MOST_IN_PART)) for part in parts):
            beside.append(what)
    return beside


def _text(root: Element) -> str:
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
            if name == "tab":
                lines.add_raw("\t")
            elif name == "noBreakHyphen":
                lines.add("-")
            elif name == "tc":
                lines.add_raw("\t" if tables == 1 else " ")
            elif name in ("p", "br", "cr", "tr"):
                _end(lines, inside=tables > (name == "tr"))
    return lines.text()


def _end(lines: LineCollector, *, inside: bool) -> None:
    """The end of a line; inside a cell only a blank, so that a row stays one line."""
    if inside:
        lines.add(" ")
    else:
        lines.end()
