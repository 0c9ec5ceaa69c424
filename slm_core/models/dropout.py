"""Kinds of dropout, drawing from a generator of one's own: pure functions. Know no model.

Where none is given they draw from torch's global one, which two threads cannot share and repeat.
"""

from torch import Generator, Tensor
from torch.nn import functional as F


def dropout(
    values: Tensor, share: float, *, training: bool, generator: Generator | None = None
) -> Tensor:
    """`values` with a `share` of them silenced, each by itself; the rest grows, so that the mean
    stays (Srivastava et al. 2014)."""
    if not training or share == 0.0:
        return values
    if generator is None:
        return F.dropout(values, share)
    mask = values.new_empty(values.shape).bernoulli_(1.0 - share, generator=generator)
    return values * mask.div_(1.0 - share)


def locked_dropout(
    values: Tensor, share: float, *, training: bool, generator: Generator | None = None
) -> Tensor:
    """`values` (batch, time, size) with a `share` of each stream's units silenced, the same ones
    at every moment; the rest grows, so that the mean stays.

    Variational dropout of Gal & Ghahramani 2016, arXiv:1512.05287.
    """
    if not training or share == 0.0:
        return values
    first = values[:, :1]  # (batch, 1, size)
    mask = first.new_empty(first.shape).bernoulli_(1.0 - share, generator=generator)
    return values * mask.div_(1.0 - share)


def embedding_dropout(
    embedded: Tensor,
    ids: Tensor,
    share: float,
    *,
    count: int,
    training: bool,
    generator: Generator | None = None,
) -> Tensor:
    """`embedded` (batch, time, size) of `ids` (batch, time) with a `share` of the `count` tokens
    of the vocabulary silenced, each at all its places.

    Embedding dropout of Gal & Ghahramani 2016. Only rows that were read are multiplied, so the
    cost does not grow with the vocabulary.
    """
    if not training or share == 0.0:
        return embedded
    mask = embedded.new_empty(count, 1).bernoulli_(1.0 - share, generator=generator)
    return embedded * F.embedding(ids, mask.div_(1.0 - share))  # (batch, time, 1)


def weight_drop(
    weight: Tensor, share: float, *, training: bool, generator: Generator | None = None
) -> Tensor:
    """`weight` with a `share` of its entries zero and the rest grown to make up for them.

    DropConnect (Wan et al. 2013) as Merity et al. 2017 use it on recurrent weights.
    """
    return dropout(weight, share, training=training, generator=generator)
