"""Weight initialisation: every matrix of a network drawn by one rule.

zero: units that start alike stay alike. uniform and normal: a scale that fits one width fits no
other. xavier (Glorot & Bengio 2010) and he (He et al. 2015):
variances that keep signals as large behind a layer as before it, for tanh and for ReLU.
orthogonal (Saxe et al. 2014): signals through a recurrent matrix neither grow nor vanish.
"""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn

UNIFORM = 0.1
"""Largest weight of "uniform" (Zaremba et al. 2014, Merity et al. 2017)."""
NORMAL = 0.02
"""Standard deviation of "normal" (Radford et al. 2018)."""

RULES: dict[str, Callable[[Tensor], object]] = {
    "orthogonal": nn.init.orthogonal_,
    "xavier": nn.init.xavier_uniform_,
    "he": lambda matrix: nn.init.kaiming_normal_(matrix, nonlinearity="relu"),
    "normal": lambda matrix: nn.init.normal_(matrix, std=NORMAL),
    "uniform": lambda matrix: nn.init.uniform_(matrix, -UNIFORM, UNIFORM),
    "zero": nn.init.zeros_,
}
"""Each fills one matrix (outputs, inputs); a new rule is one line here."""

_GATES = {"LSTM": 4, "GRU": 3}


@torch.no_grad()
def init_weights(network: nn.Module, rule: str) -> None:
    """Initialise every matrix of `network` by `rule`, each gate for itself; biases become zero.

    With "orthogonal" the forget-gate bias is 1, as is usual. Gains of normalisation stay one.
    """
    for module in network.modules():
        if isinstance(module, nn.RNNBase):
            for matrix in init_matrix(module):
                RULES[rule](matrix)
            zero_biases(module, forget=1.0 if rule == "orthogonal" else 0.0)
        elif isinstance(module, nn.Linear | nn.Embedding):
            for matrix in init_stacked(module):
                RULES[rule](matrix)
            bias = getattr(module, "bias", None)
            if bias is not None:
                bias.zero_()


def init_matrix(layers: nn.RNNBase, kind: str = "weight_") -> Iterator[Tensor]:
    """The matrix of every gate of every layer: "weight_ih" input-to-hidden, "weight_hh"
    hidden-to-hidden, "weight_" both."""
    for name, parameter in layers.named_parameters():
        if name.startswith(kind):
            yield from parameter.chunk(_GATES.get(layers.mode, 1))


def init_stacked(module: nn.Linear | nn.Embedding) -> tuple[Tensor, ...]:
    """The matrices that are stacked in one weight for speed; mostly one."""
    return module.weight.chunk(getattr(module, "stacked", 1))


def zero_biases(layers: nn.RNNBase, *, forget: float = 0.0) -> None:
    """All biases zero, but for the forget gate of the LSTM and the update gate of the GRU: `forget`
    (Gers et al. 2000: open at first, so that gradients reach far back)."""
    for name, parameter in layers.named_parameters():
        if name.startswith("bias_"):
            parameter.zero_()
            # Gates are in the order i, f, g, o and r, z, n; the second one keeps the state.
            if name.startswith("bias_ih") and layers.mode in _GATES:
                parameter.chunk(_GATES[layers.mode])[1].fill_(forget)
