"""XML of any kind: the text of its elements; records that repeat are documents of their own.

It needs no schema: what is a line is told from where text and elements are mixed.
"""

from collections import Counter
from collections.abc import Sequence

from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.corpus.readers.xml_tools import (
    Element,
    LineCollector,
    decode_marked_up,
    local_name,
    parse_xml,
    walk,
)
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg

LARGEST = 64_000_000
"""Bytes of a file; its tree takes many times as much memory."""
MOST_TAGS = 4_000_000
"""Beginnings and ends of elements."""

_LINE_NAMES = (
    "p para paragraph title heading head h1 h2 h3 h4 h5 h6 section chapter part div item li l "
    "line lg tr row entry note quote blockquote s sentence verse speech sp stage list table "
    "body"
)
_LINES = frozenset(_LINE_NAMES.split())
_SKIPPED = frozenset(("script", "style"))
_OF_THE_FILE = frozenset(("meta", "teiHeader"))  # who made it and when: no part of the text
_FEWEST_RECORDS = 10
_SAME = 0.8  # share of an element's children that bear one name where they are records
_DEEPEST_RECORD = 6


def read_xml(data: bytes, options: ReadOptions) -> ReaderOutput:
    """One document, or one for each record. Raises CorpusError."""
    if len(data) > LARGEST:
        raise CorpusError(
            msg(
                "This XML has {data:,.0f} MB; up to {largest} MB are read. Cut it in "
                "parts, or turn it into JSON lines, which may be of any size.",
                data=len(data) / 1e6,
                largest=LARGEST // 1_000_000,
            )
        )
    decoded = decode_marked_up(data, encoding=options.encoding)
    if (tags := decoded.text.count("<")) > MOST_TAGS:
        raise CorpusError(
            msg(
                "This XML has {tags:,} tags; up to {most_tags:,} are read. Cut it in "
                "parts, or turn it into JSON lines, which may be of any size.",
                tags=tags,
                most_tags=MOST_TAGS,
            )
        )
    root = parse_xml(decoded.text)
    records = _records(root)
    documents = _texts(records or [root], _SKIPPED | _OF_THE_FILE)
    left_out: list[Message] = [
        msg("what <{name}> says of the file itself", name=name) for name in _told_of_itself(root)
    ]
    if not documents:
        documents, left_out = _texts(records or [root], _SKIPPED), []
    if not documents:
        raise CorpusError(
            msg(
                "None of its elements has text; attributes are not read. Turn it into "
                "CSV or JSON lines, and add that."
            )
        )
    return ReaderOutput(
        documents=documents,
        read_as=msg("records <{records}>", records=local_name(records[0]))
        if records
        else msg("text of the elements"),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        left_out=[*decoded.damage, *left_out],
    )


def _records(root: Element) -> Sequence[Element]:
    """Elements that follow one another many times with one name, if that is what it is made of."""
    element = root
    for _ in range(_DEEPEST_RECORD):
        children = [child for child in element if isinstance(child.tag, str)]
        if not children or _is_mixed(element):
            return ()
        name, times = Counter(map(local_name, children)).most_common(1)[0]
        if times >= _FEWEST_RECORDS and times >= _SAME * len(children):
            plain = name.casefold() in _LINES
            return () if plain else [child for child in children if local_name(child) == name]
        if len(children) > 1:
            return ()
        element = children[0]
    return ()


def _told_of_itself(root: Element) -> list[str]:
    """Names of the elements with text that say something of the file."""
    elements = root.iter(*(f"{{*}}{name}" for name in _OF_THE_FILE))
    names = (local_name(element) for element in elements if "".join(element.itertext()).strip())
    return list(dict.fromkeys(names))


def _texts(records: Sequence[Element], skipped: frozenset[str]) -> list[str]:
    """The text of each record that has one."""
    return [text for record in records if (text := _text(record, skipped))]


def _text(root: Element, skipped: frozenset[str]) -> str:
    lines = LineCollector()
    mixed: list[bool] = [False]  # for each open element: whether what is in it runs on
    for event, name, element in walk(root, skipped):
        own = not mixed[-1] or name.casefold() in _LINES
        if event == "start":
            if own:
                lines.end()
            mixed.append((mixed[-1] and not own) or _is_mixed(element))
            lines.add(element.text)
            continue
        if event == "end":
            mixed.pop()
            if not mixed[-1] or name.casefold() in _LINES:
                lines.end()
        if element is not root:
            lines.add(element.tail)
    return lines.text()


def _is_mixed(element: Element) -> bool:
    """Whether text stands beside elements in it."""
    if element.text and not element.text.isspace():
        return True
    return any(child.tail and not child.tail.isspace() for child in element)
