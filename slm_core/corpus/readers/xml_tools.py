"""What formats written in angle brackets share: safe parsing, the encoding they declare, lines.

Nothing here fetches anything, expands an entity somebody defined, or recurses into depth.
"""

import contextlib
import functools
import re
from collections.abc import Iterator
from html.entities import html5
from xml.parsers import expat

from lxml import etree  # ty: ignore[missing-module-member]

from slm_core.corpus.encodings.decode import Decoded, decode
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg

Element = etree._Element
"""An element of a tree that `parse_xml` or `parse_html` made."""

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_BLANKS = re.compile(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+")  # one blank is not touched
_NEEDS = re.compile(r"[\t\r\n\f]|  ")
_WIDE = re.compile(r" {2,}")
_AROUND_TAB = re.compile(r" ?\t ?")
_KINDS = {
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY: msg("there is no element"),
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: msg("an element ends that did not begin there"),
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: msg("an element does not end"),
    etree.ErrorTypes.ERR_CDATA_NOT_FINISHED: msg("a CDATA section does not end"),
    etree.ErrorTypes.ERR_COMMENT_NOT_FINISHED: msg("a comment does not end"),
    etree.ErrorTypes.ERR_DOCUMENT_END: msg("something follows the last element"),
}
_GOES_ON = re.compile(r" ?(?!\w)| ?[^\W\d_A-Z]|[A-Z]{2}|[A-Z]\W")  # after a drop capital
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w{1,31};)")


class _RootReachedError(Exception):
    """The part of a document that can define entities is over."""


def decode_marked_up(data: bytes, *, encoding: str | None) -> Decoded:
    """The text, in the encoding chosen, else as `decode` finds it: it knows declarations."""
    return decode(data, encoding=encoding)


def parse_xml(text: str) -> Element:
    """The root of an XML document. Raises CorpusError where it is broken or defines entities."""
    declared = _DECLARATION.match(text)
    body = (text[declared.end() :] if declared else text).lstrip()
    data = _NAMED.sub(_character, body).encode("utf-8", errors="replace")
    before = text[: len(text) - len(body)].count("\n")
    try:
        _refuse_entities(data)
        return etree.fromstring(data, _limited())
    except (etree.XMLSyntaxError, expat.ExpatError) as error:
        line = error.position[0] if isinstance(error, etree.XMLSyntaxError) else error.lineno
        raise CorpusError(
            msg(
                "It is not complete XML: {why}, line {line:,}. Save it again, or add it as "
                "plain text by ending its name in .txt.",
                why=_why(error),
                line=line + before,
            )
        ) from None


def _why(error: etree.XMLSyntaxError | expat.ExpatError) -> Message:
    """What is wrong, in our words: the parser's have text of the file in them."""
    kind = _KINDS.get(error.code) if isinstance(error, etree.XMLSyntaxError) else None
    return kind or msg("what stands there is no XML")


def _limited() -> etree.XMLParser:
    return etree.XMLParser(  # a new one each time: they cannot be shared by threads
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )


def _character(match: re.Match[str]) -> str:
    """What a name such as nbsp stands for; others stay as they are written."""
    return html5.get(match[1]) or f"&amp;{match[1]}"


def local_name(element: Element) -> str:
    """A tag without its namespace; "" for comments and the like."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@functools.lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def attribute(element: Element, name: str) -> str:
    """The value of an attribute in whatever namespace, or ""."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def walk(
    root: Element, skip: frozenset[str] = frozenset(), *, only: frozenset[str] = frozenset()
) -> Iterator[tuple[str, str, Element]]:
    """Every element twice, as "start" and as "end", with its local name, without recursion.

    One whose name is in `skip` comes once, as "skip", and nothing that it holds: what follows it
    (its tail) is still text. With `only`, elements of other names are passed over, what is in
    them is not.
    """
    tags = [f"{{*}}{name}" for name in only | skip] if only else None
    events = etree.iterwalk(root, events=("start", "end"), tag=tags)
    for event, element in events:
        name = local_name(element)
        if name not in skip:
            yield event, name, element
        elif event == "start":
            events.skip_subtree()
            yield "skip", name, element


class LineCollector:
    """Lines put together from pieces of running text."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        """Those that are over."""
        self._parts: list[str] = []
        self._goes_on = False

    def add(self, text: str | None) -> None:
        """Running text; blanks and line ends in it count as one blank."""
        if text:  # most of what a tree holds has nothing to replace
            text = text.lstrip("\n\r\t") if self._goes_on else text
            self.add_raw(_BLANKS.sub(" ", text) if _NEEDS.search(text) else text)

    def add_raw(self, text: str) -> None:
        """Text whose blanks and line ends mean something."""
        if self._goes_on:
            if not text or text.isspace():
                return
            self._goes_on = False
            if not _GOES_ON.match(text):
                self.end()
        self._parts.append(text)

    def go_on(self) -> None:
        """What comes next continues this line although it is set apart, as after a drop capital."""
        self._goes_on = bool(self._parts)

    def end(self) -> None:
        """The line ends here, if there is one."""
        if not self._parts or self._goes_on:
            return
        line = "".join(self._parts)
        self._parts.clear()
        if "\n" in line:  # its blanks mean something
            line = line.strip("\n")
        else:
            line = _WIDE.sub(" ", line) if "  " in line else line
            line = (_AROUND_TAB.sub("\t", line) if "\t" in line else line).strip()
        if line and not line.isspace():
            self.lines.append(line)

    def text(self) -> str:
        """All lines so far."""
        self._goes_on = False
        self.end()
        return "\n".join(self.lines)


def _refuse_entities(data: bytes) -> None:
    """Entities a document defines for itself can grow without end: `billion laughs`."""

    def defined(*_: object) -> None:
        raise CorpusError(
            msg(
                "It defines an entity of its own, which can make a small file fill the memory "
                "or fetch other files; such files are not read. Save it without, or as plain "
                "text."
            )
        )

    def started(*_: object) -> None:
        raise _RootReachedError

    parser = expat.ParserCreate(encoding="utf-8")
    parser.EntityDeclHandler = defined
    parser.StartElementHandler = started
    with contextlib.suppress(_RootReachedError):
        parser.Parse(data)  # in one piece: a long token in pieces is read again and again
