"""What each layer would have the output layer read, were it the last one."""

import torch
from torch import Tensor

from slm_core.models.base import LanguageModel
from slm_core.models.internals.recurrent_layers import recurrent_layers
from slm_core.models.internals.recurrent_trace import recurrent_trace
from slm_core.models.internals.transformer_trace import transformer_trace


@torch.no_grad()
def layer_features(model: LanguageModel, ids: Tensor) -> tuple[Tensor | None, ...]:
    """Features after the last of `ids` (time,) from each layer, the lowest first: (hidden), which
    the model's `head` takes; None where a layer has another size than the output layer reads.

    Of a Transformer they go through its last normalisation (the "logit lens", nostalgebraist
    2020). A recurrent layer below the last was never trained to be read by the output layer: what
    it predicts may be nonsense.
    """
    if recurrent_layers(model):
        last = [trace.hidden[0, -1] for trace in recurrent_trace(model, ids[None], gates=False)]
        return tuple(one if one.shape == last[-1].shape else None for one in last)
    norm = model.get_submodule("norm")
    return tuple(norm(output[-1]) for output in transformer_trace(model, ids).outputs)
