"""Reader for ODS workbooks: each sheet a table, a row a document, one column its text."""

from collections.abc import Iterator

from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.corpus.readers.office_package import MOST_IN_PART, each_element
from slm_core.corpus.readers.safe_zip import open_package
from slm_core.corpus.readers.sheets import SheetText, read_sheets
from slm_core.corpus.readers.xml_tools import Element, attribute, local_name, walk
from slm_core.errors import CorpusError
from slm_core.messages import msg

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_SKIPPED = frozenset(("annotation",))
_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576


def read_ods(data: bytes, options: ReadOptions) -> ReaderOutput:
    """A document for each row with text, of all sheets. Raises CorpusError."""
    package = open_package(data)
    try:
        if _CONTENT not in package:
            raise CorpusError(
                msg(
                    "This is a ZIP file with another ending, not an OpenDocument workbook. If it "
                    "is an archive of texts, let its name end in .zip."
                )
            )
        if _MANIFEST in package and b"encryption-data" in package.read(_MANIFEST):
            raise CorpusError(
                msg(
                    "It is locked with a password. Open it, save it without a password, and add "
                    "that."
                )
            )
        content = package.read(_CONTENT, most=MOST_IN_PART)
    finally:
        package.close()
    return read_sheets(_sheets(content), options, encoding="ODS")


def _sheets(content: bytes) -> Iterator[SheetText]:
    """The sheets in order; a sheet is over when the element around its rows is."""
    sheet = SheetText("")
    for element in each_element(content, ("table-row", "table")):
        if local_name(element) == "table":
            sheet.name = attribute(element, "name")
            yield sheet
            sheet = SheetText("")
            continue
        cells = _cells(element)
        if cells:
            for _ in range(_times(element, "number-rows-repeated", _MOST_ROWS)):
                sheet.add(cells)


def _cells(row: Element) -> list[str]:
    """Up to the last that has text."""
    cells: list[str] = []
    empty = 0
    for cell in row:
        if local_name(cell) not in ("table-cell", "covered-table-cell"):
            continue
        times = _times(cell, "number-columns-repeated", _MOST_COLUMNS)
        text = _text(cell)
        if not text:
            empty += times
        elif len(cells) + empty + times <= _MOST_COLUMNS:
            cells += [""] * empty + [text] * times
            empty = 0
    return cells


def _times(element: Element, name: str, most: int) -> int:
    value = attribute(element, name)
    return min(int(value), most) if value.isdecimal() and len(value) < 10 else 1


def _text(cell: Element) -> str:
    """The paragraphs of a cell, a line each."""
    lines: list[str] = []
    for event, name, element in walk(cell, _SKIPPED):
        if event == "start" and name in ("p", "h"):
            lines.append("")
        if not lines or element is cell:
            continue
        if event == "start":
            lines[-1] += element.text or ""
            lines[-1] += {"s": " ", "tab": "\t", "line-break": "\n"}.get(name, "")
        elif name not in ("p", "h"):
            lines[-1] += element.tail or ""
    return "\n".join(lines).strip()
