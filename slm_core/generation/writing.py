"""Texts that one model writes side by side: a token of each at a time, in one batch."""

from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from slm_core.generation.candidates import likeliest
from slm_core.generation.control.control import FREE, Control
from slm_core.generation.decoder import Decoder, Reader, prefill
from slm_core.generation.output import TextChunk, TokenProbability
from slm_core.generation.processors.chain import ProcessorChain, TextPlan
from slm_core.generation.sampling import Filters, probabilities_of_each, sample_each
from slm_core.models.base import LanguageModel, device_of
from slm_core.tokenizers.tokenizer import EOS, Tokenizer


class Writing:
    """Texts by their numbers, from the first token to the last; the model must be in eval mode.

    Each has its own settings and its own random numbers. What is written beside it changes a text
    only where rounding does: a batch is computed in another order than one text alone.
    """

    def __init__(  # noqa: PLR0913 what is written, and how it is asked for
        self,
        model: LanguageModel,
        tokenizer: Tokenizer,
        plans: Sequence[TextPlan],
        control: Control = FREE,
        *,
        alternatives: int = 0,
        should_stop: Callable[[], bool] | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Raises SettingsError where the constraint cannot be met."""
        device = device_of(model)
        self._model, self._tokenizer, self._plans = model, tokenizer, plans
        self._alternatives, self._should_stop, self._reader = alternatives, should_stop, reader
        self._chain = ProcessorChain(tokenizer, plans, control, device)
        self._generators = [
            torch.Generator(device).manual_seed(plan.settings.seed) for plan in plans
        ]
        known: dict[Filters, Filters] = {}  # one object for all alike: quicker to compare
        filters = (Filters.of(plan.settings) for plan in plans)
        self._filters = [known.setdefault(one, one) for one in filters]
        self._streams = [tokenizer.stream() for _ in plans]
        self._ended = [False] * len(plans)

    def end(self, number: int) -> None:
        """Write no more of this text."""
        self._ended[number] = True

    def pieces(self) -> Iterator[tuple[int, TextChunk]]:
        """(number of the text, its next token), until all have ended or it is asked to stop.

        Raises SettingsError where nothing may come next.
        """
        reading = self._begun()
        running = [*range(len(self._plans))]
        written = 0
        while reading is not None and running and not self._is_stopped():
            ids, pieces = self._drawn(reading, running)
            written += 1
            for number, piece in zip(running, pieces, strict=True):
                yield number, piece
                is_over = piece.id == EOS or written >= self._plans[number].settings.length
                self._ended[number] = self._ended[number] or is_over
            rows = [row for row, number in enumerate(running) if not self._ended[number]]
            if rows and len(rows) < len(running):
                reading = reading.fork(torch.tensor(rows, device=ids.device))
                self._chain.select(rows)
                ids = ids[rows]
            running = [running[row] for row in rows]
            if running:
                reading.read(ids)

    def _begun(self) -> Decoder | None:
        """After the prompts, each of them read once."""
        begun: dict[str, Decoder] = {}
        for plan in self._plans:
            if plan.prompt not in begun:
                reading = prefill(
                    self._model,
                    self._tokenizer,
                    plan.prompt,
                    should_stop=self._should_stop,
                    reader=self._reader,
                )
                if reading is None:
                    return None
                begun[plan.prompt] = reading
        readings = [begun[plan.prompt] for plan in self._plans]
        return Decoder.joined(readings) if readings else None

    def _is_stopped(self) -> bool:
        return self._should_stop is not None and self._should_stop()

    @torch.inference_mode()
    def _drawn(self, reading: Decoder, running: Sequence[int]) -> tuple[Tensor, list[TextChunk]]:
        """The next token of each running text, and what it makes readable."""
        logits = self._chain.process(reading.logits)
        self._chain.check(logits)
        probabilities = probabilities_of_each(logits, [self._filters[number] for number in running])
        ids = sample_each(probabilities, [self._generators[number] for number in running])
        own = torch.softmax(reading.logits, -1).gather(1, ids.unsqueeze(1))
        chosen = ids.tolist()
        self._chain.read(chosen)
        pieces = [
            TextChunk(
                "" if index == EOS else self._streams[number].add(index), index, probability, others
            )
            for number, index, [probability], others in zip(
                running, chosen, own.tolist(), self._others(reading.logits), strict=True
            )
        ]
        return ids, pieces

    def _others(self, logits: Tensor) -> Sequence[tuple[TokenProbability, ...]]:
        """The likeliest tokens of each stream, where they were asked for."""
        if not self._alternatives:
            return [()] * len(logits)
        return [likeliest(self._tokenizer, row, self._alternatives) for row in logits]
