"""Which earlier tokens each attention head of a Transformer looks at, and what each block gives on.

The fused attention keeps no weights, so they are computed here by the formula of Vaswani et al.
2017: softmax of the scaled products of queries and keys.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from slm_core.errors import RunError
from slm_core.messages import msg
from slm_core.models.base import LanguageModel
from slm_core.models.layers.attention import Rotation, apply_rotary, rotary_angles, window_mask
from slm_core.models.transformer import Block, TransformerModel


@dataclass(frozen=True)
class TransformerTrace:
    """What the blocks did with one text."""

    weights: Tensor
    """(layers, heads, time, time): how much each token (row) takes from each token (column); rows
    sum to 1, and what comes later has none."""
    outputs: tuple[Tensor, ...]
    """What each block gives on: (time, hidden)."""


@torch.no_grad()
def transformer_trace(model: LanguageModel, ids: Tensor) -> TransformerTrace:
    """Read `ids` (time,) from the beginning of a text. Raises RunError for other networks."""
    if not isinstance(model, TransformerModel):
        raise RunError(
            msg(
                "Only a Transformer has attention. This network carries a memory along: look at "
                "its units and gates."
            )
        )
    time, settings = len(ids), model.settings
    seen = torch.zeros(1, dtype=torch.long, device=ids.device)
    mask = window_mask(seen, past=0, time=time, context=settings.context)[0, 0]  # (time, time)
    x = model.embed(ids.unsqueeze(0), seen)
    rotation = None
    if settings.positions == "rotary":
        rotation = rotary_angles(time, settings.hidden_size // settings.heads, like=x)
    weights, outputs = [], []
    for block in model.get_submodule("blocks").children():
        assert isinstance(block, Block)
        x, attention = _read(block, x, mask, rotation)
        weights.append(attention)
        outputs.append(x[0])
    return TransformerTrace(torch.stack(weights), tuple(outputs))


def _read(
    block: Block, x: Tensor, mask: Tensor, rotation: Rotation | None
) -> tuple[Tensor, Tensor]:
    """(1, time, hidden) to the same, and the weights (heads, time, time)."""
    qkv = block.qkv_proj(block.ln_1(x)).unflatten(2, (3 * block.heads, -1))
    queries, keys, values = qkv.split(block.heads, 2)  # (1, time, heads, size)
    if rotation is not None:
        queries, keys = apply_rotary(queries, rotation), apply_rotary(keys, rotation)
    scores = torch.einsum("bqhs,bkhs->bhqk", queries, keys) / math.sqrt(queries.shape[-1])
    weights = scores.masked_fill(~mask, -math.inf).softmax(-1)  # (1, heads, time, time)
    attended = torch.einsum("bhqk,bkhs->bqhs", weights, values).flatten(2)
    x = x + block.out_proj(attended)
    return x + block.mlp(x), weights[0]
