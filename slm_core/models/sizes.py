"""Widths of the LSTM that texts of a length are enough for: what forms take and reports speak of.

Read off figures in benchmarks/README.md, measured on two processor cores with bfloat16. Rows for 64
units and for more than 512 were not measured.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class ModelSize:
    """A width of the LSTM, the learning rate that suits it, and from when on it is worth it."""

    units: int
    learning_rate: float
    minutes: float
    """On the machine of the figures."""
    characters: int
    """Of the whole text."""


SIZES = (
    ModelSize(16, 0.016, minutes=0, characters=0),
    ModelSize(32, 0.016, minutes=0, characters=700),
    ModelSize(64, 0.016, minutes=0, characters=2_500),
    ModelSize(128, 0.016, minutes=0, characters=10_000),
    ModelSize(256, 0.012, minutes=0.5, characters=50_000),
    ModelSize(384, 0.008, minutes=3, characters=500_000),
    ModelSize(512, 0.006, minutes=15, characters=2_000_000),
    ModelSize(768, 0.004, minutes=60, characters=5_000_000),
    ModelSize(1024, 0.003, minutes=300, characters=20_000_000),
)
"""From small to large; the last one that both minutes and text are enough for is taken. Of a novel
of 186,000 characters of Japanese 384 units reach 1.276 bits per byte and 256 units 1.249, both with
dropout of 0.5, as good as they get; of tiny-shakespeare 512 no less than 384 in the same time."""


def size_for(minutes: float, characters: int) -> ModelSize:
    """The row of SIZES for so many minutes of the machine of the figures."""
    fed = [one for one in SIZES if minutes >= one.minutes and characters >= one.characters]
    return fed[-1]


def largest_size(characters: int) -> ModelSize:
    """The row of SIZES for a text of so many characters, however long that takes to train."""
    return size_for(math.inf, characters)
