"""Networks matched in their number of parameters, to be compared. Free of torch.

What is as large as something else depends on the vocabulary, so the text is cut into tokens first.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from slm_core.errors import SettingsError
from slm_core.messages import msg
from slm_core.models.settings import ModelSettings
from slm_core.runs.config import RunConfig

TOLERANCE = 0.05
"""Share by which the parameters of equally large networks may differ."""
_WIDEST = 8192
_ROUND = 32
"""Widths that are multiples of this, or of a large part of it, share evenly among heads and fit
processors well: of several widths the roundest is taken."""


def match_parameters(configs: Sequence[RunConfig], vocabulary_size: int) -> list[RunConfig]:
    """`configs` with networks of as many parameters as the first's, give or take 5 %.

    All are cut by one tokenizer, of `vocabulary_size` tokens in fact. What becomes wider learns
    more slowly and what becomes narrower faster, by the square root of how much: about as rates
    fall with width in presets.py. Raises SettingsError where a network cannot be that large.
    """
    first = configs[0]
    wanted = first.model.parameters(vocabulary_size)
    return [first, *(_resized(config, wanted, vocabulary_size) for config in configs[1:])]


def _resized(config: RunConfig, wanted: int, vocabulary_size: int) -> RunConfig:
    model = _of_size(config.model, wanted, vocabulary_size)
    factor = (config.model.hidden_size / model.hidden_size) ** 0.5
    rate = round(config.training.learning_rate * factor, 5)
    return replace(config, model=model, training=replace(config.training, learning_rate=rate))


def _of_size(model: ModelSettings, wanted: int, vocabulary_size: int) -> ModelSettings:
    """`model` in the roundest of the widths that give it `wanted` parameters."""

    def parameters(width: int) -> float:
        try:
            return model.with_hidden_size(width).parameters(vocabulary_size)
        except SettingsError:  # no network may be that wide
            return math.inf

    # From the first width that has enough to the last that has not too much.
    low = _first(lambda width: parameters(width) >= (1 - TOLERANCE) * wanted)
    high = _first(lambda width: parameters(width) > (1 + TOLERANCE) * wanted)
    if low == high:
        nearest = min((max(2, low - 1), low), key=lambda width: abs(parameters(width) - wanted))
        raise SettingsError(
            msg(
                "No {title} has about {wanted:,} parameters with a vocabulary of "
                "{vocabulary_size:,}: the nearest has {nearest:,}. Name it first, so "
                "that the others follow its size, or let all have the same minutes.",
                title=model.title,
                wanted=wanted,
                vocabulary_size=vocabulary_size,
                nearest=parameters(nearest),
            )
        )
    widths = range(low, high)
    best = max(widths, key=lambda width: (_roundness(width), -abs(parameters(width) - wanted)))
    return model.with_hidden_size(best)


def _first(holds: Callable[[int], bool]) -> int:
    """The smallest width from 2 on for which it holds, as for all larger ones."""
    low, high = 2, _WIDEST
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _roundness(width: int) -> int:
    """The largest power of two, up to 32, that divides it."""
    return min(_ROUND, width & -width)
