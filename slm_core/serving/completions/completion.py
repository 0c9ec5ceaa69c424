"""Texts being written for one client: what is sent on the way, and a summary at each one's end.

Knows models and generation, no HTTP.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

from slm_core.corpus.text.passages import CopiedSpan
from slm_core.errors import CorpusError
from slm_core.generation.beam import BeamWriting
from slm_core.generation.output import TextChunk, TokenProbability
from slm_core.generation.processors.chain import TextPlan
from slm_core.generation.prompt_scores import score_prompt
from slm_core.generation.writing import Writing
from slm_core.runs.glossary import glossary_of
from slm_core.serving.completions.completion_request import TextRequest
from slm_core.serving.completions.outgoing_text import OutgoingText
from slm_core.serving.model_cache import LoadedModel
from slm_core.serving.schema import CompletionSummary, TextParcel, TokenScore
from slm_core.tokenizers.tokenizer import EOS

Numbered = tuple[int, TextParcel | CompletionSummary]
"""A part of one text of several."""

SEND_EVERY = 0.04
"""Seconds between two parcels of text: quicker than eyes, and 25 times cheaper than one a token."""
_LEAST = 1e-45
"""The smallest probability that float32 has, so that none has an infinite logarithm."""


def complete(
    loaded: LoadedModel, texts: Sequence[TextRequest], *, should_stop: Callable[[], bool]
) -> Iterator[Numbered]:
    """Parcels of the texts as they are written, side by side, and after the last of each its
    summary; less if asked to stop.

    The texts differ in prompt and settings alone. Raises SettingsError where their control, or the
    glossary kept for the run, cannot be met.
    """
    while not loaded.turns.acquire(timeout=0.05):
        if should_stop():
            return
    try:
        for number, asked in enumerate(texts):
            if asked.is_echoed:
                yield number, _echo(loaded, asked, should_stop)
        yield from _written(loaded, texts, should_stop)
    finally:
        loaded.turns.release()


def _written(
    loaded: LoadedModel, texts: Sequence[TextRequest], should_stop: Callable[[], bool]
) -> Iterator[Numbered]:
    open_texts = [_OpenText(asked) for asked in texts]
    if not texts[0].is_generated:
        for number, text in enumerate(open_texts):
            yield number, text.summary(loaded)
        return
    writing = _writing(loaded, texts, should_stop)
    for number, chunk in writing.pieces():
        text = open_texts[number]
        if text.is_over:
            continue
        text.add(chunk)
        if (parcel := text.due()) is not None:
            yield number, parcel
        if text.is_over:
            writing.end(number)
            yield number, text.summary(loaded)
    if texts[0].settings.is_searched and not should_stop():
        # There may be fewer texts than were asked for: the others are empty.
        for number, text in enumerate(open_texts):
            if not text.is_over:
                yield number, text.summary(loaded)


def _writing(
    loaded: LoadedModel, texts: Sequence[TextRequest], should_stop: Callable[[], bool]
) -> Writing | BeamWriting:
    source, first = loaded.run_model, texts[0]
    control = first.control.with_glossary(glossary_of(source.run))
    plans = [TextPlan(asked.prompt, asked.settings) for asked in texts]
    if first.settings.is_searched:
        return BeamWriting(
            source.model,
            source.tokenizer,
            plans,
            control,
            should_stop=should_stop,
            reader=loaded.reader,
        )
    return Writing(
        source.model,
        source.tokenizer,
        plans,
        control,
        alternatives=first.alternatives or 0,
        should_stop=should_stop,
        reader=loaded.reader,
    )


class _OpenText:
    """One text on its way."""

    def __init__(self, asked: TextRequest) -> None:
        self._asked = asked
        self._outgoing = OutgoingText(
            asked.stop,
            offset=len(asked.prompt) if asked.is_echoed else 0,
            sentences=asked.settings.sentences,
        )
        self._start = self._first = self._last = self._sent = time.perf_counter()
        self._whole, self._tokens = "", 0
        self._is_searched = asked.settings.is_searched and asked.is_generated
        self._finish = "stop" if self._is_searched else "length"  # there is no more to be found
        self.is_over = not asked.is_generated

    def add(self, chunk: TextChunk) -> None:
        """Go on with a token."""
        self._last = time.perf_counter()
        self._first = self._first if self._tokens else self._last
        if chunk.id == EOS:
            self._finish, self.is_over = "stop", True
            return
        self._tokens += 1
        scored = _scored(chunk, self._outgoing.end, self._asked.alternatives)
        self._outgoing.add(chunk.text, scored)
        if self._outgoing.is_stopped:
            self._finish, self.is_over = "stop", True
        elif self._tokens >= self._asked.settings.length:
            self._finish, self.is_over = "length", True

    def due(self) -> TextParcel | None:
        """What is to be sent now, if anything."""
        if not self.is_over and self._last - self._sent < SEND_EVERY:
            return None
        parcel = self._outgoing.take(is_over=self.is_over)
        if parcel is not None:
            self._whole, self._sent = self._whole + parcel.text, self._last
        return parcel

    def summary(self, loaded: LoadedModel) -> CompletionSummary:
        """What is known of it at its end."""
        tokenizer = loaded.run_model.tokenizer
        return CompletionSummary(
            finish=self._finish,
            step=loaded.run_model.step,
            seed=self._asked.settings.seed,
            prompt_tokens=len(tokenizer.encode(self._asked.prompt)),
            tokens=self._tokens,
            seconds=self._last - self._start,
            tokens_per_second=self._tokens_per_second(),
            unknown=tuple(tokenizer.unknown_in_prompt(self._asked.prompt)),
            copy=_longest_copy(loaded, self._whole),
            int8=asdict(loaded.int8) if loaded.int8 else None,
            notice=loaded.run_model.notice,
        )

    def _tokens_per_second(self) -> float:
        """From the first token to the last, so that reading a long prompt is not counted; a text
        that was searched came all at once, so there it is from the beginning."""
        steps = self._tokens if self._is_searched else self._tokens - 1
        seconds = self._last - (self._start if self._is_searched else self._first)
        return steps / seconds if seconds > 0 and steps > 0 else 0.0


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
