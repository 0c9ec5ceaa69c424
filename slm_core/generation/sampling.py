"""Sampling of the next token from logits: pure functions.

Top-p (nucleus) sampling is of Holtzman et al. 2020, "The Curious Case of Neural Text
Degeneration", arXiv:1904.09751; top-k of Fan et al. 2018, arXiv:1805.04833; min-p of Nguyen et al.
2024, arXiv:2407.01082; locally typical sampling of Meister et al. 2023, arXiv:2202.00666.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from slm_core.generation.settings import GenerationSettings
from slm_core.tokenizers.tokenizer import UNK

GREEDY_BELOW = 1e-6
"""Temperatures below this are 0: dividing by them overflows."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which tokens stay in, and how much their probabilities are spread.

    Applied in this order, as Hugging Face does; after each the rest adds up to 1 again.
    """

    temperature: float = 1.0
    """0 leaves the likeliest token alone."""
    top_k: int = 0
    """The k likeliest stay in; 0: all."""
    top_p: float = 1.0
    """The fewest likeliest that together have this probability stay in; 1: all."""
    min_p: float = 0.0
    """Those stay in that have this share of the likeliest's probability; 0: all."""
    typical_p: float = 1.0
    """The fewest whose surprise is nearest to the entropy, that together have this probability."""

    @classmethod
    def of(cls, settings: GenerationSettings) -> "Filters":
        """Those of the settings."""
        return cls(
            temperature=settings.temperature,
            top_k=settings.top_k,
            top_p=settings.top_p,
            min_p=settings.min_p,
            typical_p=settings.typical_p,
        )


def next_probabilities(logits: Tensor, filters: Filters = Filters()) -> Tensor:
    """Probabilities (…, vocabulary) to draw the next token from, of `logits` (…, vocabulary).

    UNKNOWN has none, since it is not text. Of equally likely tokens the lower id counts as
    likelier.
    """
    # In double precision, so that 50,000 small probabilities add up to 1.
    scores = logits.to(torch.float64, copy=True)
    scores.select(-1, UNK).fill_(-torch.inf)
    if filters.temperature < GREEDY_BELOW:
        likeliest = scores.argmax(-1, keepdim=True)  # (…, 1)
        return torch.zeros_like(scores).scatter_(-1, likeliest, 1.0)
    probabilities = torch.softmax(scores / filters.temperature, -1)
    if 0 < filters.top_k < probabilities.shape[-1] or filters.top_p < 1.0:
        probabilities = _likeliest(probabilities, top_k=filters.top_k, top_p=filters.top_p)
    if filters.min_p > 0.0:
        least = probabilities.amax(-1, keepdim=True) * filters.min_p
        probabilities = _whole(probabilities.masked_fill(probabilities < least, 0.0))
    if filters.typical_p < 1.0:
        probabilities = _typical(probabilities, filters.typical_p)
    return probabilities


def probabilities_of_each(logits: Tensor, filters: Sequence[Filters]) -> Tensor:
    """The same for streams side by side, `logits` (streams, vocabulary), each with its filters.

    Streams of the same filters are computed together.
    """
    if all(one is filters[0] or one == filters[0] for one in filters):
        return next_probabilities(logits, filters[0])
    found = torch.empty(logits.shape, dtype=torch.float64, device=logits.device)
    for kind in dict.fromkeys(filters):
        rows = [row for row, one in enumerate(filters) if one == kind]
        found[rows] = next_probabilities(logits[rows], kind)
    return found


def sample(probabilities: Tensor, generator: torch.Generator) -> Tensor:
    """One id (…) drawn from each of `probabilities` (…, vocabulary), which need not add up to 1.

    The exponential race: the first of independent clocks with these rates to ring. It is what
    torch.multinomial does for one draw, without its checks, which cost as much as an LSTM step.
    """
    clocks = torch.empty_like(probabilities).exponential_(generator=generator)
    return (probabilities / clocks).argmax(-1)


def sample_each(probabilities: Tensor, generators: Sequence[torch.Generator]) -> Tensor:
    """One id (streams) for each row of `probabilities` (streams, vocabulary), drawn by its own
    generator: a text is the same whatever is written beside it."""
    clocks = torch.empty_like(probabilities)
    for row, generator in zip(clocks, generators, strict=True):
        row.exponential_(generator=generator)
    return (probabilities / clocks).argmax(-1)


def _likeliest(probabilities: Tensor, *, top_k: int, top_p: float) -> Tensor:
    ordered, order = probabilities.sort(stable=True, dim=-1, descending=True)
    if top_k > 0:
        ordered[..., top_k:] = 0.0
        ordered = _whole(ordered)
    if top_p < 1.0:
        before = ordered.cumsum(-1) - ordered  # probability of everything likelier
        ordered = _whole(ordered.masked_fill(before >= top_p, 0.0))
    return torch.zeros_like(probabilities).scatter_(-1, order, ordered)


def _typical(probabilities: Tensor, share: float) -> Tensor:
    """The fewest tokens whose surprise is nearest to the entropy, that together have `share`."""
    surprise = -probabilities.clamp_min(torch.finfo(probabilities.dtype).tiny).log()
    entropy = torch.special.entr(probabilities).sum(-1, keepdim=True)
    distance = (surprise - entropy).abs().masked_fill(probabilities == 0, torch.inf)
    order = distance.sort(stable=True, dim=-1).indices
    ordered = probabilities.gather(-1, order)
    before = ordered.cumsum(-1) - ordered
    kept = _whole(ordered.masked_fill(before >= share, 0.0))
    return torch.zeros_like(probabilities).scatter_(-1, order, kept)


def _whole(probabilities: Tensor) -> Tensor:
    return probabilities / probabilities.sum(-1, keepdim=True)
