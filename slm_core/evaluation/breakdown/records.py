"""What a breakdown found, as JSON keeps it and pages draw it. Free of torch and numpy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Some of the predictions, told apart by something."""

    label: str
    """Such as a range of numbers, the name of a file, the terms of a topic."""
    bits: float
    """Bits per byte of text; of frequencies, per token."""
    accuracy: float
    predictions: int


@dataclass(frozen=True)
class DocumentScore:
    """One document of the text."""

    number: int
    """In the part, counted from 0."""
    source: str
    """The file it came from, "" where that is not known."""
    beginning: str
    bytes: int
    bits_per_byte: float


@dataclass(frozen=True)
class ShadedToken:
    """One token of a passage, and how surprised the model was."""

    text: str
    bits: float
    expected: str
    """The model's first guess, "" where that was this token."""


@dataclass(frozen=True)
class ShadedPassage:
    """A stretch of the text, some hundred bytes."""

    document: int
    bits_per_byte: float
    tokens: tuple[ShadedToken, ...]


@dataclass(frozen=True)
class Breakdown:
    """All of it. A table of fewer than two groups is empty: it would tell nothing."""

    positions: tuple[Group, ...]
    """By bytes from the beginning of the document; in one document, by tenths of it."""
    frequencies: tuple[Group, ...]
    """By how often the token occurs in the training text."""
    sources: tuple[Group, ...]
    topics: tuple[Group, ...]
    """Of the corpus's report; empty where that was not made."""
    documents: tuple[DocumentScore, ...]
    """The hardest first; of many the hardest and the easiest."""
    best: tuple[ShadedPassage, ...]
    worst: tuple[ShadedPassage, ...]
