"""Settings of text generation. Free of torch, so that pages can show them."""

from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from slm_core.settings_schema import Settings


@dataclass(frozen=True)
class GenerationSettings(Settings):
    """How a trained model goes on from a text."""

    section: ClassVar[str] = "generation"

    temperature: Annotated[float, Field(ge=0.0, le=5.0)] = 0.8
    """Sampling temperature: 0 always takes the most likely token, 1 follows the model's own
    probabilities, above 1 picks unlikely tokens more often."""
    top_k: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """Top-k sampling: choose among this many of the most likely tokens only; 0 for all of them."""
    top_p: Annotated[float, Field(ge=0.0001, le=1.0)] = 0.95
    """Top-p (nucleus) sampling: choose among the most likely tokens that together reach this
    probability; 1 for all of them."""
    length: Annotated[int, Field(ge=1, le=5000)] = 200
    """Maximum number of tokens to generate; a text that ends sooner stops there."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    """Random seed: the same seed generates the same text."""
