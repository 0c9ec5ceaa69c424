"""Sampling of the next token from logits: pure functions.

Top-p (nucleus) sampling is of Holtzman et al. 2020, "The Curious Case of Neural Text
Degeneration", arXiv:1904.09751; top-k of Fan et al. 2018, arXiv:1805.04833.
"""

import torch
from torch import Tensor

from slm_core.tokenizers.tokenizer import UNK

GREEDY_BELOW = 1e-6
"""Temperatures below this are 0: dividing by them overflows."""


def next_probabilities(
    logits: Tensor, *, temperature: float = 1.0, top_k: int = 0, top_p: float = 1.0
) -> Tensor:
    """Probabilities (…, vocabulary) to draw the next token from, of `logits` (…, vocabulary).

    UNKNOWN has none, since it is not text. A temperature of 0 leaves the likeliest token alone.
    `top_k` likeliest tokens stay in (0: all), and of these the fewest that together have
    `top_p` (1: all); of equal ones the lower id counts as likelier.
    """
    scores = logits.double()  # so that 50,000 small probabilities add up to 1
    scores = scores.index_fill(-1, torch.tensor([UNK], device=scores.device), -torch.inf)
    if temperature < GREEDY_BELOW:
        likeliest = scores.argmax(-1, keepdim=True)  # (…, 1)
        return torch.zeros_like(scores).scatter_(-1, likeliest, 1.0)
    probabilities = torch.softmax(scores / temperature, -1)
    if 0 < top_k < probabilities.shape[-1] or top_p < 1.0:
        probabilities = _likeliest(probabilities, top_k=top_k, top_p=top_p)
    return probabilities


def sample(probabilities: Tensor, generator: torch.Generator) -> Tensor:
    """One id (…) drawn from each of `probabilities` (…, vocabulary), which need not add up to 1.

    The exponential race: the first of independent clocks with these rates to ring. It is what
    torch.multinomial does for one draw, without its checks, which cost as much as an LSTM step.
    """
    clocks = torch.empty_like(probabilities).exponential_(generator=generator)
    return (probabilities / clocks).argmax(-1)


def _likeliest(probabilities: Tensor, *, top_k: int, top_p: float) -> Tensor:
    ordered, order = probabilities.sort(stable=True, dim=-1, descending=True)
    if top_k > 0:
        ordered[..., top_k:] = 0.0
        ordered = ordered / ordered.sum(-1, keepdim=True)
    if top_p < 1.0:
        before = ordered.cumsum(-1) - ordered  # probability of everything likelier
        ordered = ordered.masked_fill(before >= top_p, 0.0)
        ordered = ordered / ordered.sum(-1, keepdim=True)
    return torch.zeros_like(probabilities).scatter_(-1, order, ordered)
