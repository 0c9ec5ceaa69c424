"""The sizes of one part of a text: what scores are divided by. Apart, since pages read scores."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SplitStats:
    """One part of the text as tokens, and what scoring it needs to know."""

    tokens: int
    """Ids in the file, the first END included, which nothing predicts."""
    characters: int
    bytes: int
    """Of the text in UTF-8."""
    unknown: int
    """Tokens that the tokenizer does not know."""
    spelling_nats: float
    """What spelling the unknown ones costs, all together."""
