"""One text being written for one client: what is sent on the way, and the summary at its end.

Knows models and generation, no HTTP.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence

from slm_core.corpus.text.passages import CopiedSpan
from slm_core.errors import CorpusError
from slm_core.generation.generate import generate
from slm_core.generation.output import TextChunk, TokenProbability
from slm_core.generation.prompt_scores import score_prompt
from slm_core.serving.completions.completion_request import TextRequest
from slm_core.serving.completions.outgoing_text import OutgoingText
from slm_core.serving.model_cache import LoadedModel
from slm_core.serving.schema import CompletionSummary, TextParcel, TokenScore
from slm_core.tokenizers.tokenizer import EOS

SEND_EVERY = 0.04
"""Seconds between two parcels of text: quicker than eyes, and 25 times cheaper than one a token."""
_LEAST = 1e-45
"""The smallest probability that float32 has, so that none has an infinite logarithm."""


def complete(
    loaded: LoadedModel, asked: TextRequest, *, should_stop: Callable[[], bool]
) -> Iterator[TextParcel | CompletionSummary]:
    """Parcels of text as they are written, then the summary; less if asked to stop."""
    while not loaded.lock.acquire(timeout=0.05):
        if should_stop():
            return
    try:
        if asked.is_echoed:
            yield _echo(loaded, asked, should_stop)
        yield from _written(loaded, asked, should_stop)
    finally:
        loaded.lock.release()


def _written(
    loaded: LoadedModel, asked: TextRequest, should_stop: Callable[[], bool]
) -> Iterator[TextParcel | CompletionSummary]:
    start = first = last = sent = time.perf_counter()
    outgoing = OutgoingText(asked.stop, offset=len(asked.prompt) if asked.is_echoed else 0)
    whole, tokens, finish = "", 0, "length"
    for chunk in _chunks(loaded, asked, should_stop):
        last = time.perf_counter()
        first = first if tokens else last
        if chunk.id == EOS:
            finish = "stop"
            break
        tokens += 1
        outgoing.add(chunk.text, _scored(chunk, outgoing.end, asked.alternatives))
        if outgoing.is_stopped:
            finish = "stop"
            break
        if last - sent >= SEND_EVERY and (parcel := outgoing.take()):
            yield parcel
            whole, sent = whole + parcel.text, last
    if parcel := outgoing.take(is_over=True):
        yield parcel
        whole += parcel.text
    if not should_stop():
        # From the first token to the last, so that reading a long prompt is not counted.
        rate = (tokens - 1) / (last - first) if last > first and tokens > 1 else 0.0
        yield _summary(loaded, asked, whole, finish, (tokens, last - start, rate))


def _chunks(
    loaded: LoadedModel, asked: TextRequest, should_stop: Callable[[], bool]
) -> Iterator[TextChunk]:
    if not asked.is_generated:
        return iter(())
    return generate(
        loaded.run_model.model,
        loaded.run_model.tokenizer,
        asked.prompt,
        asked.settings,
        should_stop=should_stop,
        alternatives=asked.alternatives or 0,
    )


def _summary(
    loaded: LoadedModel,
    asked: TextRequest,
    whole: str,
    finish: str,
    measured: tuple[int, float, float],
) -> CompletionSummary:
    tokenizer = loaded.run_model.tokenizer
    tokens, seconds, rate = measured
    return CompletionSummary(
        finish=finish,
        step=loaded.run_model.step,
        seed=asked.settings.seed,
        prompt_tokens=len(tokenizer.encode(asked.prompt)),
        tokens=tokens,
        seconds=seconds,
        tokens_per_second=rate,
        unknown=tuple(tokenizer.unknown_in_prompt(asked.prompt)),
        copy=_longest_copy(loaded, whole),
        notice=loaded.run_model.notice,
    )


def _echo(loaded: LoadedModel, asked: TextRequest, should_stop: Callable[[], bool]) -> TextParcel:
    """The prompt, with the probabilities of its tokens where they are asked for."""
    if asked.alternatives is None:
        return TextParcel(asked.prompt)
    model, tokenizer = loaded.run_model.model, loaded.run_model.tokenizer
    scores, offset = [], 0
    for token in score_prompt(
        model,
        tokenizer,
        asked.prompt,
        alternatives=asked.alternatives,
        should_stop=should_stop,
    ):
        others = _labelled(token.alternatives, token.text, token.log_probability)
        scores.append(TokenScore(token.text, token.log_probability, offset, others))
        offset += len(token.text)
    return TextParcel(asked.prompt, tuple(scores))


def _scored(chunk: TextChunk, offset: int, alternatives: int | None) -> TokenScore | None:
    if alternatives is None:
        return None
    own = math.log(max(chunk.probability, _LEAST))
    return TokenScore(chunk.text, own, offset, _labelled(chunk.alternatives, chunk.text, own))


def _labelled(
    likeliest: Sequence[TokenProbability], text: str, own: float | None
) -> tuple[tuple[str, float], ...]:
    """The likeliest tokens by names that are not alike, though several have no text of their own;
    and beside them the token that stands there, where it is none of them."""
    found = {_label(token): math.log(max(token.probability, _LEAST)) for token in likeliest}
    if found and text and own is not None:
        found.setdefault(text, own)
    return tuple(found.items())


def _label(token: TokenProbability) -> str:
    if token.text:
        return token.text
    return "<|end|>" if token.id == EOS else f"bytes:{token.shown}"


def _longest_copy(loaded: LoadedModel, text: str) -> CopiedSpan | None:
    try:
        return loaded.copied_from().longest_copy(text)
    except CorpusError:
        return None
