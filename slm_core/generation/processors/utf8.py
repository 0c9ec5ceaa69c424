"""Constraint on byte tokens: only whole UTF-8 characters are generated."""

from collections.abc import Sequence

import torch
from torch import Tensor

from slm_core.generation.processors.processor import LogitsProcessor
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.tokenizers.utf8 import READY


class Utf8Constraint(LogitsProcessor):
    """Says at each step which tokens may come next, for streams side by side.

    A model that has not learned its letters yet puts bytes together that are no character; they
    would show as U+FFFD. Tokens that are text by themselves need none of this.
    """

    def __init__(self, tokenizer: Tokenizer, *, streams: int, device: torch.device) -> None:
        steps = tokenizer.utf8_steps
        self._after = self._barred = None
        if steps is not None:
            self._after = torch.from_numpy(steps.after).to(device).long()
            barred = torch.zeros(steps.allowed.shape, device=device)
            self._barred = barred.masked_fill_(
                torch.from_numpy(~steps.allowed).to(device), -torch.inf
            )
        self._states = torch.full((streams,), READY, dtype=torch.long, device=device)

    def process(self, logits: Tensor) -> Tensor:
        """See LogitsProcessor."""
        return logits if self._barred is None else logits + self._barred[self._states]

    def read(self, ids: Sequence[int] | Tensor) -> None:
        """See LogitsProcessor."""
        if self._after is not None:
            ids = torch.as_tensor(ids, device=self._states.device)
            self._states = self._after[self._states, ids]

    def select(self, chosen: Sequence[int]) -> None:
        """See LogitsProcessor."""
        self._states = self._states[torch.as_tensor(chosen, device=self._states.device)]
