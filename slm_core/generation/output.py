"""What generation gives: pieces of text, and tokens that may come next. Free of torch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TextChunk:
    """One token that was written."""

    text: str
    """What became readable with it: "" while a character is unfinished. One that the length cuts
    off is left out."""
    id: int
    """END in the last piece of a text that came to its end."""
    probability: float
    """What the model itself gave the token, before temperature and cuts."""
    alternatives: tuple["TokenProbability", ...] = ()
    """The likeliest tokens at this place by the model itself, where they were asked for."""


@dataclass(frozen=True)
class TokenProbability:
    """A token that may come next."""

    id: int
    text: str
    """What it adds to the text; "" for END and for a part of a character."""
    shown: str
    """The token as people may read it."""
    probability: float


@dataclass(frozen=True)
class PromptToken:
    """One token of a text that was given, and how much the model expected it."""

    id: int
    text: str
    """Its part of the text; "" for all but the first of several tokens that spell one character."""
    log_probability: float | None
    """Natural logarithm of the probability; None for the first token, which nothing precedes."""
    alternatives: tuple[TokenProbability, ...]
    """The likeliest tokens at this place."""


@dataclass(frozen=True)
class WordCompletion:
    """A word that may come next, or the rest of the one that was begun."""

    text: str
    """What it adds to the text, with the blank before it."""
    probability: float
    """That the text goes on with it, by the model."""
