"""What is lost when a unit is switched off: the score, by a property, and the writing."""

import math

import numpy as np
from numpy.typing import NDArray

from slm_core.errors import SettingsError
from slm_core.generation.generate import generate
from slm_core.generation.settings import GenerationSettings
from slm_core.inspection.held_out import WARM_UP, HeldOutText, in_streams
from slm_core.inspection.records import SideScore, UnitEffect
from slm_core.inspection.requests import AskEffect, TextProperty
from slm_core.inspection.units.properties import property_values
from slm_core.messages import Message, msg
from slm_core.metrics.evaluate import predict_tokens
from slm_core.models.base import LanguageModel
from slm_core.models.internals.recurrent_layers import units_of
from slm_core.models.internals.recurrent_trace import recurrent_trace
from slm_core.models.internals.switch_off import switched_off
from slm_core.runs.load_model import RunModel

_LENGTH = 100
_TOLD = 0.005
"""Bits per byte below which a change is not worth a word."""

Mask = NDArray[np.bool_]


def unit_effect(source: RunModel, held: HeldOutText, asked: AskEffect) -> UnitEffect:
    """The unit switched off. Raises SettingsError where there is no such unit, RunError where the
    network is not recurrent."""
    model = source.model
    _check(model, asked)
    mean = mean_activity(model, held, layer=asked.layer, unit=asked.unit)
    without = switched_off(model, layer=asked.layer, unit=asked.unit, mean=mean)
    before, after = (_bits(one, held) for one in (model, without))
    everywhere = np.ones(len(before), bool)
    sizes = held.bytes[1:]
    inside = outside = None
    if asked.wanted is not None:
        there = _side_of(asked.wanted, held)
        if there.any() and not there.all():
            inside = _score(before, after, sizes, there)
            outside = _score(before, after, sizes, ~there)
    whole = _score(before, after, sizes, everywhere)
    return UnitEffect(
        asked.layer,
        asked.unit,
        mean,
        everywhere=whole,
        inside=inside,
        outside=outside,
        text_before=_written(source, model, asked.text),
        text_after=_written(source, without, asked.text),
        verdict=_verdict(whole, inside, outside),
    )


def mean_activity(model: LanguageModel, held: HeldOutText, *, layer: int, unit: int) -> float:
    """The unit's hidden state on average over held-out text."""
    read, places = in_streams(held.ids[: 4_000 + WARM_UP])
    hidden = recurrent_trace(model, read, gates=False)[layer].hidden[:, WARM_UP:, unit]
    return float(hidden.numpy()[places >= 0].mean())


def _check(model: LanguageModel, asked: AskEffect) -> None:
    layers = units_of(model)
    if not 0 <= asked.layer < len(layers) or not 0 <= asked.unit < layers[asked.layer].units:
        raise SettingsError(
            msg(
                "There is no unit {unit} in layer {layer}: this network has {layers} layers, and "
                "the units of each are counted from 0.",
                unit=asked.unit,
                layer=asked.layer + 1,
                layers=len(layers),
            )
        )


def _bits(model: LanguageModel, held: HeldOutText) -> NDArray[np.float64]:
    """What each token but the first costs."""
    return predict_tokens(model, held.ids).nats / math.log(2)


def _side_of(wanted: TextProperty, held: HeldOutText) -> Mask:
    """Of each prediction, whether the place it is made at has the property; of a number, whether
    it is above its median."""
    values = property_values(wanted, held.text)[held.ends - 1][:-1]
    return values > (np.median(values) if wanted.is_number else 0.5)


def _score(
    before: NDArray[np.float64], after: NDArray[np.float64], sizes: NDArray[np.int64], where: Mask
) -> SideScore:
    total = max(1, int(sizes[where].sum()))
    return SideScore(
        float(before[where].sum()) / total, float(after[where].sum()) / total, int(where.sum())
    )


def _written(source: RunModel, model: LanguageModel, text: str) -> str:
    settings = GenerationSettings(length=_LENGTH, temperature=0.7, seed=1)
    return "".join(part.text for part in generate(model, source.tokenizer, text, settings))


def _verdict(whole: SideScore, inside: SideScore | None, outside: SideScore | None) -> Message:
    lost = whole.after - whole.before
    if inside is None or outside is None:
        if abs(lost) < _TOLD:
            return msg("Without it the score stays what it was: others know the same.")
        return msg(
            "Without it the score goes from {before:.3f} to {after:.3f} bits per byte.",
            before=whole.before,
            after=whole.after,
        )
    there, elsewhere = inside.after - inside.before, outside.after - outside.before
    if max(abs(there), abs(elsewhere)) < _TOLD:
        return msg(
            "Without it the score stays what it was, inside and outside: other units know the "
            "same, or nothing hangs on it."
        )
    values = {"there": there, "elsewhere": elsewhere}
    if there > 2 * elsewhere and there >= _TOLD:
        return msg(
            "It matters where the property is: {there:+.3f} bits per byte inside, "
            "{elsewhere:+.3f} outside.",
            **values,
        )
    return msg(
        "It matters for more than this property: {there:+.3f} bits per byte inside, "
        "{elsewhere:+.3f} outside.",
        **values,
    )
