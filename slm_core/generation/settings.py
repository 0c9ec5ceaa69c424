"""What can be chosen about writing text. Free of torch, so that pages can show it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from slm_core.settings_schema import Range, check_fields


@dataclass(frozen=True)
class GenerationSettings:
    """How a trained model goes on from a text."""

    section: ClassVar[str] = "generation"

    temperature: Annotated[float, Range(0.0, 5.0)] = 0.8
    """How daring the choice of the next token is: 0 always takes the likeliest, 1 follows the
    model's own probabilities, above 1 dares the unlikely."""
    top_k: Annotated[int, Range(0, 1_000_000)] = 0
    """Choose among this many of the likeliest tokens only; 0 leaves all of them in."""
    top_p: Annotated[float, Range(0.0001, 1.0)] = 0.95
    """Choose among the likeliest tokens that together have this probability (nucleus sampling);
    1 leaves all of them in."""
    length: Annotated[int, Range(1, 5000)] = 200
    """Most tokens to write; a text that comes to its end sooner ends there."""
    seed: Annotated[int, Range(0, 2**31 - 1)] = 1
    """Start of all randomness: the same seed writes the same text."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        check_fields(self)
