"""Kinds of dropout, drawn from an explicit torch.Generator: pure functions.

Where none is given they draw from torch's global one, which two threads cannot share and repeat.
"""

from torch import Generator, Tensor
from torch.nn import functional as F


def dropout(
    values: Tensor, p: float, *, training: bool, generator: Generator | None = None
) -> Tensor:
    """Dropout (Srivastava et al. 2014): each of `values` is zero with probability `p`, and the
    others are scaled so that the mean stays."""
    if not training or p == 0.0:
        return values
    if generator is None:
        return F.dropout(values, p)
    mask = values.new_empty(values.shape).bernoulli_(1.0 - p, generator=generator)
    return values * mask.div_(1.0 - p)


def locked_dropout(
    values: Tensor, p: float, *, training: bool, generator: Generator | None = None
) -> Tensor:
    """Variational dropout (Gal & Ghahramani 2016, arXiv:1512.05287): in `values` (batch, time,
    size) each unit of a stream is zero with probability `p`, the same ones at every time step."""
    if not training or p == 0.0:
        return values
    first = values[:, :1]  # (batch, 1, size)
    mask = first.new_empty(first.shape).bernoulli_(1.0 - p, generator=generator)
    return values * mask.div_(1.0 - p)


def embedding_dropout(
    embedded: Tensor,
    ids: Tensor,
    p: float,
    *,
    count: int,
    training: bool,
    generator: Generator | None = None,
) -> Tensor:
    """Embedding dropout (Gal & Ghahramani 2016): `embedded` (batch, time, size) of `ids` (batch,
    time), where each of the `count` tokens of the vocabulary is zero with probability `p`, wherever
    it occurs.

    Only rows that were read are multiplied, so the
    cost does not grow with the vocabulary.
    """
    if not training or p == 0.0:
        return embedded
    mask = embedded.new_empty(count, 1).bernoulli_(1.0 - p, generator=generator)
    return embedded * F.embedding(ids, mask.div_(1.0 - p))  # (batch, time, 1)


def weight_drop(
    weight: Tensor, p: float, *, training: bool, generator: Generator | None = None
) -> Tensor:
    """DropConnect (Wan et al. 2013), as Merity et al. 2017 use it on recurrent weights."""
    return dropout(weight, p, training=training, generator=generator)
