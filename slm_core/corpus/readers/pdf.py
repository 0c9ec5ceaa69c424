"""Reader for PDF: its text layer, page after page. Pages that are pictures are reported, not read.

PDFium is C code fed with strangers' files, and may be called by one thread only; so it runs in
a process of its own, which can neither crash the studio nor fill its memory nor take for ever.
"""

import re
import subprocess
import unicodedata
from dataclasses import dataclass

import orjson

from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.corpus.readers.text_column import numbers
from slm_core.errors import CorpusError, LockedError
from slm_core.messages import Message, msg, plural
from slm_core.processes.spawn import spawn

PAGE_BREAK = "\f"
"""Stands between pages, so that cleaning steps can find what comes on each of them."""

_PATIENCE = 120  # seconds; 160 kB of text take a third of one
_LOCKED, _BROKEN_FILE = 4, 3  # PDFium's numbers
_HYPHEN = "\x02"  # PDFium's sign for a hyphen at the end of a line, with the line's end in it
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_SHAPED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")


@dataclass(frozen=True)
class _Pages:
    texts: list[str]
    pictures: list[int]
    damaged: list[int]


def read_pdf(data: bytes, options: ReadOptions) -> ReaderOutput:
    """The text of all pages as one document. Raises CorpusError."""
    if b"%PDF-" not in data[:1024]:
        raise CorpusError(
            msg(
                "It does not begin as a PDF file does. Perhaps it is something else with "
                "this ending, or was not fetched whole; open it to see, and save it as "
                "PDF again."
            )
        )
    pages = _pages(data, options.password)
    total = len(pages.texts)
    texts = [_clean(text) for text in pages.texts]
    length = sum(len(text.strip()) for text in texts)
    if not length or (len(pages.pictures) == total and total > 0):
        raise CorpusError(_nothing(total, pictures=bool(pages.pictures)))
    left_out = []
    if pages.pictures:
        left_out.append(
            msg(
                "{pages} without text and would need OCR: page {pictures}",
                pages=plural(
                    "{n:,} page is a picture", "{n:,} pages are pictures", n=len(pages.pictures)
                ),
                pictures=numbers(pages.pictures),
            )
        )
    if pages.damaged:
        left_out.append(
            msg(
                "{pages} damaged: page {damaged}",
                pages=plural("{n:,} page is", "{n:,} pages are", n=len(pages.damaged)),
                damaged=numbers(pages.damaged),
            )
        )
    return ReaderOutput(
        documents=[PAGE_BREAK.join(texts)],
        read_as=msg("text of {pages}", pages=plural("{n:,} page", "{n:,} pages", n=total)),
        encoding="PDF",
        note=msg(
            "{pages}; a line of the page is a line of the text, words divided at its "
            "end too. The cleaning step “join lines” puts them together.",
            pages=plural("{n:,} page", "{n:,} pages", n=total),
        ),
        left_out=left_out,
    )


def _pages(data: bytes, password: str | None) -> _Pages:
    secret = (password or "").encode("utf-8", errors="replace")
    process = spawn("slm_core.corpus.readers.pdf_worker", is_quiet=True)
    try:
        said, _ = process.communicate(b"%d\n" % len(secret) + secret + data, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise CorpusError(
            msg(
                "Its text was not out after {patience} seconds, and reading was given "
                "up. Print it to PDF anew, or add it in parts.",
                patience=_PATIENCE,
            )
        ) from None
    if process.returncode != 0:
        raise CorpusError(
            msg(
                "Reading it needed too much memory, or the reader gave up on it: it is "
                "damaged or made in an unusual way. Print it to PDF anew, and add that."
            )
        )
    answer = orjson.loads(said)
    if "error" in answer:
        kind = LockedError if answer["error"] == _LOCKED else CorpusError
        raise kind(_refusal(answer["error"], asked=password is not None))
    return _Pages(answer["pages"], answer["pictures"], answer["damaged"])


def _refusal(number: int, *, asked: bool) -> Message:
    if number == _LOCKED and asked:
        return msg("The password does not open it. Check it, capitals too, and give it again.")
    if number == _LOCKED:
        return msg(
            "It is locked with a password. Give the password, or save it without "
            "one. On the command line: --password."
        )
    if number == _BROKEN_FILE:
        return msg("It is damaged or cut off, and cannot be opened. Fetch or save it again.")
    return msg(
        "It cannot be opened: it is locked in a way that no password opens here, "
        "or damaged. Print it to PDF anew, and add that."
    )


def _nothing(total: int, *, pictures: bool) -> Message:
    if not total:
        return msg("It has no pages. Fetch or save it again.")
    what = (
        msg("its pages are pictures, as from a scanner")
        if pictures
        else msg("nothing on its pages is text")
    )
    return msg(
        "There is no text in its {pages}: {what}. It needs OCR (text "
        "recognition) first, for example with OCRmyPDF; add what that gives.",
        pages=plural("{n:,} page", "{n:,} pages", n=total),
        what=what,
    )


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(_HYPHEN, "-\n")
    text = "\n".join(line.rstrip(" \t") for line in _NO_TEXT.sub("", text).split("\n"))
    # Arabic letters come in the shapes they have inside a word; a font's business, not a text's.
    return _SHAPED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
