"""The units of a text that intervals are over: its documents, or blocks where there are few."""

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.texts.scored_text import ScoredText

_LEAST_DOCUMENTS = 20
"""Fewer documents tell too little of how much documents differ: blocks of the text do then."""
_MOST_UNITS = 5000
"""Of more documents, neighbours are put together."""
_BLOCKS, _LEAST_BLOCK = 50, 200
"""Blocks of a text in few documents, at the most, and the bytes of each, at the least."""


def units_of(text: ScoredText) -> tuple[NDArray[np.int64], bool]:
    """The unit of each prediction (predictions,), and whether units are documents.

    Blocks follow one another without overlap (Carlstein 1986, doi:10.1214/aos/1176350057). They
    are the text's, whichever tokenizer cut it: a block ends at the same byte for all, but for the
    token across its end.
    """
    documents = int(text.document[-1]) + 1
    if documents >= _LEAST_DOCUMENTS:
        share = min(documents, _MOST_UNITS)
        return text.document * share // documents, True
    ends = np.cumsum(text.bytes)
    total = float(ends[-1])
    count = max(1, min(_BLOCKS, int(total) // _LEAST_BLOCK))
    return np.minimum((ends * count / max(total, 1.0)).astype(np.int64), count - 1), False


def by_unit(units: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(units,): the values (predictions,) of each unit added up."""
    return np.bincount(units, weights=values).astype(np.float64)
