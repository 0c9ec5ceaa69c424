"""Traces of units and weights of attention over a text, as bytes that a page draws."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from slm_core.errors import SettingsError
from slm_core.inspection.held_out import WARM_UP, HeldOutText, in_streams
from slm_core.inspection.read_text import read_text
from slm_core.inspection.records import AttentionView, GateSaturation, TraceView
from slm_core.inspection.requests import AskTrace
from slm_core.messages import msg
from slm_core.models.internals.recurrent_layers import units_of
from slm_core.models.internals.recurrent_trace import LayerTrace, recurrent_trace
from slm_core.models.internals.transformer_trace import transformer_trace
from slm_core.runs.load_model import RunModel

MOST_TOKENS = 2_000
"""Of a trace: as many as a page draws."""
MOST_ATTENTION = 200
"""Tokens of an attention map; it has a cell for each two of them."""
_CLOSED, _OPEN = 0.1, 0.9
"""Where Karpathy et al. 2015 call a gate left- and right-saturated."""


def trace_view(source: RunModel, asked: AskTrace) -> TraceView:
    """One quantity of a layer over the text. Raises CorpusError where there is no text, RunError
    where the network is not recurrent, SettingsError where there is no such layer or quantity."""
    layers = units_of(source.model)
    if not 0 <= asked.layer < len(layers):
        raise SettingsError(
            msg(
                "There is no layer {layer}: this network has {layers}.",
                layer=asked.layer + 1,
                layers=len(layers),
            )
        )
    text = read_text(source.tokenizer, asked.text)
    ids = text.tensor(most=MOST_TOKENS)
    trace = recurrent_trace(source.model, ids[None])[asked.layer]
    known = _quantities(trace)
    name = asked.quantity or next(iter(known))
    if name not in known:
        raise SettingsError(
            msg("This network has no {name!r}; it has: {names}.", name=name, names=", ".join(known))
        )
    values = known[name][0, 1:].T.numpy()  # (units, tokens), without the mark of the beginning
    lowest, highest = _range(values, is_gate=name in trace.gates)
    return TraceView(
        text.tokens(most=MOST_TOKENS),
        asked.layer,
        len(layers),
        name,
        tuple(known),
        units=len(values),
        values=_as_bytes(values, lowest, highest),
        lowest=lowest,
        highest=highest,
        order=tuple(np.argsort(-values.std(1), kind="stable").tolist()),
    )


def gate_saturation(source: RunModel, held: HeldOutText) -> tuple[GateSaturation, ...]:
    """Of all gates on held-out text; none of a simple RNN, which has no gates.

    Raises RunError where the network is not recurrent.
    """
    read, places = in_streams(held.ids)
    own = torch.from_numpy(places >= 0)
    found = []
    for number, trace in enumerate(recurrent_trace(source.model, read)):
        for name, gate in trace.gates.items():
            values = gate[:, WARM_UP:][own]  # (tokens, units)
            closed, opened = (values < _CLOSED).float().mean(0), (values > _OPEN).float().mean(0)
            found.append(
                GateSaturation(number, name, tuple(closed.tolist()), tuple(opened.tolist()))
            )
    return tuple(found)


def attention_view(source: RunModel, text: str) -> AttentionView:
    """The attention over the first 200 tokens of the text. Raises CorpusError where there is no
    text, RunError where the network has no attention."""
    read = read_text(source.tokenizer, text)
    weights = transformer_trace(source.model, read.tensor(most=MOST_ATTENTION - 1)).weights
    layers, heads = weights.shape[:2]
    bits = -(weights * weights.clamp_min(1e-12).log2()).sum(-1).mean(-1)  # (layers, heads)
    return AttentionView(
        read.tokens(most=MOST_ATTENTION - 1, mark=True),
        layers,
        heads,
        _as_bytes(weights.numpy(), 0.0, 1.0),
        tuple(tuple(row) for row in bits.tolist()),
    )


def _quantities(trace: LayerTrace) -> dict[str, Tensor]:
    """What a layer has at each token, its memory first; the cell state as the output gate reads
    it, between -1 and 1."""
    cell = {} if trace.cell is None else {"cell": trace.cell.tanh()}
    return {**cell, "hidden": trace.hidden, **trace.gates}


def _range(values: NDArray[np.float32], *, is_gate: bool) -> tuple[float, float]:
    """The values of the ends of the scale: 0 to 1 for gates, else the same on both sides of 0."""
    if is_gate:
        return 0.0, 1.0
    most = max(1.0, float(np.abs(values).max()))
    return -most, most


def _as_bytes(values: NDArray[np.float32], lowest: float, highest: float) -> bytes:
    scaled = (values - lowest) / (highest - lowest) * 255
    return np.clip(np.rint(scaled), 0, 255).astype(np.uint8).tobytes()
