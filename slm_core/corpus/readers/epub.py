"""Reader for EPUB: the chapters in reading order."""

import posixpath
from urllib.parse import unquote

from slm_core.corpus.readers.document import (
    FOOTNOTES_LEFT_OUT,
    ReaderOutput,
    ReadOptions,
    about_file,
)
from slm_core.corpus.readers.html_text import html_text, parse_html
from slm_core.corpus.readers.safe_zip import Package, open_package
from slm_core.corpus.readers.xml_tools import (
    Element,
    attribute,
    decode_marked_up,
    local_name,
    parse_xml,
)
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural

MOST_IN_CHAPTER = 32_000_000
"""Bytes of one chapter; its tree takes many times as much memory."""

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_FONTS_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_NOTE_NAMES = (
    "footnote footnotes endnote endnotes rearnote rearnotes doc-footnote doc-endnote doc-endnotes"
)
_NOTE_KINDS = frozenset(_NOTE_NAMES.split())
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")


def read_epub(data: bytes, options: ReadOptions) -> ReaderOutput:
    """The whole book as one document, a paragraph a line. Raises CorpusError."""
    package = open_package(data)
    try:
        if _CONTAINER not in package:
            raise CorpusError(
                msg(
                    "This is a ZIP file with another ending, not an EPUB book. If it is an "
                    "archive of texts, let its name end in .zip."
                )
            )
        _refuse_protected(package)
        book = _Book(package, with_notes=options.notes)
        chapters, problems = book.chapters()
    finally:
        package.close()
    if not chapters and problems:
        raise CorpusError(problems[0])
    if not chapters:
        raise CorpusError(
            msg(
                "There is no text in this book: its pages may be pictures. It needs OCR "
                "first; add what that gives."
            )
        )
    left_out = []
    if problems:
        gone = plural("{n:,} chapter is", "{n:,} chapters are", n=len(problems))
        left_out.append(msg("{gone} missing or damaged: {first}", gone=gone, first=problems[0]))
    if book.has_notes and not options.notes:
        left_out.append(FOOTNOTES_LEFT_OUT)
    return ReaderOutput(
        documents=["\n\n".join(chapters)],
        read_as=msg("book, {parts}", parts=plural("{n:,} part", "{n:,} parts", n=len(chapters))),
        encoding="EPUB",
        left_out=left_out,
    )


def _refuse_protected(package: Package) -> None:
    if _ENCRYPTION not in package:
        return
    for element in _part(package, _ENCRYPTION).iter():
        if local_name(element) == "EncryptionMethod":
            method = attribute(element, "Algorithm")
            if method not in _FONTS_ONLY:
                raise CorpusError(
                    msg(
                        "This book is locked by its seller (DRM), so its text cannot be read. "
                        "Add a book without such a lock."
                    )
                )


class _Book:
    """The pages of a book."""

    def __init__(self, package: Package, *, with_notes: bool) -> None:
        self._package, self._with_notes = package, with_notes
        self.has_notes = False

    def chapters(self) -> tuple[list[str], list[Message]]:
        """The texts of the pages in reading order, and what is wrong with those not to be had."""
        package = self._package
        where = next(
            (
                attribute(element, "full-path")
                for element in _part(package, _CONTAINER).iter()
                if local_name(element) == "rootfile"
            ),
            "",
        )
        if where not in package:
            raise CorpusError(msg("The book's table of its parts is missing. Fetch it again."))
        root = _part(package, where)
        pages = _pages(root)
        chapters: list[str] = []
        problems: list[Message] = []
        order = [attribute(item, "idref") for item in root.iter() if local_name(item) == "itemref"]
        for page in dict.fromkeys(order):
            if page not in pages:
                continue
            name = posixpath.normpath(posixpath.join(posixpath.dirname(where), pages[page]))
            try:
                if text := self._chapter(name):
                    chapters.append(text)
            except CorpusError as error:
                if package.budget.is_spent:
                    raise
                problems.append(about_file(posixpath.basename(name)[:80], error.message))
        return chapters, problems

    def _chapter(self, name: str) -> str:
        if name not in self._package:
            raise CorpusError(msg("It is listed, but not there. Fetch the book again."))
        content = self._package.read(name, most=MOST_IN_CHAPTER)
        root = parse_html(decode_marked_up(content, encoding=None).text)
        if root is None:
            return ""
        notes = _taken_notes(root)
        self.has_notes = self.has_notes or bool(notes)
        return "\n".join(filter(None, (html_text(root), *(notes if self._with_notes else ()))))


def _taken_notes(root: Element) -> list[str]:
    """The texts of the footnotes, which are no longer in the page then."""
    elements = [element for element in root.iter() if _is_note(element)]
    notes: list[str] = []
    for element in elements:
        parent = element.getparent()
        if parent is None or any(map(_is_note, element.iterancestors())):
            continue  # a list of notes has them all
        notes.append(html_text(element))
    for element in elements:
        for part in list(element):
            element.remove(part)
        element.text = None
    return [note for note in notes if note]


def _is_note(element: Element) -> bool:
    kinds = f"{element.get('epub:type', '')} {attribute(element, 'role')}".split()
    return not _NOTE_KINDS.isdisjoint(kinds)


def _pages(root: Element) -> dict[str, str]:
    """Where each page lies, by its id; the table of contents is no page."""
    return {
        attribute(item, "id"): unquote(attribute(item, "href"))
        for item in root.iter()
        if local_name(item) == "item"
        and attribute(item, "media-type") in _PAGES
        and "nav" not in attribute(item, "properties").split()
    }


def _part(package: Package, name: str) -> Element:
    content = package.read(name, most=MOST_IN_CHAPTER)
    return parse_xml(decode_marked_up(content, encoding=None).text)
