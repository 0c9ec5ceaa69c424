"""Generating text with a trained model: a stream of pieces, several samples at once, or the next
token."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor

from slm_core.generation.candidates import likeliest
from slm_core.generation.control.control import FREE, Control
from slm_core.generation.decoder import Reader, prefill
from slm_core.generation.output import TextChunk, TokenProbability
from slm_core.generation.processors.chain import TextPlan
from slm_core.generation.processors.utf8 import Utf8Constraint
from slm_core.generation.sampling import GREEDY_BELOW, Filters, next_probabilities, sample
from slm_core.generation.settings import GenerationSettings
from slm_core.generation.writing import Writing
from slm_core.models.base import LanguageModel, device_of
from slm_core.tokenizers.tokenizer import EOS, Tokenizer

_AS_IT_IS = GenerationSettings(temperature=1.0, top_p=1.0)


def generate(  # noqa: PLR0913 what is written, and how it is asked for
    model: LanguageModel,
    tokenizer: Tokenizer,
    prompt: str,
    settings: GenerationSettings,
    control: Control = FREE,
    *,
    should_stop: Callable[[], bool] | None = None,
    alternatives: int = 0,
) -> Iterator[TextChunk]:
    """Write on from `prompt`, token by token, to the end of the text or `settings.length`.

    The model must be in eval mode. The same settings, model and machine give the same pieces.
    `should_stop` is asked before each token. Each piece has so many `alternatives`. Raises
    SettingsError where `control` cannot be met.
    """
    writing = Writing(
        model,
        tokenizer,
        [TextPlan(prompt, settings)],
        control,
        alternatives=alternatives,
        should_stop=should_stop,
    )
    return (piece for _, piece in writing.pieces())


def write_samples(
    model: LanguageModel,
    tokenizer: Tokenizer,
    prompt: str,
    *,
    temperatures: Sequence[float],
    length: int,
    seed: int,
) -> list[tuple[float, str]]:
    """(temperature, at most `length` tokens that follow `prompt`) for each temperature.

    All are written side by side. The model's mode and all global randomness are left as they
    were, so a training that calls this goes on as if it had not.
    """
    if not temperatures or length < 1:
        return [(temperature, "") for temperature in temperatures]
    with _at_rest(model):
        ids = _sampled(model, tokenizer, prompt, temperatures, length, seed)
    texts = []
    for temperature, row in zip(temperatures, ids.tolist(), strict=True):
        stream = tokenizer.stream()  # a character that the length cuts off is left out
        written = row[: row.index(EOS)] if EOS in row else row
        texts.append((temperature, "".join(map(stream.add, written))))
    return texts


def next_token_candidates(  # noqa: PLR0913 what is asked for, and how
    model: LanguageModel,
    tokenizer: Tokenizer,
    text: str,
    *,
    count: int,
    settings: GenerationSettings = _AS_IT_IS,
    should_stop: Callable[[], bool] | None = None,
    reader: Reader | None = None,
) -> list[TokenProbability]:
    """The `count` likeliest tokens after `text`, likeliest first; none if asked to stop before.

    Their probabilities are the model's own, or with `settings` those after temperature, top-k,
    top-p, min-p and typical sampling: 0 for a token that is cut off. Eval mode is wanted.
    """
    reading = prefill(model, tokenizer, text, should_stop=should_stop, reader=reader)
    if reading is None:
        return []
    return [*likeliest(tokenizer, reading.logits[0], count, filters=Filters.of(settings))]


def expected_next(
    model: LanguageModel, tokenizer: Tokenizer, text: str, *, count: int
) -> list[tuple[str, float]]:
    """(token as people may read it, probability) of the `count` likeliest after `text`.

    Like `write_samples` it leaves a training as if it had not been called.
    """
    with _at_rest(model):
        found = next_token_candidates(model, tokenizer, text, count=count)
    return [(one.shown, round(one.probability, 4)) for one in found]


@torch.inference_mode()
def _sampled(
    model: LanguageModel,
    tokenizer: Tokenizer,
    prompt: str,
    temperatures: Sequence[float],
    length: int,
    seed: int,
) -> Tensor:
    """Ids (temperatures, at most length); what stands after an END is to be ignored."""
    device = device_of(model)
    generator = torch.Generator(device).manual_seed(seed)
    heat = torch.tensor(temperatures, device=device).clamp_min(GREEDY_BELOW).unsqueeze(1)
    alone = prefill(model, tokenizer, prompt)
    assert alone is not None, "nothing asks it to stop"
    reading = alone.fork(torch.zeros(len(temperatures), dtype=torch.long, device=device))
    whole = Utf8Constraint(tokenizer, streams=len(temperatures), device=device)
    written: list[Tensor] = []
    ended = torch.zeros(len(temperatures), dtype=torch.bool, device=device)
    while len(written) < length and not ended.all():
        # The largest logit is made 0 first: divided by next to nothing it would overflow.
        scores = (reading.logits - reading.logits.amax(-1, keepdim=True)) / heat
        ids = sample(next_probabilities(whole.process(scores)), generator)  # (temperatures)
        ended |= ids == EOS
        written.append(ids)
        if len(written) < length:
            reading.read(ids)
            whole.read(ids)
    return torch.stack(written, 1)


@contextmanager
def _at_rest(model: LanguageModel) -> Generator[None]:
    """The model without dropout, and torch without oneDNN.

    oneDNN packs an LSTM's weights anew in each call: a step of one token takes 245 µs with it
    and 151 µs without (256 units, one thread).
    """
    modes = [(part, part.training) for part in model.modules()]
    packing = torch.backends.mkldnn.enabled
    model.eval()
    torch.backends.mkldnn.set_flags(False, _fp32_precision=None)
    try:
        yield
    finally:
        torch.backends.mkldnn.set_flags(packing, _fp32_precision=None)
        for part, training in modes:
            part.training = training
