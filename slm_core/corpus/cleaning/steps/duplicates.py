"""Steps that remove duplicate documents, exact and near ones."""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.cleaning.step import StepStats, StreamStep
from slm_core.corpus.text.near_duplicates.hash_index import HashIndex
from slm_core.corpus.text.words import pieces

_PARAGRAPH = re.compile(r"(\n[ \t]*\n\s*)")
_LINE = re.compile(r"(\n\s*)")
_ASCII = bytes(range(0x80))
_BLANKS = bytes(0x20 if code in b"\t\n\v\f\r\x1c\x1d\x1e\x1f" else code for code in range(256))
_WIDE_BLANK = re.compile(
    rb"\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80"
)
_SHORTEST_PARAGRAPH = 40  # characters; shorter ones, such as "Yes.", come again rightly


@dataclass(frozen=True)
class ExactDuplicates(StreamStep):
    """Remove exact duplicates of earlier text; blanks and line ends do not count."""

    section: ClassVar[str] = "exact_duplicates"

    of: Literal["documents", "paragraphs", "lines"] = "documents"
    """Compare whole documents, or also paragraphs, or lines, of 40 characters or more anywhere in
    them."""

    def run(
        self, documents: Iterator[Document], tally: StepStats, known: Iterable[str] = ()
    ) -> Iterator[Document]:
        """See StreamStep."""
        seen = HashIndex()
        for text in known:
            self._without_known(text, seen)
        for document in documents:
            after, changes = self._without_known(document.text, seen)
            if not changes:
                yield document
            elif not after or after.isspace():
                tally.dropped(document.text)
            else:
                tally.changed(document.text, after, changes)
                yield document._replace(text=after)

    def _without_known(self, text: str, seen: HashIndex) -> tuple[str, int]:
        """What of the text is new, and how many times something was not."""
        if self.of == "documents":
            return ("", 1) if _is_known(text, seen) else (text, 0)
        return _without_known_parts(text, seen, _PARAGRAPH if self.of == "paragraphs" else _LINE)


@dataclass(frozen=True)
class NearDuplicates(StreamStep):
    """Remove near-duplicates: documents that share most 5-character sequences with one before."""

    section: ClassVar[str] = "near_duplicates"

    threshold: Annotated[float, Field(ge=0.5, le=1.0)] = 0.8
    """Share of their five-character sequences that two documents must have in common to count as
    duplicates, from 0.5 to 1."""

    def run(
        self, documents: Iterator[Document], tally: StepStats, known: Iterable[str] = ()
    ) -> Iterator[Document]:
        """See StreamStep."""
        from slm_core.corpus.text.near_duplicates.minhash import NearIndex  # noqa: PLC0415 - loads numpy

        index = NearIndex(self.threshold)
        for batch in _batches(map(Document, known)):
            index.known([document.text for document in batch])
        for batch in _batches(documents):
            is_known = index.known([document.text for document in batch])
            for document, was_there in zip(batch, is_known, strict=True):
                if was_there:
                    tally.dropped(document.text)
                else:
                    yield document


_BATCH = 1_000_000  # characters
_BATCH_DOCUMENTS = 1_000


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    room = _BATCH
    for document in documents:
        batch.append(document)
        room -= len(document.text)
        if room <= 0 or len(batch) == _BATCH_DOCUMENTS:
            yield batch
            batch, room = [], _BATCH
    if batch:
        yield batch


def _is_known(text: str, seen: HashIndex) -> bool:
    digest = blake2b(digest_size=8)
    for piece in pieces(text):  # a text of 200 MB would split into gigabytes
        digest.update(_words_of(piece))
    key = int.from_bytes(digest.digest(), "little")
    new = len(seen)
    return seen.first(key, new) != new


def _words_of(piece: str) -> bytes:
    """The words, a blank behind each: what `split` would give, of most texts in half the time."""
    data = piece.encode("utf-8", errors="surrogatepass")
    if len(data) > 1.2 * len(piece):  # there are few blanks in Chinese
        return " ".join([*piece.split(), ""]).encode("utf-8", errors="surrogatepass")
    if len(data) > len(piece) and _WIDE_BLANK.search(data.translate(None, _ASCII)):
        data = _WIDE_BLANK.sub(b" ", data)
    data = data.translate(_BLANKS)
    while b"  " in data:
        data = data.replace(b"  ", b" ")
    data = data.strip(b" ")
    return data + b" " if data else b""


def _without_known_parts(text: str, seen: HashIndex, between: re.Pattern[str]) -> tuple[str, int]:
    parts = between.split(text)  # paragraphs or lines, and what stands between them
    drop = {
        at
        for at in range(0, len(parts), 2)
        if len(parts[at]) >= _SHORTEST_PARAGRAPH and _is_known(parts[at], seen)
    }
    if not drop:
        return text, 0
    drop |= {at + 1 for at in drop}  # what stands after it
    after = "".join(part for at, part in enumerate(parts) if at not in drop)
    return (after.rstrip() if len(parts) - 1 in drop else after), len(drop) // 2
