"""The interface of what changes logits, given what has been written so far."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from torch import Tensor


class LogitsProcessor(ABC):
    """Follows texts that are written side by side, and says of each what may come next."""

    @abstractmethod
    def process(self, logits: Tensor) -> Tensor:
        """Changed `logits` (streams, vocabulary); minus infinity for what cannot come next."""

    @abstractmethod
    def read(self, ids: Sequence[int]) -> None:
        """Go on by one token in each stream."""

    @abstractmethod
    def select(self, chosen: Sequence[int]) -> None:
        """Go on with these of the streams; one may be chosen repeatedly."""
