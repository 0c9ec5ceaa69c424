"""HTML, however badly written, to lines of text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html  # ty: ignore[missing-module-member]

from slm_core.corpus.readers.xml_tools import Element, LineCollector, local_name, walk

_NEVER = (
    "script style head template svg math noscript object iframe select button textarea rp rt rtc"
)
NEVER = frozenset(_NEVER.split())
"""Elements whose text is not part of the running text: programs, controls, ruby readings."""
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main "
    "menu nav ol option p pre section summary table tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_CELLS = frozenset(("td", "th"))
_SHORT_CELL = 300  # characters up to which what stands in a cell is one line with its row
_NO_CELL = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "article", "section", "main")
_DROP_CAP = re.compile(r"drop.?cap|dropped|initial|lettrine|first.?letter", re.IGNORECASE)
_REFERENCE = re.compile(r"noteref|footnote-?ref|fnref", re.IGNORECASE)


@dataclass(frozen=True)
class PageLine:
    """A line of a page with what tells text from what is around it."""

    text: str
    linked: int
    """Characters of it that are links."""
    element: Element
    """The innermost element that has it."""


def parse_html(text: str) -> Element | None:
    """The tree of a page however badly it is written; None where there is nothing in it."""
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        return html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None  # lxml's ways of saying that there is no element in it


def html_text(root: Element, *, skip: frozenset[str] = NEVER) -> str:
    """The text as one reads it: a line for each paragraph, heading, item and table row."""
    return "\n".join(line.text for line in page_lines(root, skip=skip))


def page_lines(root: Element, *, skip: frozenset[str] = NEVER) -> Iterator[PageLine]:
    """The lines of a page, as `html_text` gives them."""
    walked = _PageWalk()
    for event, name, element in walk(root, skip):
        if event == "start":
            walked.starts(name, element)
            yield from walked.new_lines(_parent(element))
            continue
        if event == "end":
            walked.ends(name, element)
            yield from walked.new_lines(_parent(element) if name == "br" else element)
        walked.add(element.tail)
    walked.lines.text()
    yield from walked.new_lines(root)


def _parent(element: Element) -> Element:
    parent = element.getparent()
    return element if parent is None else parent


class _PageWalk:
    """Where a walk through a page is."""

    def __init__(self) -> None:
        self.lines = LineCollector()
        self._raw = self._linked = self._links = self._told = 0
        self._cell: Element | None = None  # the short cell whose blocks are no lines

    def new_lines(self, element: Element) -> Iterator[PageLine]:
        """The lines that are over since this was asked last, in an element."""
        for text in self.lines.lines[self._told :]:
            yield PageLine(text, self._linked, element)
            self._linked = 0
            self._told += 1

    def starts(self, name: str, element: Element) -> None:
        """An element begins."""
        if name in _BLOCKS:
            self._break()
        if name in _CELLS and self._cell is None and _is_short_cell(element):
            self._cell = element
        self._raw += name == "pre"
        self._links += name == "a"
        if name == "img" and len(letter := element.get("alt", "")) == 1 and letter.isupper():
            self.add(letter)
        if not _is_reference(name, element):
            self.add(element.text)

    def ends(self, name: str, element: Element) -> None:
        """An element ends."""
        self._raw -= name == "pre"
        self._links -= name == "a"
        if name in _CELLS:
            self._cell = None if self._cell is element else self._cell
            self.lines.add_raw("\t")
        elif _is_drop_cap(element):
            self.lines.go_on()
        elif name in _BLOCKS or name == "br":
            self._break()

    def add(self, text: str | None) -> None:
        """Text of an element."""
        if not text:
            return
        self._linked += len(text) if self._links else 0
        if self._raw:
            self.lines.add_raw(text)
        else:
            self.lines.add(text)

    def _break(self) -> None:
        if self._cell is None:
            self.lines.end()
        else:
            self.lines.add(" ")


def _is_short_cell(element: Element) -> bool:
    """Whether what is in a cell of a table is a few words, and no page laid out by a table."""
    if len(element) == 0:
        return False  # nothing in it could break its line
    length = 0
    for part in element.iter():
        if local_name(part) in _NO_CELL:
            return False
        length += len(part.text or "") + len(part.tail or "")
        if length > _SHORT_CELL:
            return False
    return True


def _is_drop_cap(element: Element) -> bool:
    """Whether it is a letter set apart at the beginning of a paragraph."""
    named = f"{element.get('class', '')} {element.get('style', '')}"
    if not _DROP_CAP.search(named):
        return False
    text = "".join(element.itertext()).strip(" \t\n\"'“‘«„")
    return len(text) == 1 and text.isalpha()


def _is_reference(name: str, element: Element) -> bool:
    """Whether it is the mark of a footnote, which would stand within a word's letters."""
    if name != "a" or len(element):
        return False
    kind = f"{element.get('{http://www.idpf.org/2007/ops}type', '')} {element.get('epub:type', '')}"
    named = f"{kind} {element.get('role', '')} {element.get('class', '')} {element.get('id', '')}"
    return bool(_REFERENCE.search(named))
