"""Reader for FictionBook: each chapter a document, verses and paragraphs as lines."""

from collections.abc import Iterator

from slm_core.corpus.readers.document import FOOTNOTES_LEFT_OUT, ReaderOutput, ReadOptions
from slm_core.corpus.readers.xml_tools import (
    Element,
    LineCollector,
    decode_marked_up,
    local_name,
    parse_xml,
    walk,
)
from slm_core.errors import CorpusError
from slm_core.messages import msg, plural

_LINES = frozenset(
    [
        "p",
        "v",
        "subtitle",
        "text-author",
        "date",
        "td",
        "th",
        "tr",
        "title",
        "section",
        "stanza",
        "empty-line",
    ]
)
_SKIPPED = frozenset(("binary", "image"))
_DEEPEST = 20


def read_fb2(data: bytes, options: ReadOptions) -> ReaderOutput:
    """A document for each section that holds no others. Raises CorpusError."""
    decoded = decode_marked_up(data, encoding=options.encoding)
    root = parse_xml(decoded.text)
    if local_name(root) != "FictionBook":
        raise CorpusError(
            msg("This is XML, but no FictionBook. Let its name end in .xml, and add it again.")
        )
    for link in root.iter("{*}a"):
        if link.get("type") == "note":  # the sign that leads to it is no text
            link[:] = []
            link.text = None
    bodies = [child for child in root if local_name(child) == "body"]
    notes = [body for body in bodies if body.get("name") in ("notes", "comments", "footnotes")]
    documents = [
        text for body in bodies if body not in notes for text in _chapters(body, (), _DEEPEST)
    ]
    if not documents:
        raise CorpusError(msg("There is no text in this book. Add one with text in it."))
    left_out = list(decoded.damage)
    if any("".join(part.itertext()).strip() for part in root.iter("{*}description")):
        left_out.append(msg("what <{name}> says of the file itself", name="description"))
    below = "\n".join(filter(None, map(_text, notes)))
    if below and options.notes:
        documents.append(below)
    elif below:
        left_out.append(FOOTNOTES_LEFT_OUT)
    return ReaderOutput(
        documents=documents,
        read_as=msg("book, {parts}", parts=plural("{n:,} part", "{n:,} parts", n=len(documents))),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        left_out=left_out,
    )


def _chapters(section: Element, above: tuple[str, ...], deepest: int) -> Iterator[str]:
    """The texts of the innermost sections; what stands before the first of them belongs to it."""
    inner = [child for child in section if local_name(child) == "section"]
    if not inner or not deepest:
        if lines := [*above, *filter(None, [_text(section)])]:
            yield "\n".join(lines)
        return
    pending = above
    for child in section:
        if local_name(child) != "section":
            pending = (*pending, *filter(None, [_text(child)]))
            continue
        for text in _chapters(child, pending, deepest - 1):
            pending = ()
            yield text
    if pending:
        yield "\n".join(pending)


def _text(root: Element) -> str:
    lines = LineCollector()
    for event, name, element in walk(root, _SKIPPED):
        if event == "start":
            if name in _LINES:
                lines.end()
            lines.add(element.text)
            continue
        if event == "end" and name in _LINES:
            lines.end()
        if element is not root:
            lines.add(element.tail)
    return lines.text()
