"""The search for units that follow a property of the text, and whether a find is more than chance.

Among thousands of units some go along with anything by accident. So units are ranked on one part
of the held-out text and their correlation is told on another, beside what the best of all units
reaches with the property shifted in time: the shifted property has the same shape and no connection
with the text. Karpathy et al. 2015, arXiv:1506.02078, found such units by eye.
"""

import numpy as np
import torch
from numpy.typing import NDArray

from slm_core.errors import CorpusError
from slm_core.inspection.held_out import WARM_UP, HeldOutText, in_streams
from slm_core.inspection.records import FoundUnit, UnitSearch
from slm_core.inspection.requests import TextProperty
from slm_core.inspection.units.properties import property_values
from slm_core.messages import Message, msg
from slm_core.models.base import LanguageModel, count_parameters
from slm_core.models.internals.recurrent_layers import units_of
from slm_core.models.internals.recurrent_trace import LayerTrace, recurrent_trace

Activity = NDArray[np.float32]

MOST_TOKENS = 16_000
_LEAST_TOKENS = 4_000
_OPERATIONS = 1e12
"""Multiplications and additions that reading held-out text may cost: some seconds of a CPU."""
_SHIFTS = 500
_CHANCE = 0.01
"""Share of the shifts in which the best unit by accident is above the threshold."""
_LISTED = 12


def tokens_to_read(model: LanguageModel) -> int:
    """How much held-out text a model of this size reads in some seconds."""
    affordable = int(_OPERATIONS / (2 * count_parameters(model)))
    return max(_LEAST_TOKENS, min(MOST_TOKENS, affordable))


def memory_of(trace: LayerTrace) -> torch.Tensor:
    """What a layer remembers, between -1 and 1: the tanh of an LSTM's cell state, as its output
    gate reads it, else the hidden state."""
    return trace.hidden if trace.cell is None else trace.cell.tanh()


def unit_activity(model: LanguageModel, held: HeldOutText) -> list[Activity]:
    """The memory of every unit at each token but the first WARM_UP, by layer: (n - WARM_UP, units).

    Raises RunError where the network is not recurrent.
    """
    units_of(model)
    read, places = in_streams(held.ids)
    own = torch.from_numpy((places >= 0).reshape(-1))
    return [
        memory_of(trace)[:, WARM_UP:].flatten(0, 1)[own].numpy()
        for trace in recurrent_trace(model, read, gates=False)
    ]


def search_units(activity: list[Activity], held: HeldOutText, wanted: TextProperty) -> UnitSearch:
    """Units ranked on the first half of the tokens, their correlation reported on the second.

    Raises CorpusError where one of the halves has the property nowhere or everywhere.
    """
    values = property_values(wanted, held.text)[held.ends - 1][WARM_UP:]
    half = len(values) // 2
    _check(wanted, values[:half], values[half:])
    units = np.concatenate(activity, 1)  # (tokens, all units)
    ranking = _correlations(units[:half], values[None, :half])[0]
    reported = _correlations(units[half:], values[None, half:])[0]
    threshold = _threshold(units[half:], values[half:])
    layers = np.repeat(np.arange(len(activity)), [one.shape[1] for one in activity])
    first = np.concatenate([np.arange(one.shape[1]) for one in activity])
    found = tuple(
        FoundUnit(
            int(layers[place]),
            int(first[place]),
            correlation=float(reported[place]),
            chosen_by=float(ranking[place]),
            is_chance=bool(
                abs(reported[place]) <= threshold or reported[place] * ranking[place] < 0
            ),
        )
        for place in np.argsort(-np.abs(ranking))[:_LISTED]
    )
    return UnitSearch(
        found,
        units=units.shape[1],
        threshold=threshold,
        share=float(values.mean()),
        tokens=len(values) - half,
        verdict=_verdict(found, threshold, wanted),
    )


def _correlations(units: Activity, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pearson's correlation of each row of `values` (rows, tokens) with each unit: (rows, units).

    A unit that never changes has none: 0.
    """
    centred = units - units.mean(0)
    size = np.linalg.norm(centred, axis=0)
    off = values - values.mean(1, keepdims=True)
    off = (off / np.linalg.norm(off, axis=1, keepdims=True)).astype(np.float32)
    return (off @ centred / np.where(size > 1e-6, size, np.inf)).astype(np.float64)


def _threshold(units: Activity, values: NDArray[np.float64]) -> float:
    """The correlation that the best of all units exceeds in one of 100 shifts of the property."""
    draw = np.random.default_rng(0)
    count = len(values)
    shifts = draw.integers(max(1, count // 20), count - count // 20, size=_SHIFTS)
    rows = np.stack([np.roll(values, shift) for shift in shifts])
    return float(np.quantile(np.abs(_correlations(units, rows)).max(1), 1 - _CHANCE))


def _check(wanted: TextProperty, *halves: NDArray[np.float64]) -> None:
    for half in halves:
        if half.min() == half.max():
            raise CorpusError(
                msg(
                    "The validation text of this run is nowhere, or everywhere, {name}: no unit "
                    "can be found by it. Choose another property.",
                    name=wanted.name(),
                )
                if not wanted.is_number
                else msg("The validation text of this run has no lines to count positions in.")
            )


def _verdict(found: tuple[FoundUnit, ...], threshold: float, wanted: TextProperty) -> Message:
    best = next((one for one in found if not one.is_chance), None)
    if best is None:
        return msg(
            "No unit follows this more than by chance: the best has a correlation of "
            "{correlation:.2f}, and shifted copies of the property reach {threshold:.2f}.",
            correlation=abs(found[0].correlation),
            threshold=threshold,
        )
    values = {
        "unit": best.unit,
        "layer": best.layer + 1,
        "correlation": best.correlation,
        "threshold": threshold,
    }
    if wanted.is_number:
        return msg(
            "Unit {unit} of layer {layer} follows it: correlation {correlation:.2f} on unseen "
            "text, where chance reaches {threshold:.2f}.",
            **values,
        )
    if best.correlation < 0:
        return msg(
            "Unit {unit} of layer {layer} goes down there: correlation {correlation:.2f} on unseen "
            "text, where chance reaches {threshold:.2f}.",
            **values,
        )
    return msg(
        "Unit {unit} of layer {layer} goes up there: correlation {correlation:.2f} on unseen text, "
        "where chance reaches {threshold:.2f}.",
        **values,
    )
