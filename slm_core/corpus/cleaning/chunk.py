"""Documents on their way into a corpus, and the batches of them that go to other processes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from slm_core.corpus.text.passages import cut_text

LARGEST = 1_000_000
"""Characters in a chunk, about: enough to be worth sending, little for the memory."""
MOST = 2_000
"""Texts in a chunk, at the most."""


class Document(NamedTuple):
    """A whole text, and the file it came from; a tuple, since there are millions of them."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Chunk:
    """A batch of whole documents, or a part of a long one.

    In columns, which pickle in a tenth of the time that as many documents take (measured: 0.06
    instead of 0.8 µs for each, there and back).
    """

    texts: tuple[str, ...]
    sources: tuple[str, ...]
    """The file each came from."""
    first: bool = True
    """Whether the text begins a document."""
    last: bool = True
    """Whether the text ends one; both hold for whole documents."""

    @property
    def is_part(self) -> bool:
        """Whether it is a part of one document."""
        return not (self.first and self.last)

    @property
    def characters(self) -> int:
        """In all its texts."""
        return sum(map(len, self.texts))


class ChunkBuilder:
    """Gathers documents into chunks as they come."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._size = 0

    def add(self, text: str, source: str, first: bool, last: bool) -> Iterator[Chunk]:
        """The next document or part of one; the chunks that are full by it."""
        if not (first and last):
            yield from self.rest()
            yield Chunk((text,), (source,), first, last)
            return
        if self._documents and (self._size + len(text) > LARGEST or len(self._documents) >= MOST):
            yield from self.rest()
        self._documents.append(Document(text, source))
        self._size += len(text)

    def rest(self) -> Iterator[Chunk]:
        """What is gathered and not full."""
        if self._documents:
            texts, sources = zip(*self._documents, strict=True)
            self._documents, self._size = [], 0
            yield Chunk(texts, sources)


def chunks_of(documents: Iterable[Document]) -> Iterator[Chunk]:
    """Whole documents, gathered where short and cut where long."""
    builder = ChunkBuilder()
    for text, source in documents:
        first = True
        for part, last in cut_text(text, longest=LARGEST):
            yield from builder.add(part, source, first, last)
            first = last
    yield from builder.rest()
