"""The program that takes the text out of a PDF, in a process of its own (see `pdf`).

Standard input: the password's length in bytes as one line, the password, the file. Standard
output: one JSON object. It imports nothing of ours, so that it starts at once.
"""

import ctypes
import json
import re
import sys
from itertools import groupby

import pypdfium2 as pdfium
from pypdfium2 import raw

_MEMORY = 2_000_000_000  # bytes of address space; a PDF can unpack to far more than it is
_SPARSE = 20  # characters on a page below which it is asked whether it is a picture
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")


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
    return _in_reading_order(page) if _RIGHT_TO_LEFT.search(text) else text


def _in_reading_order(page: pdfium.PdfTextPage) -> str:
    """PDFium gives the letters of some Arabic words as they lie on the page, left to right."""
    letters: list[tuple[str, float]] = []
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    for index in range(page.count_chars()):
        raw.FPDFText_GetCharBox(page, index, left, right, low, high)
        letters.append((chr(raw.FPDFText_GetUnicode(page, index)), left.value))
    parts: list[str] = []
    for turned, group in groupby(letters, key=lambda letter: bool(_RIGHT_TO_LEFT.match(letter[0]))):
        word = list(group)
        if turned and len(word) > 1 and word[0][1] < word[-1][1]:
            word.reverse()
        parts.extend(char for char, _ in word)
    return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def main() -> None:
    """Read standard input, write standard output."""
    limit_memory()
    length = int(sys.stdin.buffer.readline())
    password = sys.stdin.buffer.read(length).decode("utf-8") or None
    answer = pages_of(sys.stdin.buffer.read(), password)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
