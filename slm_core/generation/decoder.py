"""The decoder: reads tokens, keeps the model's state, gives the logits of the next token.

Everything that writes (sampling here, a search later) drives a model through this alone: read a
prompt once, branch into several streams, step by step on.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from slm_core.models.base import LanguageModel, State, device_of
from slm_core.tokenizers.tokenizer import EOS, Tokenizer

CHUNK = 512
"""Tokens of a prompt read at once: bounds memory, and how long a stop waits. Fixed, since
another number would round differently and the same seed could write another text."""


class Decoder:
    """One model in the midst of one or several texts, side by side; leaves the model as it is."""

    def __init__(self, model: LanguageModel, state: State, logits: Tensor) -> None:
        self._model = model
        self._state = state
        self.logits = logits
        """For the next token: (streams, vocabulary)."""

    @torch.inference_mode()
    def read(self, ids: Tensor) -> None:
        """Go on by one token in each stream: `ids` (streams)."""
        hidden, self._state = self._model.features(ids.unsqueeze(1), self._state)
        self.logits = self._model.head(hidden[:, -1])  # (streams, vocabulary)

    @torch.inference_mode()
    def fork(self, chosen: Tensor) -> "Decoder":
        """A reading whose streams go on from these of this one; one may be chosen repeatedly."""
        state = tuple(part.index_select(1, chosen) for part in self._state)
        return Decoder(self._model, state, self.logits.index_select(0, chosen))


@torch.inference_mode()
def prefill(
    model: LanguageModel,
    tokenizer: Tokenizer,
    prompt: str,
    *,
    should_stop: Callable[[], bool] | None = None,
) -> Decoder | None:
    """Read END and then `prompt` as one stream; None if asked to stop on the way.

    Any length will do, from nothing on; what the tokenizer does not know is read as UNKNOWN.
    """
    device = device_of(model)
    ids = np.concatenate([[EOS], tokenizer.encode(tokenizer.normalize_prompt(prompt))]).astype(
        np.int64
    )
    state = model.initial_state(1)
    logits = torch.empty(0)
    for start in range(0, len(ids), CHUNK):
        if should_stop is not None and should_stop():
            return None
        part = torch.from_numpy(ids[start : start + CHUNK]).to(device).unsqueeze(0)  # (1, time)
        hidden, state = model.features(part, state)
        logits = model.head(hidden[:, -1])  # (1, vocabulary)
    return Decoder(model, state, logits)
