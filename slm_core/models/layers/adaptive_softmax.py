"""Adaptive softmax, an output layer for large vocabularies: frequent tokens first, rare ones in
groups.

Grave et al. 2017, "Efficient softmax approximation for GPUs", arXiv:1609.04309. WikiText-2 with
its 33,278 words, LSTM of 256 units, 90 seconds of one processor core: 573 steps instead of 82, and
a perplexity of 261 on validation text instead of 540.
"""

from itertools import accumulate, pairwise

import torch
from torch import Tensor, nn

from slm_core.models.settings import adaptive_sizes


class AdaptiveSoftmax(nn.Module):
    """Log-probabilities of all tokens, or only of the targets, from features.

    Products are in the weights' precision, logarithms always in float32.
    """

    rank: Tensor
    """Rank of each token (vocabulary) by frequency, 0 the most frequent."""

    def __init__(self, size: int, vocabulary_size: int) -> None:
        super().__init__()
        self.frequent, groups = adaptive_sizes(size, vocabulary_size)
        self.near = nn.Linear(size, self.frequent + len(groups))
        self.narrow = nn.ModuleList(nn.Linear(size, width, bias=False) for width, _ in groups)
        self.wide = nn.ModuleList(nn.Linear(width, count) for width, count in groups)
        ends = [self.frequent, *(count for _, count in groups)]
        self._spans = list(pairwise(accumulate(ends)))
        self.register_buffer("rank", torch.arange(vocabulary_size))

    def forward(self, hidden: Tensor) -> Tensor:
        """Logarithms of probabilities (…, vocabulary) for features (…, size)."""
        near = self._near(hidden).log_softmax(-1)
        parts = [near[..., : self.frequent]]
        for group in range(len(self._spans)):
            of_group = near[..., self.frequent + group].unsqueeze(-1)
            parts.append(self._within(group, hidden).log_softmax(-1) + of_group)
        return torch.cat(parts, -1)[..., self.rank]

    def log_probs(self, hidden: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        """Negative log-likelihood of each target (rows,), and whether it is the likeliest token
        (rows,), for features (rows, size)."""
        ranks = self.rank[targets]
        near = self._near(hidden).log_softmax(-1)
        rows_of = [
            ((ranks >= low) & (ranks < high)).nonzero().squeeze(-1) for low, high in self._spans
        ]
        columns = ranks.clone()  # of `near`: the token's own, or its group's
        for group, rows in enumerate(rows_of):
            columns[rows] = self.frequent + group
        logs = near.gather(-1, columns.unsqueeze(-1)).squeeze(-1)
        correct = columns == near[:, : self.frequent].max(-1).indices
        best = near.detach()[:, : self.frequent].max(-1).values
        for group, rows in enumerate(rows_of):
            within = self._within(group, hidden[rows]).log_softmax(-1)
            targets_within = ranks[rows] - self._spans[group][0]
            of_targets = within.gather(-1, targets_within.unsqueeze(-1)).squeeze(-1)
            logs = logs.index_add(0, rows, of_targets)
            is_first = within.max(-1).indices == targets_within
            correct[rows] = is_first & (logs.detach()[rows] > best[rows])
        return -logs, self._verified(correct, hidden, near, columns, logs)

    @torch.no_grad()
    def _verified(
        self, correct: Tensor, hidden: Tensor, near: Tensor, columns: Tensor, logs: Tensor
    ) -> Tensor:
        """`correct` without targets that a token of another group is likelier than: only a group
        that as a whole is likelier than the target can have one."""
        for group in range(len(self._spans)):
            mass = near[:, self.frequent + group]
            is_other = columns != self.frequent + group
            rows = (correct & is_other & (mass > logs)).nonzero().squeeze(-1)
            within = self._within(group, hidden[rows])
            highest = within.max(-1).values - within.logsumexp(-1) + mass[rows]
            correct[rows] = highest <= logs[rows]
        return correct

    @torch.no_grad()
    def init_output_bias(self, frequencies: Tensor) -> None:
        """Order tokens by `frequencies` (vocabulary), which zero weights then predict."""
        order = frequencies.argsort(descending=True, stable=True)
        self.rank[order] = torch.arange(len(order), device=order.device)
        ordered = frequencies[order].clamp_min(1e-9)
        of_groups = [ordered[low:high].sum().view(1) for low, high in self._spans]
        self.near.bias.copy_(torch.cat([ordered[: self.frequent], *of_groups]).log())
        for wide, (low, high) in zip(self.wide, self._spans, strict=True):
            wide.get_parameter("bias").copy_(ordered[low:high].log())

    @torch.no_grad()
    def zero_init(self) -> None:
        """Output weights zero, projections not, so that gradients flow from the first step on."""
        for linear in (self.near, *self.wide):
            for parameter in linear.parameters():
                nn.init.zeros_(parameter)
        for narrow in self.narrow:
            nn.init.xavier_uniform_(narrow.get_parameter("weight"))

    def _near(self, hidden: Tensor) -> Tensor:
        """Logits of the frequent tokens and of the groups (…, frequent + groups), in float32: a
        logarithm in bfloat16 is rounded to a 32nd of a nat or more."""
        return self.near(hidden).float()

    def _within(self, group: int, hidden: Tensor) -> Tensor:
        """Logits of a group's tokens (…, tokens), likewise."""
        return self.wide[group](self.narrow[group](hidden)).float()
