"""The program that takes the text out of a PDF, in a process of its own (see `pdf`).

Standard input: the password's length in bytes as one line, the password, the file. Standard
output: one JSON object. It imports next to nothing of ours, so that it starts at once.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from slm_core.corpus.readers.pdf_columns import Box, is_drawn_across, reading_order

_MEMORY = 2_000_000_000  # bytes of address space; a PDF can unpack to far more than it is
_SPARSE = 20  # characters on a page below which it is asked whether it is a picture
_SAME_LINE = 0.6  # of a tall letter's height: how far the middles of two letters may differ
_CLOSE, _APART = 0.1, 0.25  # of a line's height: no blank between letters; always a blank
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")  # they are drawn for their direction
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")

_LETTER_ALONE = re.compile(r"(?<![^\r\n])([A-Z\u00c0-\u00de])\s*[\r\n]+(\w{2,12})")
_DROP_CAP = 1.8  # times as large as the letters of its line

_LATIN = "A-Za-z\u00c0-\u024f\u0370-\u052f"
_LEFT_TO_RIGHT = re.compile(
    rf"[{_LATIN}][{_LATIN}\d .,:/&'’%+-]*[{_LATIN}\d]|\d+(?:[.,:/-]\d+)*", re.ASCII
)
"""What is read from the left in a line read from the right: words of Latin letters, numbers."""


def limit_memory() -> None:
    """Let the system refuse memory to this process before it takes it from others."""
    try:
        import resource  # noqa: PLC0415 - does not exist on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def pages_of(data: bytes, password: str | None) -> dict[str, object]:
    """{"pages": texts, "pictures": numbers of pages without text that have pictures, "damaged":
    numbers of pages that cannot be opened}, or {"error": PDFium's number for what is wrong}."""
    try:
        document = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        return {"error": error.err_code or 1}
    texts: list[str] = []
    pictures, damaged = [], []
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            text = _text(page.get_textpage())
            if len(text.strip()) < _SPARSE and _has_picture(page):
                pictures.append(number)
            page.close()  # closes its text too; a thousand open pages would fill the memory
        except pdfium.PdfiumError:
            text = ""
            damaged.append(number)
        texts.append(text)
    return {"pages": texts, "pictures": pictures, "damaged": damaged}


def _has_picture(page: pdfium.PdfPage) -> bool:
    return any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _text(page: pdfium.PdfTextPage) -> str:
    text = page.get_text_bounded()
    if _RIGHT_TO_LEFT.search(text):
        return _in_reading_order(page)
    drawn = [Box(*page.get_rect(number)) for number in range(page.count_rects())]
    parts = reading_order(drawn)
    if len(parts) > 1 and is_drawn_across(drawn, parts):
        text = _by_parts(page, parts)
    return _with_drop_caps(page, text)


def _by_parts(page: pdfium.PdfTextPage, parts: list[Box]) -> str:
    """The text of each part of a page after that of the one before."""
    texts: list[list[str]] = [[] for _ in parts]
    last = [-1] * len(parts)
    at = 0
    box = raw.FS_RECTF()
    for index in range(page.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(page, index))
        if not char.isspace() and raw.FPDFText_GetLooseCharBox(page, index, box):
            x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
            at = min(range(len(parts)), key=lambda number: _distance(parts[number], x, y))
        if texts[at] and last[at] < index - 1 and texts[at][-1] not in "\r\n":
            texts[at].append("\n")  # another part was drawn between
        texts[at].append(char)
        last[at] = index
    text = "\n".join("".join(part).strip("\r\n ") for part in texts)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _distance(part: Box, x: float, y: float) -> float:
    """From a point to a part of the page; 0 inside."""
    return max(part.left - x, x - part.right, 0) + max(part.low - y, y - part.high, 0)


def _with_drop_caps(page: pdfium.PdfTextPage, text: str) -> str:
    """Large letters at the beginning of a paragraph as part of their word."""
    if not _LETTER_ALONE.search(text):
        return text
    count = page.count_chars()
    drawn = "".join(chr(raw.FPDFText_GetUnicode(page, index)) for index in range(count))
    for match in _LETTER_ALONE.finditer(drawn):
        letter, rest = match.start(1), match.start(2)
        sizes = [raw.FPDFText_GetFontSize(page, index) for index in (letter, rest)]
        if sizes[0] >= _DROP_CAP * sizes[1]:
            text = text.replace(match[0], match[1] + match[2], 1)
    return text


def _in_reading_order(page: pdfium.PdfTextPage) -> str:
    """PDFium gives pieces of Arabic and Hebrew as they lie on the page, from the left.

    Neighbours in the file that share a baseline are one line; what is mostly right to left is
    then read by where its letters lie.
    """
    letters = list(_letters(page))
    heights = sorted(letter.high - letter.low for letter in letters) or [0.0]
    reach = _SAME_LINE * heights[len(heights) * 9 // 10]
    lines: list[list[_Letter]] = []
    for letter in letters:
        if not lines or not letter.shares_line(lines[-1], reach):
            lines.append([])
        lines[-1].append(letter)
    text = "\n".join(filter(None, map(_line, lines)))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class _Letter(NamedTuple):
    char: str
    left: float
    right: float
    low: float
    high: float

    @property
    def is_mark(self) -> bool:
        return unicodedata.category(self.char)[0] == "M"

    def shares_line(self, line: list["_Letter"], reach: float) -> bool:
        """Whether it stands as high as what came last; a blank or mark belongs where it stands."""
        if self.char.isspace() or self.is_mark:
            return True
        for other in reversed(line):
            if not other.char.isspace():
                return abs(self.low + self.high - other.low - other.high) < 2 * reach
        return True


def _letters(page: pdfium.PdfTextPage) -> Iterator[_Letter]:
    box = raw.FS_RECTF()  # with the space around the letter: what is more apart is a blank
    for index in range(page.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(page, index)).replace("\x02", "-")  # at a line's end
        if char not in "\r\n" and raw.FPDFText_GetLooseCharBox(page, index, box):
            yield _Letter(char, box.left, box.right, box.bottom, box.top)


def _line(letters: list[_Letter]) -> str:
    text = "".join(letter.char for letter in letters)
    turned = len(_RIGHT_TO_LEFT.findall(text))
    if turned == 0:
        return text.strip()
    if 2 * turned < sum(map(str.isalpha, text)):
        return "".join(_turned_words(letters)).strip()
    read = "".join(_from_the_right(letters)).translate(_MIRRORED)
    return _LEFT_TO_RIGHT.sub(lambda match: match[0][::-1], read)


def _turned_words(letters: list[_Letter]) -> Iterator[str]:
    """Words read from the right within a line that is not."""
    for turned, group in groupby(letters, lambda letter: bool(_RIGHT_TO_LEFT.match(letter.char))):
        word = list(group)
        if turned and word[0].left < word[-1].left:
            word.reverse()
        yield from (letter.char for letter in word)


def _between(before: _Letter, after: _Letter, blanks: list[_Letter]) -> Iterator[bool]:
    for blank in blanks:
        yield after.right - 0.5 <= (blank.left + blank.right) / 2 <= before.left + 0.5


def _from_the_right(letters: list[_Letter]) -> Iterator[str]:
    """Letters by their places, marks after what they stand on, blanks where there is room."""
    placed = [letter for letter in letters if not letter.char.isspace() and not letter.is_mark]
    placed.sort(key=lambda letter: -(letter.left + letter.right))
    blanks = [letter for letter in letters if letter.char.isspace() and letter.right > letter.left]
    marks: dict[int, str] = {}
    for mark in (letter for letter in letters if letter.is_mark):
        nearest = min(
            range(len(placed)),
            key=lambda at: abs(placed[at].left + placed[at].right - mark.left - mark.right),
            default=0,
        )
        marks[nearest] = marks.get(nearest, "") + mark.char
    for at, letter in enumerate(placed):
        before = placed[at - 1] if at else letter
        gap, height = before.left - letter.right, before.high - before.low
        wide = gap > _APART * height
        if at and (wide or (gap > _CLOSE * height and any(_between(before, letter, blanks)))):
            yield " "
        yield letter.char
        yield marks.get(at, "")


def main() -> None:
    """Read standard input, write standard output."""
    limit_memory()
    length = int(sys.stdin.buffer.readline())
    password = sys.stdin.buffer.read(length).decode("utf-8") or None
    answer = pages_of(sys.stdin.buffer.read(), password)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
