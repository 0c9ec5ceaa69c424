"""A page of a corpus's text from any position, however large the corpus is.

Reads one line of documents.jsonl after the other from where it is opened, and nothing before it.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import orjson

from slm_core.corpus.store import Corpus
from slm_core.corpus.text.passages import cut_text
from slm_core.errors import CorpusError
from slm_core.messages import msg

_BLOCK = 1 << 16


@dataclass(frozen=True)
class PageCursor:
    """A place in a corpus."""

    line: int = 0
    """Byte of its file at which the line begins."""
    character: int = 0
    """In the text of that line."""


START = PageCursor()


@dataclass(frozen=True)
class Page:
    """Some text, from a place on."""

    texts: tuple[str, ...]
    """Whole documents, but for the first and the last, which may be parts."""
    next: PageCursor | None
    """Where the next leaf begins; None at the end of the corpus."""
    share: float
    """How far in the corpus it begins, from 0 to 1."""

    @property
    def characters(self) -> int:
        """Characters in all its texts."""
        return sum(map(len, self.texts))


def read_page(
    corpus: Corpus, cursor: PageCursor = START, *, most: int = 1_200, lines: int = 1_000
) -> Page:
    """About `most` characters from a place on, in so many lines at the most.

    Raises CorpusError where the corpus is damaged.
    """
    texts: list[str] = []
    room, share = most, 0.0
    following: PageCursor | None = None
    for line, end, text in _lines(corpus, cursor.line):
        start = cursor.character if line == cursor.line else 0
        if line == cursor.line:
            share = _share(corpus, line, end, start / max(1, len(text)))
        if texts and (room < most / 4 or lines < 1):
            # Rather end with a document than begin a scrap of another.
            following = PageCursor(line, start)
            break
        part = next(iter(cut_text(text[start : start + room + 1], longest=room)))[0]
        part = "".join(part.splitlines(keepends=True)[:lines])
        if part:
            texts.append(part)
            room -= len(part)
            lines -= part.count("\n") + 1
        if start + len(part) < len(text):
            following = PageCursor(line, start + len(part))
            break
    return Page(tuple(texts), following, share)


def cursor_at(corpus: Corpus, share: float) -> PageCursor:
    """The place so far in the corpus, from 0 to 1, at the beginning of a document or of a line.

    Raises CorpusError where the corpus is damaged.
    """
    path = _path(corpus)
    with _told(corpus), open(path, "rb") as file:
        size = path.stat().st_size
        at = min(max(0, size - 2), int(size * share))
        line = _line_start(file, at)
        file.seek(line)
        data = file.readline()
        text = str(orjson.loads(data)["text"])
    character = int(len(text) * (at - line) / max(1, len(data)))
    if len(text) < 4_000:
        return PageCursor(line)
    begins = text.rfind("\n", 0, character) + 1 or text.rfind(" ", 0, character) + 1
    return PageCursor(line, begins if character - begins < 2_000 else character)


def document_sources(corpus: Corpus) -> Iterator[str]:
    """The file that each document came from, in order. Raises CorpusError where it is damaged."""
    with _told(corpus), open(_path(corpus), "rb") as file:
        for data in file:
            line = orjson.loads(data)
            if not line.get("goes_on"):
                yield str(line.get("source", ""))


def _lines(corpus: Corpus, start: int) -> Iterator[tuple[int, int, str]]:
    """(first byte, byte behind it, text) of each line from the one that begins at `start`."""
    with _told(corpus), open(_path(corpus), "rb") as file:
        file.seek(_line_start(file, start))
        at = file.tell()
        for data in file:
            yield at, at + len(data), str(orjson.loads(data)["text"])
            at += len(data)


def _line_start(file: BinaryIO, at: int) -> int:
    """First byte of the line that byte `at` stands in."""
    while at > 0:
        begin = max(0, at - _BLOCK)
        file.seek(begin)
        newline = file.read(at - begin).rfind(b"\n")
        if newline >= 0:
            return begin + newline + 1
        at = begin
    return 0


def _share(corpus: Corpus, line: int, end: int, within: float) -> float:
    return min(1.0, (line + (end - line) * within) / max(1, _path(corpus).stat().st_size))


def _path(corpus: Corpus) -> Path:
    return corpus.folder / "documents.jsonl"


@contextmanager
def _told(corpus: Corpus) -> Generator[None]:
    """What goes wrong with a corpus's file, said in a sentence."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(
            msg(
                "The text of corpus {id} cannot be read ({error}). Delete the corpus and "
                "add its files again.",
                id=corpus.id,
                error=error,
            )
        ) from None
