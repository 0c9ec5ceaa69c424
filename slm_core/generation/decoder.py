"""The decoder: reads tokens, keeps the model's state, gives the logits of the next token.

Everything that writes (sampling, beam search, completing words) drives a model through this alone:
read a prompt once, branch into several streams, step by step on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from slm_core.generation.prompt_cache import PromptCache, ReadPrompt
from slm_core.models.base import LanguageModel, State, device_of, join_states, select_streams
from slm_core.tokenizers.tokenizer import EOS, Tokenizer

CHUNK = 512
"""Tokens of a prompt read at once: bounds memory, and how long a stop waits. Fixed, since
another number would round differently and the same seed could write another text."""

Step = Callable[[Tensor, State], tuple[Tensor, State]]
"""Reads one token in each stream, ids (streams): logits (streams, vocabulary), and the state."""


@dataclass(frozen=True)
class Reader:
    """How a model is read with, where that is not by itself alone."""

    step: Step
    prompts: PromptCache | None = None
    """Beginnings of prompts that were read before."""


class Decoder:
    """One model in the midst of one or several texts, side by side; leaves the model as it is."""

    def __init__(self, step: Step, state: State, logits: Tensor) -> None:
        self._step = step
        self.state = state
        """Of the model, after all that was read."""
        self.logits = logits
        """For the next token: (streams, vocabulary)."""

    def read(self, ids: Tensor) -> None:
        """Go on by one token in each stream: `ids` (streams)."""
        self.logits, self.state = self._step(ids, self.state)

    @torch.inference_mode()
    def fork(self, chosen: Tensor) -> "Decoder":
        """A reading whose streams go on from these of this one; one may be chosen repeatedly."""
        state = select_streams(self.state, chosen)
        return Decoder(self._step, state, self.logits.index_select(0, chosen))

    @classmethod
    @torch.inference_mode()
    def joined(cls, readings: Sequence["Decoder"]) -> "Decoder":
        """The streams of all of these side by side; they read with the same model."""
        if len(readings) == 1:
            return readings[0]
        state = join_states([reading.state for reading in readings])
        return cls(readings[0]._step, state, torch.cat([reading.logits for reading in readings]))


def step_of(model: LanguageModel) -> Step:
    """How `model` reads one token in each stream."""

    @torch.inference_mode()
    def step(ids: Tensor, state: State) -> tuple[Tensor, State]:
        return model.step(ids, state)

    return step


def prompt_ids(tokenizer: Tokenizer, prompt: str) -> list[int]:
    """The ids of a prompt as it is read, without the END before it."""
    return tokenizer.encode(tokenizer.normalize_prompt(prompt)).tolist()


@torch.inference_mode()
def prefill(
    model: LanguageModel,
    tokenizer: Tokenizer,
    prompt: str,
    *,
    should_stop: Callable[[], bool] | None = None,
    reader: Reader | None = None,
) -> Decoder | None:
    """Read END and then `prompt` as one stream; None if asked to stop on the way.

    Any length will do, from nothing on; what the tokenizer does not know is read as UNKNOWN.
    `reader` is how what follows is read, and what was read before; by default the model itself.
    """
    reader = reader or Reader(step_of(model))
    device = device_of(model)
    ids = np.array([EOS, *prompt_ids(tokenizer, prompt)], dtype=np.int64)
    known = None if reader.prompts is None else reader.prompts.longest(ids, CHUNK)
    read = known or ReadPrompt(0, model.initial_state(1), torch.empty(0))
    for start in range(read.count, len(ids), CHUNK):
        if should_stop is not None and should_stop():
            return None
        part = torch.from_numpy(ids[start : start + CHUNK]).to(device).unsqueeze(0)  # (1, time)
        hidden, state = model.features(part, read.state)
        read = ReadPrompt(start + part.shape[1], state, model.head(hidden[:, -1]))
        if reader.prompts is not None:
            reader.prompts.keep(ids[: read.count], CHUNK, read)
    return Decoder(reader.step, read.state, read.logits)
