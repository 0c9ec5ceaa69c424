"""Vocabularies that texts of a length are enough for: what forms take and reports speak of."""

from dataclasses import dataclass

SMALLEST_FOR_PIECES = 30_000
"""Characters of text below which pieces of words are not met often enough."""


@dataclass(frozen=True)
class TokenizerDefault:
    """A vocabulary, and from how much text on it is fed."""

    kind: str
    wide: bool
    """Whether for a language with thousands of signs."""
    characters: int
    vocabulary_size: int
    minimum_frequency: int


CUTS = (
    TokenizerDefault("char", False, 0, 6000, 1),
    # A sign seen once teaches nothing but that there are unknown ones.
    TokenizerDefault("char", True, 0, 6000, 2),
    TokenizerDefault("bpe", False, 0, 512, 2),
    TokenizerDefault("bpe", False, 500_000, 768, 2),
    TokenizerDefault("bpe", False, 4_000_000, 2000, 2),
    TokenizerDefault("bpe", True, 0, 2000, 2),  # single signs take 1,000 already
    TokenizerDefault("word", False, 0, 5000, 2),
    TokenizerDefault("word", False, 1_000_000, 10_000, 2),
    TokenizerDefault("word", True, 0, 5000, 2),
    TokenizerDefault("word", True, 1_000_000, 10_000, 2),
    TokenizerDefault("segmented", False, 0, 3000, 2),
    TokenizerDefault("segmented", True, 0, 3000, 2),
)
"""By kind and language, from little to much text; the last one that fits is taken."""


def vocabulary_for(kind: str, *, wide: bool, characters: int) -> TokenizerDefault:
    """The row of CUTS for a text of so many characters; `wide` as there."""
    rows = [row for row in CUTS if (row.kind, row.wide) == (kind, wide)]
    return [row for row in rows if characters >= row.characters][-1]
