"""Generating text with a trained model: a stream of pieces, several samples at once, or the next
token."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor

from slm_core.generation.constraints import Utf8Constraint
from slm_core.generation.decoder import Decoder, prefill
from slm_core.generation.output import TextChunk, TokenProbability
from slm_core.generation.sampling import GREEDY_BELOW, next_probabilities, sample
from slm_core.generation.settings import GenerationSettings
from slm_core.models.base import LanguageModel, device_of
from slm_core.tokenizers.tokenizer import EOS, Tokenizer

_AS_IT_IS = GenerationSettings(temperature=1.0)


def generate(
    model: LanguageModel,
    tokenizer: Tokenizer,
    prompt: str,
    settings: GenerationSettings,
    *,
    should_stop: Callable[[], bool] | None = None,
    alternatives: int = 0,
) -> Iterator[TextChunk]:
    """Write on from `prompt`, token by token, to the end of the text or `settings.length`.

    The model must be in eval mode. The same settings, model and machine give the same pieces.
    `should_stop` is asked before each token. Each piece has so many `alternatives`.
    """
    generator = torch.Generator(device_of(model)).manual_seed(settings.seed)
    reading = prefill(model, tokenizer, prompt, should_stop=should_stop)
    if reading is None:
        return
    stream = tokenizer.stream()
    whole = Utf8Constraint(tokenizer, streams=1, device=device_of(model))
    for _ in range(settings.length):
        if should_stop is not None and should_stop():
            return
        others = likeliest(tokenizer, reading.logits[0], alternatives) if alternatives else ()
        index, probability = _draw(reading, whole, settings, generator)
        yield TextChunk("" if index == EOS else stream.add(index), index, probability, others)
        if index == EOS:
            return


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


def next_token_candidates(
    model: LanguageModel,
    tokenizer: Tokenizer,
    text: str,
    *,
    count: int,
    settings: GenerationSettings = _AS_IT_IS,
    should_stop: Callable[[], bool] | None = None,
) -> list[TokenProbability]:
    """The `count` likeliest tokens after `text`, likeliest first; none if asked to stop before.

    Their probabilities are the model's own, or with `settings` those at their temperature; top-k
    and top-p are left out, so that one sees what they cut off. The model must be in eval mode.
    """
    reading = prefill(model, tokenizer, text, should_stop=should_stop)
    if reading is None:
        return []
    return [*likeliest(tokenizer, reading.logits[0], count, temperature=settings.temperature)]


def likeliest(
    tokenizer: Tokenizer, logits: Tensor, count: int, *, temperature: float = 1.0
) -> tuple[TokenProbability, ...]:
    """The `count` likeliest tokens by `logits` (vocabulary), with their probabilities at this
    temperature."""
    own = next_probabilities(logits)
    # Ranked by the model's own: a low temperature leaves many with nothing to rank them by.
    ids = own.topk(min(count, len(own) - 1)).indices  # UNKNOWN is none
    values = next_probabilities(logits, temperature=temperature)[ids]
    return tuple(
        TokenProbability(index, _text_of(tokenizer, index), tokenizer.shown(index), probability)
        for index, probability in zip(ids.tolist(), values.tolist(), strict=True)
    )


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
def _draw(
    reading: Decoder,
    whole: Utf8Constraint,
    settings: GenerationSettings,
    generator: torch.Generator,
) -> tuple[int, float]:
    """Choose the next token of a single stream and read it."""
    probabilities = next_probabilities(
        whole.keep(reading.logits),
        temperature=settings.temperature,
        top_k=settings.top_k,
        top_p=settings.top_p,
    )
    ids = sample(probabilities, generator)  # (1)
    own = torch.log_softmax(reading.logits, -1)[0, ids[0]].exp()
    reading.read(ids)
    whole.read(ids)
    return int(ids[0]), float(own)


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
        ids = sample(next_probabilities(whole.keep(scores)), generator)  # (temperatures)
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


def _text_of(tokenizer: Tokenizer, index: int) -> str:
    try:
        return tokenizer.token_text(index).decode("utf-8")
    except UnicodeDecodeError:
        return ""
