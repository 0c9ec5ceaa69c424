"""What scoring texts found, as JSON keeps it and pages draw it. Free of torch and numpy."""

from collections.abc import Iterator
from dataclasses import dataclass

from slm_core.corpus.text.word_boundary import last_words
from slm_core.evaluation.breakdown.records import ShadedToken
from slm_core.messages import Message


@dataclass(frozen=True)
class SentenceBits:
    """One sentence of a document."""

    text: str
    bits: float
    bytes: int

    @property
    def bits_per_byte(self) -> float:
        """The lower, the less surprising."""
        return self.bits / max(1, self.bytes)


@dataclass(frozen=True)
class DocumentSurprisal:
    """One document under one model."""

    number: int
    """Its place among the documents that have text, from 0."""
    beginning: str
    bits: float
    """Of all its tokens and of its end."""
    bytes: int
    """Of its text in UTF-8."""
    tokens: tuple[ShadedToken, ...]
    """They join to the text as the model reads it, lower-cased where its tokenizer does that. The
    last is the document's end, and has no text. Empty where only the sums are kept."""
    typicality: float | None = None
    """Share of the held-out documents that are at least as surprising, from 0 to 1; None where
    there are too few to tell."""

    @property
    def bits_per_byte(self) -> float:
        """The lower, the less surprising."""
        return self.bits / max(1, self.bytes)

    @property
    def text(self) -> str:
        """What was scored."""
        return "".join(token.text for token in self.tokens)


@dataclass(frozen=True)
class AnomalyThreshold:
    """From how many bits per byte on a document counts as odd."""

    bits_per_byte: float
    false_alarms: float
    """The share of usual documents that are flagged all the same."""
    held_out: int
    """Documents of the run's validation part that it was read off."""

    def flags(self, document: DocumentSurprisal) -> bool:
        """Whether the document is odd."""
        return document.bits_per_byte > self.bits_per_byte


@dataclass(frozen=True)
class RunSurprisal:
    """All documents under one model."""

    run: str
    name: str
    """What people call the run."""
    documents: tuple[DocumentSurprisal, ...]
    threshold: AnomalyThreshold | None = None
    without_threshold: Message | None = None
    """Why there is none."""

    @property
    def bits(self) -> float:
        """Of all documents together."""
        return sum(document.bits for document in self.documents)

    @property
    def bits_per_byte(self) -> float:
        """Of all documents together."""
        return self.bits / max(1, sum(document.bytes for document in self.documents))

    def is_odd(self, document: DocumentSurprisal) -> bool:
        """Whether it is above the threshold; never without one."""
        return self.threshold is not None and self.threshold.flags(document)


@dataclass(frozen=True)
class SurprisalReport:
    """Documents under one or several models."""

    name: str
    """What the text is called."""
    runs: tuple[RunSurprisal, ...]
    """In the order in which they were named."""
    left_out: int = 0
    """Documents without any text."""

    @property
    def count(self) -> int:
        """How many documents were scored."""
        return len(self.runs[0].documents)

    def most_natural(self, place: int) -> int:
        """Which run gives the document at this place the fewest bits, by its place."""
        bits = [run.documents[place].bits for run in self.runs]
        return bits.index(min(bits))


@dataclass(frozen=True)
class OddToken:
    """A token that cost much, with what stands before it."""

    document: int
    """The document's number."""
    before: str
    token: ShadedToken


def oddest_tokens(run: RunSurprisal, *, most: int) -> list[OddToken]:
    """The tokens of all documents that cost most, the dearest first; no blanks and no ends."""
    found = sorted(_tokens(run), key=lambda odd: -odd[0])[:most]
    return [
        OddToken(document.number, _before(document, at), document.tokens[at])
        for _, document, at in found
    ]


_BEFORE = 40  # characters


def _tokens(run: RunSurprisal) -> Iterator[tuple[float, DocumentSurprisal, int]]:
    for document in run.documents:
        for at, token in enumerate(document.tokens):
            if token.text.strip():
                yield token.bits, document, at


def _before(document: DocumentSurprisal, at: int) -> str:
    before = "".join(token.text for token in document.tokens[max(0, at - _BEFORE) : at])
    return last_words(" ".join(before.split()), _BEFORE)
