"""Reader for XLSX workbooks: each sheet a table, a row a document, one column its text."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from slm_core.corpus.readers.document import COMMENTS_LEFT_OUT, ReaderOutput, ReadOptions
from slm_core.corpus.readers.office_package import OfficeFile
from slm_core.corpus.readers.sheets import SheetText, read_sheets
from slm_core.corpus.readers.xml_tools import Element, attribute, local_name
from slm_core.messages import Message, msg

_COMMENTS = re.compile(r"xl/(?:comments|threadedComments)[/\w-]*\d*\.xml", re.IGNORECASE)
_PLACE = re.compile(r"([A-Z]{1,3})\d*")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how the format writes what XML cannot
_LAYOUT = (ord("\t"), ord("\n"))
_MOST_COLUMNS = 16_384  # as many as the program has
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Number formats that every such file has and that are dates and times."""
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DATE_SIGNS = re.compile(r"[ymdhs]", re.IGNORECASE)
_EPOCH, _EPOCH_OF_MACS = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST_DAY = 2_958_465  # 31 December 9999


def read_xlsx(data: bytes, options: ReadOptions) -> ReaderOutput:
    """A document for each row with text, of all sheets that are shown. Raises CorpusError."""
    file = OfficeFile(data, main="xl/", program="Excel")
    try:
        reading = read_sheets(_Workbook(file).sheets(), options, encoding="XLSX")
        reading.left_out.extend(_hidden(file))
        comments = _comments(file)
        if comments and options.notes:
            reading.documents.extend(comments)
        elif comments:
            reading.left_out.append(COMMENTS_LEFT_OUT)
    finally:
        file.close()
    return reading


class _Workbook:
    """The workbook with what its sheets refer to."""

    def __init__(self, file: OfficeFile) -> None:
        self._file = file
        self._relations = file.relations(file.main)
        self._strings = [
            string
            for part in file.related(file.main, "sharedStrings")
            for string in map(_string, file.elements(part, "si"))
        ]
        self._dates = frozenset(self._date_styles())
        old = (attribute(item, "date1904") for item in file.elements(file.main, "workbookPr"))
        self._epoch = _EPOCH_OF_MACS if any(day in ("1", "true") for day in old) else _EPOCH

    def sheets(self) -> Iterator[SheetText]:
        """The sheets that are shown, in order."""
        for number, item in enumerate(_sheets(self._file), 1):
            name, identity, is_shown = item
            relation = self._relations.get(identity)
            if relation is None or relation.kind != "worksheet" or not is_shown:
                continue
            text = SheetText(name or str(number))
            for row in self._file.elements(relation.target, "row"):
                text.add(self._cells(row))
            yield text

    def _cells(self, row: Element) -> list[str]:
        cells: list[str] = []
        for cell in row:
            if local_name(cell) != "c":
                continue
            place = _PLACE.match(attribute(cell, "r"))
            at = _column(place[1]) if place else len(cells)
            if at < _MOST_COLUMNS and (value := self._value(cell)):
                cells += [""] * (at + 1 - len(cells))
                cells[at] = value
        return cells

    def _value(self, cell: Element) -> str:
        kind = attribute(cell, "t")
        if kind == "inlineStr":
            return "".join(_string(child) for child in cell if local_name(child) == "is")
        raw = next((child.text or "" for child in cell if local_name(child) == "v"), "")
        if kind == "s":
            at = int(raw) if raw.strip().isdecimal() else -1
            return self._strings[at] if 0 <= at < len(self._strings) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw, raw)
        if kind in ("", "n") and attribute(cell, "s") in self._dates:
            return self._date(raw)
        return "" if kind == "e" else _unescaped(raw)

    def _date(self, raw: str) -> str:
        """A day, with its time if it has one, in ISO 8601."""
        try:
            days = float(raw)
        except ValueError:
            return raw
        if not 0 <= days <= _LAST_DAY:
            return raw
        moment = self._epoch + timedelta(seconds=round(days * 86_400))
        if days < 1:
            return moment.strftime("%H:%M:%S")
        return moment.date().isoformat() if days == int(days) else moment.isoformat(sep=" ")

    def _date_styles(self) -> Iterator[str]:
        """The numbers of the cell styles that show a number as a date."""
        for part in self._file.related(self._file.main, "styles"):
            own = {
                attribute(item, "numFmtId"): attribute(item, "formatCode")
                for item in self._file.elements(part, "numFmt")
            }
            for styles in self._file.elements(part, "cellXfs"):
                for number, style in enumerate(styles):
                    name = attribute(style, "numFmtId")
                    form = _QUOTED.sub("", own.get(name, ""))
                    if (name.isdecimal() and int(name) in _DATES) or _DATE_SIGNS.search(form):
                        yield str(number)


def _sheets(file: OfficeFile) -> list[tuple[str, str, bool]]:
    """Name, relation and whether it is shown, of each sheet."""
    return [
        (attribute(item, "name"), _relation(item), attribute(item, "state") in ("", "visible"))
        for item in file.elements(file.main, "sheet")
    ]


def _relation(item: Element) -> str:
    """The id by which a sheet's part is found; its own number has nearly the same name."""
    for key, value in item.attrib.items():
        if str(key).endswith("}id"):
            return str(value)
    return ""


def _hidden(file: OfficeFile) -> Iterator[Message]:
    hidden = [name for name, _, is_shown in _sheets(file) if not is_shown]
    if hidden:
        yield msg("hidden sheets: {names}", names=", ".join(hidden[:5]))


def _comments(file: OfficeFile) -> list[str]:
    """The comments on cells; where they are talks, those in place of the copy for old programs."""
    parts = [member.filename for member in file.package.members if _COMMENTS.match(member.filename)]
    talks = [part for part in parts if "threaded" in part]
    return [
        text
        for part in talks or parts
        for item in file.elements(part, "text")
        if (text := (item.text or "").strip() or _string(item).strip())
    ]


def _string(item: Element) -> str:
    """A text in the pieces that its fonts cut it into; readings of Japanese words are no text."""
    parts: list[str] = []
    for child in item:
        name = local_name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [part.text or "" for part in child if local_name(part) == "t"]
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code >= ord(" ") or code in _LAYOUT else ""  # others are no text


def _column(letters: Sequence[str]) -> int:
    """AB is 27, counted from 0."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1
