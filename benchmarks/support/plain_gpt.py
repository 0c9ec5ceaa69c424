"""A small GPT and its plain sampling loop, as nanoGPT has them: what others' generation is like.

nanoGPT is on no package index, so this is written anew after its README and `sample.py`: the model
it recommends for a processor (4 layers, 4 heads, 128 units, a context of 64 characters), and the
whole context read again for each token, as `generate` there does. Weights are random: they are of
no account for the speed.
"""

import time

import torch
from torch import Tensor, nn
from torch.nn import functional as F

LAYERS, HEADS, UNITS, CONTEXT, VOCABULARY = 4, 4, 128, 64, 65
_TEMPERATURE, _TOP_K = 0.8, 200


class _Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.ln_1, self.ln_2 = nn.LayerNorm(UNITS), nn.LayerNorm(UNITS)
        self.c_attn, self.c_proj = nn.Linear(UNITS, 3 * UNITS), nn.Linear(UNITS, UNITS)
        self.c_fc, self.c_out = nn.Linear(UNITS, 4 * UNITS), nn.Linear(4 * UNITS, UNITS)

    def forward(self, x: Tensor) -> Tensor:
        batch, time_steps, _ = x.shape
        parts = self.c_attn(self.ln_1(x)).split(UNITS, 2)
        q, k, v = (p.view(batch, time_steps, HEADS, -1).transpose(1, 2) for p in parts)
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.c_proj(seen.transpose(1, 2).reshape(batch, time_steps, UNITS))
        return x + self.c_out(F.gelu(self.c_fc(self.ln_2(x))))


class PlainGpt(nn.Module):
    """Logits (batch, 1, vocabulary) for what follows the ids (batch, time)."""

    def __init__(self) -> None:
        super().__init__()
        self.wte, self.wpe = nn.Embedding(VOCABULARY, UNITS), nn.Embedding(CONTEXT, UNITS)
        self.blocks = nn.ModuleList(_Block() for _ in range(LAYERS))
        self.ln_f = nn.LayerNorm(UNITS)
        self.lm_head = nn.Linear(UNITS, VOCABULARY, bias=False)

    def forward(self, ids: Tensor) -> Tensor:
        """See the class: the last place alone, as nanoGPT does where no loss is wanted."""
        x = self.wte(ids) + self.wpe(torch.arange(ids.shape[1]))
        for block in self.blocks:
            x = block(x)
        return self.lm_head(self.ln_f(x[:, [-1]]))


@torch.no_grad()
def tokens_per_second(model: PlainGpt, count: int) -> float:
    """Of a text of `count` tokens from a full context on."""
    ids = torch.randint(VOCABULARY, (1, CONTEXT))
    began = time.perf_counter()
    for _ in range(count):
        logits = model(ids[:, -CONTEXT:])[:, -1] / _TEMPERATURE
        least = torch.topk(logits, min(_TOP_K, VOCABULARY)).values[:, [-1]]
        logits[logits < least] = -torch.inf
        chosen = torch.multinomial(F.softmax(logits, -1), 1)
        ids = torch.cat([ids, chosen], 1)
    return count / (time.perf_counter() - began)
