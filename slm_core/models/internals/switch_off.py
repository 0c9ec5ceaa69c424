"""Switching a unit off: a copy of a network in which nobody hears it any more."""

from copy import deepcopy

import torch
from torch import Tensor, nn

from slm_core.models.base import LanguageModel
from slm_core.models.internals.recurrent_layers import recurrent_layers, units_of
from slm_core.models.layers.adaptive_softmax import AdaptiveSoftmax


@torch.no_grad()
def switched_off(model: LanguageModel, *, layer: int, unit: int, mean: float) -> LanguageModel:
    """A copy in which everything that reads the unit's hidden state reads `mean` instead.

    The readers are the layer itself at the next step, the layer above, or the output layer: the
    unit's column is set to zero in their weights, and `mean` times that column is added to their
    biases. Replacing by the mean and not by 0 leaves what the others are used to on average (mean
    ablation). A tied output layer gets a matrix of its own, or a token's embedding would change
    too. Raises RunError where the network is not recurrent.
    """
    units_of(model)
    copy = deepcopy(model)
    layers = recurrent_layers(copy)
    own = layers[layer]
    _silence(own.weight_hh, own.bias_hh, unit, mean)
    if layer + 1 < len(layers):
        above = layers[layer + 1]
        _silence(above.weight_ih, above.bias_ih, unit, mean)
    else:
        _silence_output(copy.get_submodule("output"), unit, mean)
    return copy


def _silence(weight: Tensor, bias: Tensor, unit: int, mean: float) -> None:
    """Let a map with `weight` (outputs, units) and `bias` (outputs) read `mean` in its place."""
    bias += mean * weight[:, unit]
    weight[:, unit] = 0.0


def _silence_output(output: nn.Module, unit: int, mean: float) -> None:
    if isinstance(output, AdaptiveSoftmax):
        _silence(output.near.weight, output.near.bias, unit, mean)
        for narrow, wide in zip(output.narrow, output.wide, strict=True):
            projection = narrow.get_parameter("weight")  # without a bias, so the next one has it
            constant = projection.new_zeros(projection.shape[0])
            _silence(projection, constant, unit, mean)
            wide.get_parameter("bias").add_(wide.get_parameter("weight") @ constant)
        return
    assert isinstance(output, nn.Linear)
    output.weight = nn.Parameter(output.weight.detach().clone())
    _silence(output.weight, output.bias, unit, mean)
