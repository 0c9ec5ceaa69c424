"""A text cut by a tokenizer for display: each token with the characters it stands for."""

from collections.abc import Iterable
from dataclasses import dataclass

from slm_core.tokenizers.tokenizer import UNK, Tokenizer


@dataclass(frozen=True)
class Segment:
    """One token of a text, or several that share a character."""

    text: str
    """As it stands in the text. The segments of a text join to it, but for capitals where the
    tokenizer makes them small."""
    ids: tuple[int, ...]
    """One, or as many as the bytes of one character are spread over."""
    bytes: int
    """Of the text in UTF-8."""
    known: bool
    """Whether the tokenizer has a token for it."""

    @property
    def id(self) -> int:
        """The first of the ids: the only one of nearly every segment."""
        return self.ids[0]


@dataclass(frozen=True)
class TokenView:
    """A text under one tokenizer."""

    segments: tuple[Segment, ...]
    tokens: int
    characters: int
    bytes: int
    unknown: int
    """Tokens that are the sign for what is not known."""

    @property
    def bytes_per_token(self) -> float:
        """How much one token says on average; 0 for an empty text."""
        return self.bytes / self.tokens if self.tokens else 0.0

    @property
    def characters_per_token(self) -> float:
        """The same in characters."""
        return self.characters / self.tokens if self.tokens else 0.0


def view(text: str, tokenizer: Tokenizer) -> TokenView:
    """The text's tokens in order."""
    return token_view(tokenizer.token_spans(text))


def token_view(pieces: Iterable[tuple[str, tuple[int, ...]]]) -> TokenView:
    """A text from its parts, each with the ids that spell it."""
    segments = tuple(_segment(piece, ids) for piece, ids in pieces)
    return TokenView(
        segments=segments,
        tokens=sum(len(segment.ids) for segment in segments),
        characters=sum(len(segment.text) for segment in segments),
        bytes=sum(segment.bytes for segment in segments),
        unknown=sum(segment.ids.count(UNK) for segment in segments),
    )


def _segment(piece: str, ids: tuple[int, ...]) -> Segment:
    size = len(piece.encode("utf-8", errors="replace"))
    return Segment(piece, ids, size, UNK not in ids)
