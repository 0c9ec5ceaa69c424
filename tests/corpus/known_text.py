"""Invented texts of which every word is known, and how much of one comes out of a reader.

Each word occurs once, so that a word lost, doubled, cut, or run into its neighbour is seen. What
does not belong to the running text (menus, headers, notes, readings beside characters, codes) has
words too, which shall not come out.
"""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_SYLLABLES = re.findall("..", "bacedifoguhajekilomunaperisotuvawexiyozu")
_HAN = "雨夜鍵屋歩帰忘犬声道窓朝市港鐘坂橋雪花鳥風月空星川海山石田村町"
_WORD = re.compile(r"[^\W\d_]+")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class Fidelity:
    """Shares, from 0 to 1, of words of the text that come out, and of those that come out which are
    the text's."""

    recall: float
    precision: float
    in_order: bool
    """Whether the words come in the order of the text."""


def fidelity(wanted: str, given: str) -> Fidelity:
    """What came out beside what is in; a Chinese or Japanese character counts as a word."""
    inside, outside = _words(wanted), _words(given)
    both = sum((Counter(inside) & Counter(outside)).values())
    return Fidelity(
        both / max(1, len(inside)), both / max(1, len(outside)), in_order=inside == outside
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(_WIDE.sub(lambda match: f" {match[0]} ", text).casefold())


class Words:
    """Invented words, each given once."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._given: set[str] = set()

    def one(self) -> str:
        """A word not given before."""
        while True:
            word = "".join(self._rng.choices(_SYLLABLES, k=self._rng.randint(2, 4)))
            if word not in self._given:
                self._given.add(word)
                return word

    def some(self, n: int) -> str:
        """So many, with blanks between them."""
        return " ".join(self.one() for _ in range(n))

    def sentence(self, n: int = 9) -> str:
        """So many as a sentence."""
        return self.some(n).capitalize() + "."


@dataclass(frozen=True)
class Content:
    """What a document has, whatever its format."""

    heading: str
    paragraphs: Sequence[str]
    runs: Sequence[str]
    """Pieces of one paragraph in different type; some divide a word."""
    items: Sequence[str]
    cell_items: Sequence[str]
    """A list within a cell of a table."""
    cell_paragraphs: Sequence[str]
    inner: Sequence[str]
    """Cells of a table within a cell."""
    cap: str
    rest: str
    """A paragraph whose first letter is set apart."""
    ruby: Sequence[tuple[str, str]]
    """Characters, each with how it is read."""
    note: str
    comment: str
    above: str
    """In headers, footers and menus."""

    @property
    def text(self) -> str:
        """Its running text."""
        bases = "".join(base for base, _ in self.ruby)
        drop = self.cap + self.rest
        body = (*self.paragraphs, "".join(self.runs), *self.items)
        cells = (*self.cell_items, *self.cell_paragraphs, *self.inner)
        lines = (self.heading, drop, *body, *cells, bases)
        return "\n".join(lines)


def content(seed: int) -> Content:
    """One of any number of documents."""
    words, rng = Words(seed), random.Random(seed)
    cut = words.one()
    drop = words.sentence(8)
    return Content(
        heading=words.some(3),
        paragraphs=[words.sentence(rng.randint(8, 20)) for _ in range(6)],
        runs=[words.some(3) + " ", cut[:2], cut[2:], " " + words.some(2)],
        items=[words.some(3) for _ in range(3)],
        cell_items=[words.some(2) for _ in range(2)],
        cell_paragraphs=[words.some(2) for _ in range(2)],
        inner=[words.some(2) for _ in range(2)],
        cap=drop[0],
        rest=drop[1:],
        ruby=[(base, words.one()) for base in rng.sample(_HAN, 6)],
        note=words.some(3),
        comment=words.some(3),
        above=words.some(2),
    )
