"""The tokens of a vocabulary in the order of their bytes: which of them go on along a path."""

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from slm_core.generation.control.term_graph import TermGraph
from slm_core.tokenizers.tokenizer import EOS, UNK, Tokenizer

Ids = NDArray[np.int64]


class TokenIndex:
    """Finds tokens by how they begin; UNKNOWN and END are none of them."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokens = [tokenizer.token_text(index) for index in range(tokenizer.vocabulary_size)]
        """Bytes by id."""
        order = sorted(
            (index for index in range(len(self.tokens)) if index not in (UNK, EOS)),
            key=self.tokens.__getitem__,
        )
        self._ids = np.array(order, dtype=np.int64)
        self._sorted = [self.tokens[index] for index in order]

    def beginning_with(self, prefix: bytes) -> tuple[Ids, bool]:
        """Tokens that begin with `prefix`, which has no byte FF; and whether there are longer ones
        among them."""
        low = bisect_left(self._sorted, prefix)
        high = bisect_left(self._sorted, prefix + b"\xff", lo=low)
        return self._ids[low:high], high > low and self._sorted[high - 1] != prefix

    def exactly(self, text: bytes) -> Ids:
        """Tokens with just these bytes."""
        low = bisect_left(self._sorted, text)
        high = bisect_left(self._sorted, text + b"\0", lo=low)
        return self._ids[low:high]

    def along(
        self, graph: TermGraph, node: int, *, prefix: bytes = b""
    ) -> Iterator[tuple[int, Ids]]:
        """(node, tokens) for all tokens that go on from `node` of a graph, with `prefix` before it.

        At a node where a term ends, with all tokens that reach it, those that go beyond included;
        at others with those that end there.
        """
        waiting = [(node, prefix)]
        while waiting:
            place, text = waiting.pop()
            for byte, after in graph.edges[place].items():
                longer = text + bytes([byte])
                ids, has_more = self.beginning_with(longer)
                if len(ids) == 0:
                    continue
                if graph.ends[after]:
                    yield after, ids
                    continue
                ending = self.exactly(longer)
                if len(ending):
                    yield after, ending
                if has_more:
                    waiting.append((after, longer))
