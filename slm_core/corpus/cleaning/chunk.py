"""What goes through the making of a corpus at a time. Knows no files and no steps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from slm_core.corpus.text.passages import cut_text

LARGEST = 1_000_000
"""Characters in a unit, about: enough to be worth sending, little for the memory."""
MOST = 2_000
"""Texts in a unit."""


@dataclass(frozen=True)
class Chunk:
    """Some whole documents, or a part of a long one."""

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
    """Gathers texts into units as they come."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, str]] = []
        self._size = 0

    def add(self, text: str, source: str, first: bool, last: bool) -> Iterator[Chunk]:
        """The next document or part of one; the units that are full by it."""
        if not (first and last):
            yield from self.rest()
            yield Chunk((text,), (source,), first, last)
            return
        if self._texts and (self._size + len(text) > LARGEST or len(self._texts) >= MOST):
            yield from self.rest()
        self._texts.append((text, source))
        self._size += len(text)

    def rest(self) -> Iterator[Chunk]:
        """What is gathered and not full."""
        if self._texts:
            texts, sources = zip(*self._texts, strict=True)
            self._texts, self._size = [], 0
            yield Chunk(texts, sources)


def chunks_of(texts: Iterable[tuple[str, str]]) -> Iterator[Chunk]:
    """Whole documents, each with its source, gathered where short and cut where long."""
    gathering = ChunkBuilder()
    for text, source in texts:
        first = True
        for part, last in cut_text(text, longest=LARGEST):
            yield from gathering.add(part, source, first, last)
            first = last
    yield from gathering.rest()
