"""The Transformer: blocks that look back over the text, with what they saw kept as their state."""

import math
from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from slm_core.models.attention import Turn, attend, rotated, turns, window_mask
from slm_core.models.base import State
from slm_core.models.init import stacked
from slm_core.models.language_model import Network
from slm_core.models.settings import TransformerSettings

Drop = Callable[[Tensor], Tensor]
Kept = tuple[Tensor, ...]
"""Keys, not yet turned, and values of earlier tokens: (batch, past, heads, size) each."""


class StackedLinear(nn.Linear):
    """Several matrices of the same inputs in one, without biases."""

    def __init__(self, inputs: int, outputs: int, *, stacked: int) -> None:
        super().__init__(inputs, stacked * outputs, bias=False)
        self.stacked = stacked


class Block(nn.Module):
    """One layer: look back, then think over; both added to what comes in (pre-norm, as GPT-2)."""

    def __init__(self, settings: TransformerSettings) -> None:
        super().__init__()
        size, inner = settings.hidden_size, settings.inner_size
        gated = settings.activation == "swiglu"
        self.heads = settings.heads
        self.most = settings.context - 1
        self.before_looking = nn.LayerNorm(size, bias=False)
        self.looking = StackedLinear(size, size, stacked=3)
        self.looked = nn.Linear(size, size, bias=False)
        self.before_thinking = nn.LayerNorm(size, bias=False)
        self.thinking = StackedLinear(size, inner, stacked=2 if gated else 1)
        self.thought = nn.Linear(inner, size, bias=False)

    def forward(
        self, x: Tensor, kept: Kept, mask: Tensor | None, turn: Turn | None, drop: Drop
    ) -> tuple[Tensor, Kept]:
        """(batch, time, hidden) to the same, and the newest context - 1 keys and values."""
        past = kept[0].shape[1]
        looking = self.looking(self.before_looking(x)).unflatten(2, (3 * self.heads, -1))
        queries, new_keys, new_values = looking.split(self.heads, 2)  # (batch, time, heads, size)
        keys = torch.cat([kept[0], new_keys], 1) if past else new_keys
        values = torch.cat([kept[1], new_values], 1) if past else new_values
        newest = tuple(part[:, max(0, part.shape[1] - self.most) :] for part in (keys, values))
        if turn is not None:
            both = rotated(looking[:, :, : 2 * self.heads], (turn[0][past:], turn[1][past:]))
            queries, keys = both.split(self.heads, 2)
            if past:  # apart, since no gradient goes there
                keys = torch.cat([rotated(kept[0], (turn[0][:past], turn[1][:past])), keys], 1)
        x = x + drop(self.looked(attend(queries, keys, values, mask)))
        x = x + drop(self.thought(self._bent(self.before_thinking(x))))
        return x, newest

    def _bent(self, x: Tensor) -> Tensor:
        inner = self.thinking(x)
        if self.thinking.stacked == 1:
            return F.gelu(inner)
        gate, value = inner.chunk(2, -1)
        return F.silu(gate) * value


class TransformerModel(Network):
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
            layers["places"] = nn.Embedding(settings.context, settings.hidden_size)
        layers["blocks"] = nn.ModuleList(Block(settings) for _ in range(settings.layers))
        layers["norm"] = nn.LayerNorm(settings.hidden_size, bias=False)
        super().__init__(settings, vocabulary_size, layers=layers)

    def features(self, ids: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """See LanguageModel: (batch, time) to (batch, time, hidden)."""
        batch, time = ids.shape
        if state is None:
            state = self.start_state(batch)
        *kept, seen = state
        past, context = kept[0].shape[2], self.settings.context
        x = self._read(ids, seen[0])
        mask = turn = None
        if past or time > context:
            mask = window_mask(seen[0], past=past, time=time, context=context)
        if self.settings.positions == "rotary":
            size = self.settings.hidden_size // self.settings.heads
            turn = turns(past + time, size, like=x)
        drop = partial(self.dropped, share=self.settings.dropout)
        after: list[Tensor] = []
        for place, block in enumerate(self.get_submodule("blocks").children()):
            before = (kept[2 * place][0], kept[2 * place + 1][0])
            x, newest = block(x, before, mask, turn, drop)
            after += [part.unsqueeze(0) for part in newest]
        return self.get_submodule("norm")(x), (*after, seen + time)

    def start_state(self, batch_size: int) -> State:
        """Keys and values (1, batch, 0, heads, size) of each layer, then how many tokens were read
        (1, batch)."""
        like = self.embedding.weight
        heads = self.settings.heads
        shape = (1, batch_size, 0, heads, self.settings.hidden_size // heads)
        kept = [like.new_zeros(shape) for _ in range(2 * self.settings.layers)]
        return (*kept, like.new_zeros(1, batch_size, dtype=torch.long))

    def draw_recommended(self) -> None:
        """What reads is drawn by the width, what is added starts at zero: each block as nothing.

        A tied table is small (0.02, as GPT-2's), since it meets outputs of normalised length.
        """
        tied = self.settings.tied_weights
        self.draw_ends(tied=tied)
        if tied:
            nn.init.normal_(self.embedding.weight, std=0.02)
        for module in self.get_submodule("blocks").modules():
            if isinstance(module, StackedLinear):
                for matrix in stacked(module):
                    nn.init.normal_(matrix, std=1.0 / math.sqrt(matrix.shape[1]))
            elif isinstance(module, nn.Linear):
                module.weight.zero_()
        if self.settings.positions == "learned":
            places = self.get_submodule("places").get_parameter("weight")
            nn.init.normal_(places, std=0.02 if tied else 0.1)

    def _read(self, ids: Tensor, seen: Tensor) -> Tensor:
        """Tokens, where places are learned with their place: (batch, time, hidden)."""
        x = self.embedding(ids)
        if self.settings.positions == "learned":
            places = seen.unsqueeze(1) + torch.arange(ids.shape[1], device=ids.device)
            x = x + self.get_submodule("places")(places % self.settings.context)
        return self.dropped(x, self.settings.embedding_dropout)
