"""The step that removes page numbers and repeated headers and footers."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.cleaning.step import StepStats, StreamStep
from slm_core.corpus.text.page_lines import (
    even_headers,
    line_shape,
    lines_beside,
    page_borders,
    page_numbers,
)

_AHEAD = 4_000_000  # characters read before the first document goes on
_FEWEST_DOCUMENTS = 5


@dataclass(frozen=True)
class Boilerplate(StreamStep):
    """Remove page numbers, and the headers and footers of every page or document."""

    section: ClassVar[str] = "boilerplate"
    version: ClassVar[int] = 2

    page_numbers: bool = True
    """Remove lines such as Page 3 of 9 and 第 3 页, and lines with only a number that counts up."""
    share: Annotated[float, Field(ge=0.1, le=1.0)] = 0.5
    """Share of the documents in which a line must occur to count as boilerplate, from 0.1 to 1."""
    headers: bool = True
    """Remove lines that repeat at even distances within a document, or beside its page numbers."""

    def run(
        self, documents: Iterator[Document], tally: StepStats, known: Iterable[str] = ()
    ) -> Iterator[Document]:
        """See StreamStep."""
        first = list(_ahead(documents))
        common = self._common([document.text for document in first])
        for document in itertools.chain(first, documents):
            after, changes = self._without(document.text, common)
            if not changes:
                yield document
            elif not after or after.isspace():
                tally.dropped(document.text)
            else:
                tally.changed(document.text, after, changes)
                yield document._replace(text=after)

    def _common(self, texts: list[str]) -> frozenset[str]:
        """The lines that most documents have, by what is known from the first of them."""
        if len(texts) < _FEWEST_DOCUMENTS:
            return frozenset()
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update({shape for line in text.split("\n") if (shape := line_shape(line))})
        needed = max(_FEWEST_DOCUMENTS, self.share * len(texts))
        return frozenset(shape for shape, count in counts.items() if count >= needed)

    def _without(self, text: str, common: frozenset[str]) -> tuple[str, int]:
        lines = re.split("[\n\f]", text)
        if len(lines) == 1 and not common and not self.page_numbers:
            return text, 0
        drop = {
            number for number, line in enumerate(lines) if common and line_shape(line) in common
        }
        numbers = page_numbers(lines) if self.page_numbers or self.headers else set()
        if self.page_numbers:
            drop |= numbers
        if self.headers:
            drop |= even_headers(lines) | lines_beside(lines, numbers) | page_borders(text)
        if not drop:
            return text, 0
        return "\n".join(line for at, line in enumerate(lines) if at not in drop), len(drop)


def _ahead(documents: Iterator[Document]) -> Iterator[Document]:
    room = _AHEAD
    for document in documents:
        yield document
        room -= len(document.text)
        if room <= 0:
            return
