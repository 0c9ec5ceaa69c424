"""What every unit of a recurrent network does while it reads: states and gates, step by step.

The formulas are written out one by one, as textbooks have them; torch's fused layers compute the
same and keep nothing. No dropout: this is the network as it predicts.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from slm_core.models.base import LanguageModel
from slm_core.models.internals.recurrent_layers import RecurrentLayer, units_of


@dataclass(frozen=True)
class LayerTrace:
    """What one layer did at each token; tensors of (batch, time, units)."""

    hidden: Tensor
    """The hidden state: what the next layer and the next step read."""
    cell: Tensor | None
    """The LSTM's cell state; None for other networks, which have none."""
    gates: Mapping[str, Tensor]
    """Each gate's opening between 0 and 1, by its name: input, forget, output; reset, update.
    Empty for a simple RNN, and where gates were not asked for."""


_Step = dict[str, Tensor]
"""What a layer computes at one token: each (batch, units)."""


@torch.no_grad()
def recurrent_trace(
    model: LanguageModel, ids: Tensor, *, gates: bool = True
) -> tuple[LayerTrace, ...]:
    """Read `ids` (batch, time) from the beginning of a text, and keep what each layer did.

    Raises RunError where the network is not recurrent.
    """
    layers = units_of(model)
    x = model.get_submodule("embedding")(ids)  # (batch, time, inputs)
    traces = []
    for layer in layers:
        trace = _layer_trace(layer, x, gates=gates)
        traces.append(trace)
        x = trace.hidden
    return tuple(traces)


def _layer_trace(layer: RecurrentLayer, x: Tensor, *, gates: bool) -> LayerTrace:
    from_input = x @ layer.weight_ih.T + layer.bias_ih  # (batch, time, gates × units)
    zeros = x.new_zeros(x.shape[0], layer.units)
    before: _Step = {"hidden": zeros, "cell": zeros}
    kept: dict[str, list[Tensor]] = {}
    for at in range(x.shape[1]):
        before = _STEPS[layer.cell](layer, from_input[:, at], before)
        for name, value in before.items():
            if gates or name in ("hidden", "cell"):
                kept.setdefault(name, []).append(value)
    whole = {name: torch.stack(values, 1) for name, values in kept.items()}
    hidden, cell = whole.pop("hidden"), whole.pop("cell", None)
    return LayerTrace(hidden, cell, whole)


def _lstm_step(layer: RecurrentLayer, x: Tensor, before: _Step) -> _Step:
    """Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000."""
    both = x + before["hidden"] @ layer.weight_hh.T + layer.bias_hh
    i, f, g, o = both.chunk(4, -1)
    cell = f.sigmoid() * before["cell"] + i.sigmoid() * g.tanh()
    return {
        "hidden": o.sigmoid() * cell.tanh(),
        "cell": cell,
        "input": i.sigmoid(),
        "forget": f.sigmoid(),
        "output": o.sigmoid(),
    }


def _gru_step(layer: RecurrentLayer, x: Tensor, before: _Step) -> _Step:
    """Cho et al. 2014, with the reset gate behind the matrix, as cuDNN has it."""
    own = before["hidden"] @ layer.weight_hh.T + layer.bias_hh
    (r_x, z_x, n_x), (r_h, z_h, n_h) = x.chunk(3, -1), own.chunk(3, -1)
    reset, update = (r_x + r_h).sigmoid(), (z_x + z_h).sigmoid()
    candidate = (n_x + reset * n_h).tanh()
    hidden = (1 - update) * candidate + update * before["hidden"]
    return {"hidden": hidden, "reset": reset, "update": update}


def _tanh_step(layer: RecurrentLayer, x: Tensor, before: _Step) -> _Step:
    """Elman 1990."""
    return {"hidden": (x + before["hidden"] @ layer.weight_hh.T + layer.bias_hh).tanh()}


def _relu_step(layer: RecurrentLayer, x: Tensor, before: _Step) -> _Step:
    return {"hidden": (x + before["hidden"] @ layer.weight_hh.T + layer.bias_hh).relu()}


_STEPS = {"lstm": _lstm_step, "gru": _gru_step, "tanh": _tanh_step, "relu": _relu_step}
