"""States of prompts that were read before, so that the same beginning is not read again."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from slm_core.models.base import State

Ids = NDArray[np.int64]

MOST_BYTES = 64 * 1024**2


@dataclass(frozen=True)
class ReadPrompt:
    """A model after some tokens of a prompt."""

    count: int
    """Tokens that were read."""
    state: State
    logits: Tensor
    """For the token after them: (1, vocabulary)."""

    @property
    def bytes(self) -> int:
        """Memory it takes."""
        return sum(part.nbytes for part in self.state) + self.logits.nbytes


class PromptCache:
    """The states of one model, those used last. Safe to use from many threads.

    States are kept where chunks end, and at the end of a prompt, so that a text is the same to the
    bit whether its beginning was known or not.
    """

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: OrderedDict[bytes, ReadPrompt] = OrderedDict()
        self._lock = threading.Lock()

    def longest(self, ids: Ids, chunk: int) -> ReadPrompt | None:
        """What is known of the longest beginning of `ids` that is; None where nothing is."""
        with self._lock:
            found = None
            for key in _keys(ids, chunk):
                if key in self._kept:
                    self._kept.move_to_end(key)
                    found = self._kept[key]
            return found

    def keep(self, ids: Ids, chunk: int, read: ReadPrompt) -> None:
        """Keep the state after `ids`, of which all were read."""
        *_, key = _keys(ids, chunk)
        with self._lock:
            self._kept[key] = read
            while sum(one.bytes for one in self._kept.values()) > self._most_bytes:
                self._kept.popitem(last=False)


def _keys(ids: Ids, chunk: int) -> Iterator[bytes]:
    """A key for each beginning of `ids` that ends where a chunk does, and for all of it."""
    sums = hashlib.blake2b(digest_size=16)
    for start in range(0, len(ids), chunk):
        sums.update(ids[start : start + chunk].tobytes())
        yield sums.digest()
