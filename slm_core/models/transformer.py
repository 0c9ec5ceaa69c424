"""The Transformer: blocks of causal self-attention and an MLP; its state is keys and values."""

import math
from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from slm_core.models.base import State
from slm_core.models.language_model import LanguageModelBase
from slm_core.models.layers.attention import (
    Rotation,
    apply_rotary,
    causal_attention,
    rotary_angles,
    window_mask,
)
from slm_core.models.layers.init import init_stacked
from slm_core.models.settings import TransformerSettings

Drop = Callable[[Tensor], Tensor]
Cache = tuple[Tensor, ...]
"""Keys, before rotary embedding, and values of earlier tokens: (batch, past, heads, size) each."""


class StackedLinear(nn.Linear):
    """Several projections of the same inputs in one matrix, without biases."""

    def __init__(self, inputs: int, outputs: int, *, stacked: int) -> None:
        super().__init__(inputs, stacked * outputs, bias=False)
        self.stacked = stacked


class Block(nn.Module):
    """One layer: attention, then an MLP, each added to its input (pre-norm, as GPT-2)."""

    def __init__(self, settings: TransformerSettings) -> None:
        super().__init__()
        size, inner = settings.hidden_size, settings.inner_size
        gated = settings.activation == "swiglu"
        self.heads = settings.heads
        self.max_past = settings.context - 1
        self.ln_1 = nn.LayerNorm(size, bias=False)
        self.qkv_proj = StackedLinear(size, size, stacked=3)
        self.out_proj = nn.Linear(size, size, bias=False)
        self.ln_2 = nn.LayerNorm(size, bias=False)
        self.up_proj = StackedLinear(size, inner, stacked=2 if gated else 1)
        self.down_proj = nn.Linear(inner, size, bias=False)

    def forward(
        self, x: Tensor, cache: Cache, mask: Tensor | None, rotation: Rotation | None, drop: Drop
    ) -> tuple[Tensor, Cache]:
        """(batch, time, hidden) to the same, and the newest context - 1 keys and values."""
        past = cache[0].shape[1]
        qkv = self.qkv_proj(self.ln_1(x)).unflatten(2, (3 * self.heads, -1))
        queries, new_keys, new_values = qkv.split(self.heads, 2)  # (batch, time, heads, size)
        keys = torch.cat([cache[0], new_keys], 1) if past else new_keys
        values = torch.cat([cache[1], new_values], 1) if past else new_values
        newest = tuple(part[:, max(0, part.shape[1] - self.max_past) :] for part in (keys, values))
        if rotation is not None:
            cosine, sine = rotation
            rotated = apply_rotary(qkv[:, :, : 2 * self.heads], (cosine[past:], sine[past:]))
            queries, keys = rotated.split(self.heads, 2)
            if past:  # apart, since no gradient goes there
                keys = torch.cat([apply_rotary(cache[0], (cosine[:past], sine[:past])), keys], 1)
        x = x + drop(self.out_proj(causal_attention(queries, keys, values, mask)))
        x = x + drop(self.mlp(x))
        return x, newest

    def mlp(self, x: Tensor) -> Tensor:
        """What the feed-forward part adds to `x` (batch, time, hidden)."""
        inner = self.up_proj(self.ln_2(x))
        if self.up_proj.stacked == 1:
            return self.down_proj(F.gelu(inner))
        gate, value = inner.chunk(2, -1)
        return self.down_proj(F.silu(gate) * value)


class TransformerModel(LanguageModelBase):
    """A decoder of Vaswani et al. 2017 (arXiv:1706.03762) with the layout of GPT-2.

    Attention reaches over a sliding window of `context` tokens in each layer (Beltagy et al. 2020,
    arXiv:2004.05150), so that reading in chunks, state carried, is reading the whole, however
    long. In training the window reaches back into the chunks before, without gradient
    (Transformer-XL, Dai et al. 2019, arXiv:1901.02860).
    """

    settings: TransformerSettings

    def __init__(self, settings: TransformerSettings, vocabulary_size: int) -> None:
        layers: dict[str, nn.Module] = {}
        if settings.positions == "learned":
            layers["positions"] = nn.Embedding(settings.context, settings.hidden_size)
        layers["blocks"] = nn.ModuleList(Block(settings) for _ in range(settings.layers))
        layers["norm"] = nn.LayerNorm(settings.hidden_size, bias=False)
        super().__init__(settings, vocabulary_size, layers=layers)

    def features(self, ids: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """See LanguageModel: (batch, time) to (batch, time, hidden)."""
        batch, time = ids.shape
        if state is None:
            state = self.initial_state(batch)
        *caches, seen = state
        past, context = caches[0].shape[2], self.settings.context
        x = self.embed(ids, seen[0])
        mask = rotation = None
        if past or time > context:
            mask = window_mask(seen[0], past=past, time=time, context=context)
        if self.settings.positions == "rotary":
            size = self.settings.hidden_size // self.settings.heads
            rotation = rotary_angles(past + time, size, like=x)
        drop = partial(self.dropped, p=self.settings.dropout)
        after: list[Tensor] = []
        for layer, block in enumerate(self.get_submodule("blocks").children()):
            cache = (caches[2 * layer][0], caches[2 * layer + 1][0])
            x, newest = block(x, cache, mask, rotation, drop)
            after += [part.unsqueeze(0) for part in newest]
        return self.get_submodule("norm")(x), (*after, seen + time)

    def initial_state(self, batch_size: int) -> State:
        """Keys and values (1, batch, 0, heads, size) of each layer, then how many tokens were read
        (1, batch)."""
        like = self.embedding.weight
        heads = self.settings.heads
        shape = (1, batch_size, 0, heads, self.settings.hidden_size // heads)
        caches = [like.new_zeros(shape) for _ in range(2 * self.settings.layers)]
        return (*caches, like.new_zeros(1, batch_size, dtype=torch.long))

    def reset_parameters(self) -> None:
        """Input projections are drawn by the width, output projections start at zero, so that each
        block is the identity.

        A tied table is small (0.02, as GPT-2's), since it meets outputs of normalised length.
        """
        tied = self.settings.tied_weights
        self.init_embedding_and_head(tied=tied)
        if tied:
            nn.init.normal_(self.embedding.weight, std=0.02)
        for module in self.get_submodule("blocks").modules():
            if isinstance(module, StackedLinear):
                for matrix in init_stacked(module):
                    nn.init.normal_(matrix, std=1.0 / math.sqrt(matrix.shape[1]))
            elif isinstance(module, nn.Linear):
                module.weight.zero_()
        if self.settings.positions == "learned":
            positions = self.get_submodule("positions").get_parameter("weight")
            nn.init.normal_(positions, std=0.02 if tied else 0.1)

    def embed(self, ids: Tensor, seen: Tensor) -> Tensor:
        """Token embeddings, plus those of positions where these are learned: (batch, time,
        hidden)."""
        x = self.embedding(ids)
        if self.settings.positions == "learned":
            positions = seen.unsqueeze(1) + torch.arange(ids.shape[1], device=ids.device)
            x = x + self.get_submodule("positions")(positions % self.settings.context)
        return self.dropped(x, self.settings.embedding_dropout)
