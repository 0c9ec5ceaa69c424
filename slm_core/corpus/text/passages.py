"""Where in a document a text lies, and texts of any length as passages that fit in memory.

A document longer than a passage is written as several, cut at the end of a line where there is
one, so that nothing that reads a corpus ever has to hold a whole one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

LONGEST = 4_000_000
"""Characters in a passage, at the most."""


@dataclass(frozen=True)
class DocumentSpan:
    """Where: from `start` to `end` (not included) of a document, all counted from 0.

    In characters of the document as it is, or in words where it says so.
    """

    document: int
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """The text itself: a document, or a part of a long one."""

    text: str
    document: int
    """Which document, counted from 0."""
    start: int
    """Where in the document it begins, in characters."""
    ends: bool
    """Whether the document ends with it."""

    @property
    def end(self) -> int:
        """Where in the document it ends, in characters."""
        return self.start + len(self.text)

    def lower(self) -> "Passage":
        """The same in lower case."""
        return replace(self, text=self.text.lower())


@dataclass(frozen=True)
class CopiedSpan:
    """The longest stretch of a text that also stands in the training text."""

    length: int
    """In characters; 0 where not even one is in common."""
    start: int
    """Where it begins in the text."""
    before: str
    """What stands before it in the training text."""
    after: str
    """What stands after it in the training text."""


def cut_text(text: str, *, longest: int = LONGEST) -> Iterator[tuple[str, bool]]:
    """Parts of `text` that join to it, each with whether it is the last.

    Cut after a line's end, else before a blank, else anywhere.
    """
    start = 0
    while len(text) - start > longest:
        end = text.rfind("\n", start, start + longest) + 1
        if end <= start:
            end = text.rfind(" ", start + 1, start + longest)
        if end <= start:
            end = start + longest
        yield text[start:end], False
        start = end
    yield text[start:] if start else text, True


def joined(passages: Iterable[Passage]) -> Iterator[str]:
    """Whole documents."""
    parts: list[str] = []
    for passage in passages:
        parts.append(passage.text)
        if passage.ends:
            yield parts[0] if len(parts) == 1 else "".join(parts)
            parts = []
