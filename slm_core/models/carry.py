"""The tables of a network for another vocabulary: rows carried over, rows made. Pure arithmetic."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

EMBEDDING, OUTPUT, BIAS = TABLES = ("embedding.weight", "output.weight", "output.bias")
"""Names of what has a row for each token, in a network's state."""
ENDS = ("embedding.", "output.")
"""What the names begin with of all that depends on the vocabulary."""

_RARE = 1e-9
"""Least frequency a logarithm is taken of."""


def carried(
    tables: Mapping[str, Tensor], kin: Sequence[Sequence[int]], frequencies: Tensor
) -> dict[str, Tensor]:
    """Those of the TABLES (earlier vocabulary, …) that there are, for a new vocabulary of these
    `frequencies` (vocabulary).

    A token that both vocabularies have keeps its rows and its bias. The rows of a new one are the
    mean of the tokens that spelled it (Gee et al. 2022, "Fast Vocabulary Transfer",
    arXiv:2402.09977), or of all where nothing did, and its bias is as far from the logarithm of its
    frequency as those of the shared tokens are from theirs.
    """
    found = {name: _rows(tables[name], kin) for name in (EMBEDDING, OUTPUT) if name in tables}
    if BIAS in tables:
        found[BIAS] = _biases(tables[BIAS], kin, frequencies)
    return found


def _biases(bias: Tensor, kin: Sequence[Sequence[int]], frequencies: Tensor) -> Tensor:
    only = torch.tensor([ids[0] if len(ids) == 1 else -1 for ids in kin], device=bias.device)
    shared = only >= 0  # (vocabulary,)
    frequencies = frequencies.to(bias)
    logs = frequencies.clamp_min(_RARE).log()
    weights = frequencies[shared]
    offset = ((bias[only[shared]] - logs[shared]) * weights).sum() / weights.sum()
    return torch.where(shared, bias[only.clamp_min(0)], logs + offset)


def _rows(table: Tensor, kin: Sequence[Sequence[int]]) -> Tensor:
    """The mean of its kin for each token, of all rows where it has none: (vocabulary, size)."""
    everybody = table.mean(0)
    rows = [table[list(ids)].mean(0) if ids else everybody for ids in kin]
    return torch.stack(rows)
