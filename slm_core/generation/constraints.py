"""Constraint on byte tokens: only whole UTF-8 characters are generated."""

import torch
from torch import Tensor

from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.tokenizers.utf8 import READY


class Utf8Constraint:
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

    def keep(self, logits: Tensor) -> Tensor:
        """`logits` (streams, vocabulary), minus infinity for what cannot come next."""
        return logits if self._barred is None else logits + self._barred[self._states]

    def read(self, ids: Tensor) -> None:
        """Go on by one token in each stream: `ids` (streams)."""
        if self._after is not None:
            self._states = self._after[self._states, ids]
