"""Reader for ODT: paragraphs, lists and tables in the order of the document."""

from slm_core.corpus.readers.document import (
    COMMENTS_LEFT_OUT,
    FOOTNOTES_LEFT_OUT,
    ReaderOutput,
    ReadOptions,
)
from slm_core.corpus.readers.docx import MOST_IN_PART
from slm_core.corpus.readers.safe_zip import Package, open_package
from slm_core.corpus.readers.xml_tools import (
    Element,
    LineCollector,
    attribute,
    decode_marked_up,
    local_name,
    parse_xml,
    walk,
)
from slm_core.errors import CorpusError
from slm_core.messages import msg

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_NOTES = {"note": FOOTNOTES_LEFT_OUT, "annotation": COMMENTS_LEFT_OUT}
_BESIDE_TEXT = "tracked-changes sequence-decls automatic-styles scripts ruby-text desc"
_SKIPPED = frozenset((*_NOTES, *_BESIDE_TEXT.split()))
_OF_NOTES = frozenset(("note-citation", "creator", "date", "date-string", "creator-initials"))
_PARAGRAPHS = ("p", "h")
_MOST_BLANKS = 100


def read_odt(data: bytes, options: ReadOptions) -> ReaderOutput:
    """The document's text, a paragraph or a table's row a line. Raises CorpusError."""
    package = open_package(data)
    try:
        _refuse_encrypted(package)
        root = _part(package, _CONTENT)
        has_headers = _STYLES in package and _has_headers(_part(package, _STYLES))
    finally:
        package.close()
    text, notes = _text(root, _SKIPPED)
    if options.notes:
        beside = [_text(note, _SKIPPED | _OF_NOTES, within=True)[0] for note in notes]
        text = "\n".join(filter(None, (text, *beside)))
    if not text:
        raise CorpusError(msg("There is no text in this document. Add one with text in it."))
    left_out = [msg("Headers and footers were left out")] if has_headers else []
    if not options.notes:
        kinds = {local_name(note) for note in notes}
        left_out += [what for kind, what in _NOTES.items() if kind in kinds]
    return ReaderOutput(
        documents=[text], read_as=msg("document"), encoding="ODT", left_out=left_out
    )


def _part(package: Package, name: str) -> Element:
    content = package.read(name, most=MOST_IN_PART)
    return parse_xml(decode_marked_up(content, encoding=None).text)


def _refuse_encrypted(package: Package) -> None:
    if _CONTENT not in package:
        raise CorpusError(
            msg(
                "This is a ZIP file with another ending, not an OpenDocument text. If it "
                "is an archive of texts, let its name end in .zip."
            )
        )
    if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST, most=MOST_IN_PART):
        raise CorpusError(
            msg("It is locked with a password. Open it, save it without a password, and add that.")
        )


def _has_headers(styles: Element) -> bool:
    for event, name, element in walk(styles):
        if event == "start" and name in ("header", "footer"):
            return bool("".join(element.itertext()).strip())
    return False


def _text(
    root: Element, skipped: frozenset[str], *, within: bool = False
) -> tuple[str, list[Element]]:
    """The running text of the document, or `within` one of its notes; and the notes in it."""
    lines = LineCollector()
    notes: list[Element] = []
    paragraphs = tables = 0
    for event, name, element in walk(root, skipped - ({local_name(root)} if within else set())):
        if event == "start":
            if name == "table":
                lines.end()
                tables += 1
            paragraphs += name in _PARAGRAPHS
            if paragraphs and not _is_title(element):
                lines.add(element.text)
            continue
        if event == "skip":
            if name in _NOTES:
                notes.append(element)
        else:
            paragraphs -= name in _PARAGRAPHS
            tables -= name == "table"
            _finish(lines, element, name, tables)
        if paragraphs and element is not root:
            lines.add(element.tail)
    return lines.text(), notes


def _is_title(element: Element) -> bool:
    """Whether it is what a picture is called, and no field with the title of the document."""
    return str(element.tag).endswith("svg-compatible:1.0}title")


def _finish(lines: LineCollector, element: Element, name: str, tables: int) -> None:
    """What the end of an element means for the line."""
    if name == "s":
        count = attribute(element, "c")
        lines.add_raw(" " * min(int(count) if count.isdecimal() else 1, _MOST_BLANKS))
    elif name == "tab":
        lines.add_raw("\t")
    elif name == "table-cell":
        lines.add_raw("\t" if tables == 1 else " ")
    elif name in ("p", "h", "line-break", "table-row"):
        if tables > (name == "table-row"):
            lines.add(" ")
        else:
            lines.end()
