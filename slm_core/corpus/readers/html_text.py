"""HTML, however badly written, to lines of text."""

from lxml import etree, html  # ty: ignore[missing-module-member]

from slm_core.corpus.readers.xml_tools import Element, LineCollector, walk

_NEVER = "script style head template svg math noscript object iframe select button textarea"
NEVER = frozenset(_NEVER.split())
"""Elements whose text nobody reads."""
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main "
    "menu nav ol option p pre section summary table tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())


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
    lines = LineCollector()
    raw = 0
    for event, name, element in walk(root, skip):
        if event == "start":
            if name in _BLOCKS:
                lines.end()
            raw += name == "pre"
            _add(lines, element.text, raw)
            continue
        if event == "end":
            raw -= name == "pre"
            if name in _BLOCKS or name == "br":
                lines.end()
            elif name in ("td", "th"):
                lines.add_raw("\t")
        _add(lines, element.tail, raw)
    return lines.text()


def _add(lines: LineCollector, text: str | None, raw: int) -> None:
    if raw and text:
        lines.add_raw(text)
    else:
        lines.add(text)
