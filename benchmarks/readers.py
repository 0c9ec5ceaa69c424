"""How much of a file's text comes out of its reader, and how much else.

`python -m benchmarks.readers [--only NAME] [--json FILE]`. README.md says what each number is. The
texts are made up by the program; `real` takes those of the folder that ARGOT_REAL_DATA names, by
default ../shared/data, and `labelled` pages that others have labelled, of a folder that
ARGOT_LABELLED_PAGES names. The exit status is 1 where a target is missed.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from statistics import fmean
from zipfile import ZipFile

from lxml import etree, html  # ty: ignore[missing-module-member]
from trafilatura import extract

from benchmarks.support.command import Measures, measure_all
from benchmarks.support.data import real_file
from benchmarks.support.figures import Figure
from benchmarks.web_pages import LabelledPage, invented_pages
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.errors import CorpusError
from tests.corpus.known_documents import known_documents
from tests.corpus.known_text import fidelity

_SEEDS = 20
_LEAST_MADE, _LEAST_REAL = 100.0, 98.0
"""Percent of the words of made-up files, and of real ones, that come out, and of those that come
out that belong there."""
_WANTED, _UNWANTED = 97.0, 10.0
"""Percent of the passages of web pages that come out: at least, and at most."""


def made(repetitions: int) -> list[Figure]:
    """Files made up in every format, word by word."""
    del repetitions  # the same files give the same each time
    found: dict[str, list[tuple[float, float]]] = {}
    for seed in range(_SEEDS):
        for known in known_documents(seed):
            given = "\n".join(read_source(InputFile(known.name, known.data)).documents)
            share = fidelity(known.text, given)
            found.setdefault(Path(known.name).suffix, []).append((share.recall, share.precision))
    return list(_shares("made-up", found, _LEAST_MADE))


def real(repetitions: int) -> list[Figure]:
    """Real files, beside what a few lines of other code take out of them."""
    del repetitions
    found: dict[str, list[tuple[float, float]]] = {}
    for name, second in _SECOND_READERS.items():
        path = real_file("formats", name)
        given = "\n".join(read_source(InputFile(name, path)).documents)
        share = fidelity(second(path.read_bytes()), given)
        found[name] = [(share.recall, share.precision)]
    return list(_shares("real", found, _LEAST_REAL))


def _shares(
    kind: str, found: dict[str, list[tuple[float, float]]], least: float
) -> Iterator[Figure]:
    for name, shares in found.items():
        recall = tuple(100 * recall for recall, _ in shares)
        precision = tuple(100 * precision for _, precision in shares)
        yield Figure(f"{kind} {name}, words that come out", "%", recall, least, at_least=True)
        yield Figure(f"{kind} {name}, of them the text's", "%", precision, least, at_least=True)


def _page_text(data: bytes) -> str:
    root = html.document_fromstring(data)
    for element in root.xpath("//script|//style|//head|//rt|//rp"):
        element.drop_tree()
    return " ".join(root.itertext())


def _parts(data: bytes, pattern: str, text: Callable[[bytes], str]) -> str:
    with ZipFile(BytesIO(data)) as package:
        names = [name for name in package.namelist() if re.fullmatch(pattern, name)]
        return " ".join(text(package.read(name)) for name in sorted(names))


def _word_text(data: bytes) -> str:
    root = etree.fromstring(data)
    paragraphs = root.iterfind(".//{*}p")
    return " ".join("".join(t.text or "" for t in p.iterfind(".//{*}t")) for p in paragraphs)


def _alice_page(data: bytes) -> str:
    del data  # the book as a page is the second reading of the book as a PDF
    return _page_text(real_file("formats", "alice_book.html").read_bytes())


_SECOND_READERS: dict[str, Callable[[bytes], str]] = {
    "alice_book.html": _page_text,
    "alice_book.pdf": _alice_page,
    "alice.epub": lambda data: _parts(
        data, r".*/chapter_\d+\.xhtml|.*/titlepage\.xhtml", _page_text
    ),
    "research_paper.docx": lambda data: _parts(data, r"word/document\.xml", _word_text),
    "sintel_en.srt": lambda data: re.sub(r"\d+\s+\d\d:.*-->.*", "", data.decode()),
    "usc_title09.xml": lambda data: " ".join(
        etree.fromstring(data).xpath("//text()[not(ancestor::*[local-name()='meta'])]")
    ),
}


def pages(repetitions: int) -> list[Figure]:
    """Passages of invented web pages, beside trafilatura alone."""
    del repetitions
    return _passages("pages", list(invented_pages()), targets=True)


def labelled(repetitions: int) -> list[Figure]:
    """Passages of pages that others have labelled, beside trafilatura alone."""
    del repetitions
    return _passages("labelled", list(_labelled_pages()), targets=True)


def _labelled_pages() -> Iterator[LabelledPage]:
    """Of a folder with `labels.json`: for each page its `file`, passages `with` and `without`."""
    folder = Path(os.environ.get("ARGOT_LABELLED_PAGES") or "labelled")
    if not (folder / "labels.json").is_file():
        sys.exit(f"There is no {folder / 'labels.json'}. Set ARGOT_LABELLED_PAGES.")
    for page in json.loads((folder / "labels.json").read_text("utf-8")).values():
        path = folder / page["file"]
        if path.is_file():
            yield LabelledPage(
                page["file"], path.read_bytes(), tuple(page["with"]), tuple(page["without"])
            )


def _ours(data: bytes) -> str:
    try:
        return "\n".join(read_source(InputFile("a.html", data)).documents)
    except CorpusError:
        return ""


_EXTRACTORS: dict[str, Callable[[bytes], str]] = {
    "Argot": _ours,
    "trafilatura": lambda data: extract(data, include_comments=False) or "",
    "trafilatura, precision": lambda data: (
        extract(data, include_comments=False, favor_precision=True) or ""
    ),
    "trafilatura, recall": lambda data: (
        extract(data, include_comments=False, favor_recall=True) or ""
    ),
}


def _passages(kind: str, chosen: list[LabelledPage], *, targets: bool) -> list[Figure]:
    figures = []
    for name, take_out in _EXTRACTORS.items():
        texts = [_plain(take_out(page.data)) for page in chosen]
        own = targets and name == "Argot"
        for what, share, target, at_least in (
            ("wanted", _share(texts, (page.wanted for page in chosen)), _WANTED, True),
            ("unwanted", _share(texts, (page.unwanted for page in chosen)), _UNWANTED, False),
        ):
            figures.append(
                Figure(
                    f"{kind}, {what} passages, {name}",
                    "%",
                    (100 * share,),
                    target if own else None,
                    at_least,
                )
            )
    return figures


def _share(texts: list[str], passages: Iterable[tuple[str, ...]]) -> float:
    """Of all passages, those that are in the text of their page."""
    return fmean(
        _plain(passage) in text
        for text, of_page in zip(texts, passages, strict=True)
        for passage in of_page
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text)).casefold()


MEASURES: Measures = {
    "made": (made, 1),
    "real": (real, 1),
    "pages": (pages, 1),
    "labelled": (labelled, 1),
}
"""What can be measured."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for; 1 where a target is missed."""
    return measure_all(
        MEASURES, arguments, program="benchmarks.readers", about=__doc__, seldom=("labelled",)
    )


if __name__ == "__main__":
    sys.exit(main())
