"""Kinds of dropout that keep one mask over a whole sequence: pure functions. Know no model."""

import torch
from torch import Tensor
from torch.nn import functional as F


def locked(values: Tensor, share: float, *, training: bool) -> Tensor:
    """`values` (batch, time, size) with a `share` of each stream's units silenced, the same ones
    at every moment; the rest grows, so that the mean stays.

    Variational dropout of Gal & Ghahramani 2016, arXiv:1512.05287.
    """
    if not training or share == 0.0:
        return values
    mask = torch.empty_like(values[:, :1]).bernoulli_(1.0 - share)  # (batch, 1, size)
    return values * mask.div_(1.0 - share)


def whole_tokens(
    embedded: Tensor, ids: Tensor, share: float, *, count: int, training: bool
) -> Tensor:
    """`embedded` (batch, time, size) of `ids` (batch, time) with a `share` of the `count` tokens
    of the vocabulary silenced, each at all its places.

    Embedding dropout of Gal & Ghahramani 2016. Only rows that were read are multiplied, so the
    cost does not grow with the vocabulary.
    """
    if not training or share == 0.0:
        return embedded
    mask = embedded.new_empty(count, 1).bernoulli_(1.0 - share).div_(1.0 - share)
    return embedded * F.embedding(ids, mask)  # (batch, time, 1)


def cut_connections(weight: Tensor, share: float, *, training: bool) -> Tensor:
    """`weight` with a `share` of its entries zero and the rest grown to make up for them.

    DropConnect (Wan et al. 2013) as Merity et al. 2017 use it on recurrent weights.
    """
    return F.dropout(weight, share, training=training)
