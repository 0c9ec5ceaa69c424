"""How much a model expects each token of a text that is there already."""

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from slm_core.generation.candidates import likeliest
from slm_core.generation.decoder import CHUNK
from slm_core.generation.output import PromptToken
from slm_core.models.base import LanguageModel, device_of
from slm_core.tokenizers.tokenizer import EOS, Tokenizer


def score_prompt(
    model: LanguageModel,
    tokenizer: Tokenizer,
    text: str,
    *,
    alternatives: int = 0,
    should_stop: Callable[[], bool] | None = None,
) -> Iterator[PromptToken]:
    """Each token of `text` with the probability it has after those before it.

    The model must be in eval mode. The first token has none: what precedes it is the end of
    another text. `should_stop` is asked before every 512 tokens; then the rest is left out.
    """
    parts = [
        (part if place == 0 else "", index)
        for part, ids in tokenizer.token_spans(text)
        for place, index in enumerate(ids)
    ]
    ids = [index for _, index in parts]
    logits = _logits(model, [EOS, *ids[:-1]], should_stop)
    for place, ((part, index), row) in enumerate(zip(parts, logits, strict=False)):
        own = None if place == 0 else float(torch.log_softmax(row, -1)[index])
        others = likeliest(tokenizer, row, alternatives) if alternatives and place else ()
        yield PromptToken(index, part, own, others)


def _logits(
    model: LanguageModel, ids: list[int], should_stop: Callable[[], bool] | None
) -> Iterator[Tensor]:
    """Of what follows each of `ids`: a row (vocabulary) for each of them."""
    state = model.initial_state(1)
    for start in range(0, len(ids), CHUNK):
        if should_stop is not None and should_stop():
            return
        with torch.inference_mode():
            part = torch.tensor([ids[start : start + CHUNK]], device=device_of(model))  # (1, time)
            hidden, state = model.features(part, state)
            rows = model.head(hidden[0])  # (time, vocabulary)
        yield from rows
