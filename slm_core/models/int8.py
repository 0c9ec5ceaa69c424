"""Weights in 8 bits for writing, by torch's dynamic quantisation; they are stored in float32.

Each weight becomes a whole number from -128 to 127 with one scale for its row (of recurrent layers
for the matrix), and inputs are rounded at each step. torch calls this deprecated: this is the one
file that uses it, and its version is pinned.
"""

import platform
import warnings

import torch
from torch import nn

from slm_core.errors import SettingsError
from slm_core.messages import msg
from slm_core.models.base import LanguageModel
from slm_core.models.rnn import GruModel, LstmModel
from slm_core.models.transformer import TransformerModel


def make_int8(model: LanguageModel) -> None:
    """Round the weights of its layers and of its output; the embedding stays. It can only write and
    score then. Raises SettingsError where this machine or the network has no such form."""
    if not isinstance(model, LstmModel | GruModel | TransformerModel):
        raise SettingsError(
            msg("int8 is for LSTM, GRU and Transformer. Let this model write without it.")
        )
    if torch.backends.quantized.engine == "none":
        raise SettingsError(
            msg(
                "This machine ({machine}) cannot compute in int8. Leave it out.",
                machine=platform.machine(),
            )
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its deprecation: see above
        for path, module in [*model.named_modules()]:
            rounded = _rounded(module)
            if rounded is not None:
                parent, _, name = path.rpartition(".")
                setattr(model.get_submodule(parent), name, rounded)


def _rounded(module: nn.Module) -> nn.Module | None:
    """The same in int8; None for what stays."""
    # Here and not above: they load half of torch's tools, which a server without int8 need not.
    from torch.ao.nn.quantized import dynamic  # noqa: PLC0415
    from torch.ao.quantization import (  # noqa: PLC0415
        default_dynamic_qconfig,
        per_channel_dynamic_qconfig,
    )

    if isinstance(module, nn.LSTM | nn.GRU):
        module.qconfig = default_dynamic_qconfig
        kind = dynamic.LSTM if isinstance(module, nn.LSTM) else dynamic.GRU
        return kind.from_float(module)
    if not isinstance(module, nn.Linear):
        return None
    plain = nn.Linear(module.in_features, module.out_features, bias=module.bias is not None)
    plain.weight, plain.bias = module.weight, module.bias
    plain.qconfig = per_channel_dynamic_qconfig  # ty: ignore[invalid-assignment]
    rounded = dynamic.Linear.from_float(plain)
    if hasattr(module, "stacked"):
        rounded.stacked = module.stacked
    return rounded
