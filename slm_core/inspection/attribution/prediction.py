"""A prediction that is to be explained: the tokens it was made from, and what it would be without
them."""

from copy import deepcopy
from dataclasses import dataclass

import torch
from torch import Tensor

from slm_core.inspection.read_text import read_through
from slm_core.models.base import LanguageModel, State
from slm_core.models.internals.embedded import reading, token_embeddings
from slm_core.tokenizers.tokenizer import EOS

_TOGETHER = 4_096
"""Tokens that are read side by side: bounds the memory that gradients take."""


@dataclass(frozen=True)
class Prediction:
    """The next token `target` after a text, whose last tokens get shares."""

    model: LanguageModel
    """In double precision, without dropout."""
    state: State
    """After all that stands before `first`; one stream."""
    first: int
    """The token before `ids`, which is always read: the mark of the beginning, or a token."""
    ids: Tensor
    """(time,): the tokens that get shares."""
    target: int
    baseline: Tensor
    """(size,): the embedding of a token that tells nothing, by which others are replaced."""

    @property
    def embedded(self) -> Tensor:
        """The embeddings of `ids`: (time, size)."""
        return token_embeddings(self.model)[self.ids].detach()

    def log_probabilities(self, embedded: Tensor) -> Tensor:
        """Of the target, in nats, after each of these readings (batch, time, size): (batch,)."""
        batch = len(embedded)
        first = token_embeddings(self.model)[self.first].detach().expand(batch, 1, -1)
        read = torch.cat([first, embedded], 1)  # (batch, 1 + time, size)
        ids = torch.zeros(read.shape[:2], dtype=torch.long)
        state = tuple(part.repeat_interleave(batch, 1) for part in self.state)
        with reading(self.model, read):
            hidden, _ = self.model.features(ids, state)
        return self.model.head(hidden[:, -1]).log_softmax(-1)[:, self.target]

    @torch.no_grad()
    def without(self, taken: Tensor) -> Tensor:
        """Log-probabilities where `taken` (batch, time) tokens are the baseline: (batch,)."""
        own = self.embedded
        parts = taken.split(rows_together(len(self.ids)))
        read = (torch.where(rows[..., None], self.baseline, own) for rows in parts)
        return torch.cat([self.log_probabilities(embedded) for embedded in read])


def rows_together(time: int) -> int:
    """How many readings of so many tokens are computed side by side."""
    return max(1, _TOGETHER // (time + 1))


@torch.no_grad()
def prediction_of(
    model: LanguageModel, ids: tuple[int, ...], target: int, *, baseline: int, most: int
) -> Prediction:
    """The prediction of `target` after `ids`; the last `most` of them get shares.

    In double precision, since shares are sums of many small differences. The baseline is the
    embedding of a token that the network has often read. Measured on an LSTM of 192 units that had
    read health news for a minute: on the way from a blank to a text of 60 letters the
    log-probability goes up and down by 6 to 10 nats together, and the shares add up with 64
    points; on the way from the mean of all embeddings, or from 0, which it never read, by 60 to
    130 nats, and 512 points miss by more than the whole.
    """
    exact = deepcopy(model).double().eval()
    kept = max(0, len(ids) - most)
    before = [EOS, *ids[:kept]]
    state = exact.initial_state(1)
    if before[:-1]:
        _, state = read_through(exact, torch.tensor(before[:-1]))
    replaced = token_embeddings(exact)[baseline].detach()
    return Prediction(exact, state, before[-1], torch.tensor(ids[kept:]), target, replaced)
