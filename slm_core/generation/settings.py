"""Settings of text generation. Free of torch, so that pages can show them."""

from typing import Annotated, ClassVar

from pydantic import Field
from pydantic.dataclasses import dataclass

from slm_core.errors import SettingsError
from slm_core.messages import msg
from slm_core.settings_schema import Settings

MOST_TOKENS = 5000
"""Tokens of the longest text that is written at once."""


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
    min_p: Annotated[float, Field(ge=0.0, le=1.0)] = 0.0
    """Min-p sampling: leave out tokens less likely than this share of the most likely one; 0 for
    none."""
    typical_p: Annotated[float, Field(ge=0.0001, le=1.0)] = 1.0
    """Locally typical sampling: choose among the tokens that are about as surprising as the model
    expects, which together reach this probability; 1 for all of them."""
    repetition_penalty: Annotated[float, Field(ge=0.1, le=10.0)] = 1.0
    """Repetition penalty: makes tokens that stand in the seed text or were written less likely; 1
    for none, 1.2 is usual."""
    frequency_penalty: Annotated[float, Field(ge=-2.0, le=2.0)] = 0.0
    """Frequency penalty: taken from a token's logit for each time it was written; 0 for none."""
    presence_penalty: Annotated[float, Field(ge=-2.0, le=2.0)] = 0.0
    """Presence penalty: taken once from the logit of each token that was written; 0 for none."""
    no_repeat_ngram: Annotated[int, Field(ge=0, le=100)] = 0
    """No-repeat n-gram size: no so many tokens in a row occur twice; 0 allows all."""
    beams: Annotated[int, Field(ge=1, le=64)] = 1
    """Beam search width: follow this many texts at once and keep the most probable; 1 samples
    instead. Temperature and the choices above count for sampling only."""
    length_penalty: Annotated[float, Field(ge=0.0, le=5.0)] = 0.6
    """Length normalisation of beam search: 0 prefers short texts, larger numbers long ones."""
    length: Annotated[int, Field(ge=1, le=MOST_TOKENS)] = 200
    """Maximum number of tokens to generate; a text that ends sooner stops there."""
    sentences: Annotated[int, Field(ge=0, le=1000)] = 0
    """Stop after this many sentences, within the maximum number of tokens; 0 counts none."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    """Random seed: the same seed generates the same text."""

    @property
    def is_searched(self) -> bool:
        """Whether it is found by beam search, and not sampled."""
        return self.beams > 1

    def check_texts(self, count: int) -> None:
        """Raises SettingsError where a beam search is to give more texts than it follows."""
        if self.is_searched and count > self.beams:
            raise SettingsError(
                msg(
                    "Beam search of width {beams} was asked for {count} texts. Ask for at most as "
                    "many texts as the width.",
                    beams=self.beams,
                    count=count,
                )
            )
