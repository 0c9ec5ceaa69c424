"""Beam search: the most probable texts, found by following several at once.

Scores are normalised by length as Wu et al. 2016 do (arXiv:1609.08144, equation 14): the sum of the
tokens' log probabilities, divided by ((5 + length) / 6) ** penalty.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from slm_core.generation.control.control import FREE, Control
from slm_core.generation.decoder import Decoder, Reader, prefill
from slm_core.generation.output import TextChunk
from slm_core.generation.processors.chain import ProcessorChain, TextPlan
from slm_core.models.base import LanguageModel, device_of
from slm_core.tokenizers.tokenizer import EOS, UNK, Tokenizer


@dataclass(frozen=True)
class BeamText:
    """One text that was found."""

    ids: tuple[int, ...]
    """Its tokens, END included where it came to its end."""
    probabilities: tuple[float, ...]
    """What the model gave each of them."""
    score: float
    """Log probability, normalised by length; the texts are ordered by it."""

    def pieces(self, tokenizer: Tokenizer) -> list[TextChunk]:
        """The same as `generate` would give it."""
        stream = tokenizer.stream()
        return [
            TextChunk("" if index == EOS else stream.add(index), index, probability)
            for index, probability in zip(self.ids, self.probabilities, strict=True)
        ]


def normalized(score: float, length: int, penalty: float) -> float:
    """A log probability, normalised for a text of `length` tokens."""
    return score / ((5 + length) / 6) ** penalty


def beam_search(  # noqa: PLR0913 what is searched, and how it is asked for
    model: LanguageModel,
    tokenizer: Tokenizer,
    plan: TextPlan,
    control: Control = FREE,
    *,
    count: int = 1,
    should_stop: Callable[[], bool] | None = None,
    reader: Reader | None = None,
) -> list[BeamText]:
    """The `count` best continuations, best first; none if asked to stop before the end.

    `plan.settings.beams` texts are followed, to their END or the length asked for. Penalties,
    glossary and constraint change probabilities as they do for sampling; temperature and the
    choice among the likeliest tokens do not. The model must be in eval mode. Raises SettingsError.
    """
    plan.settings.check_texts(count)
    reading = prefill(model, tokenizer, plan.prompt, should_stop=should_stop, reader=reader)
    if reading is None:
        return []
    chain = ProcessorChain(tokenizer, [plan], control, device_of(model))
    search = _Search(plan, chain, reading, count)
    while not search.is_over:
        if should_stop is not None and should_stop():
            return []
        search.go_on()
    return search.found


@dataclass(frozen=True)
class _Path:
    """One text on the way."""

    ids: tuple[int, ...] = ()
    own: tuple[float, ...] = ()
    score: float = 0.0


class _Search:
    """The paths that are followed, and the best texts that have ended."""

    def __init__(self, plan: TextPlan, chain: ProcessorChain, reading: Decoder, count: int) -> None:
        self._settings, self._chain, self._count = plan.settings, chain, count
        self._reading = reading
        self._paths = [_Path()]
        self.found: list[BeamText] = []
        """Best first, at most as many as are asked for."""

    @property
    def is_over(self) -> bool:
        """Whether no path can become better than what is found."""
        if not self._paths:
            return True
        if len(self.found) < self._count:
            return False
        # Log probabilities only fall, and no divisor is larger than that of the longest text.
        best = max(path.score for path in self._paths)
        longest = normalized(best, self._settings.length, self._settings.length_penalty)
        return longest <= self.found[-1].score

    @torch.inference_mode()
    def go_on(self) -> None:
        """All paths by one token."""
        logits = self._chain.process(self._reading.logits).double()
        logits[:, UNK] = -torch.inf
        if not self.found:
            self._chain.check(logits[logits.amax(-1).argmax().unsqueeze(0)])  # of all, the best
        step = torch.log_softmax(logits, -1)  # (paths, vocabulary)
        step = step.masked_fill(step.isnan(), -torch.inf)  # of paths that lead nowhere
        own = torch.log_softmax(self._reading.logits.double(), -1).exp()
        before = torch.tensor([path.score for path in self._paths], dtype=step.dtype).to(step)
        totals = before.unsqueeze(1) + step
        for row, path in enumerate(self._paths):
            if totals[row, EOS] > -torch.inf:
                self._keep(_longer(path, EOS, own[row], totals[row]))
        totals[:, EOS] = -torch.inf
        kept = totals.flatten().topk(min(self._settings.beams, totals.numel()))
        places = [
            divmod(place, totals.shape[1])
            for place, value in zip(kept.indices.tolist(), kept.values.tolist(), strict=True)
            if value > -torch.inf
        ]
        paths = [_longer(self._paths[row], i, own[row], totals[row]) for row, i in places]
        if paths and len(paths[0].ids) >= self._settings.length:
            for path in paths:
                self._keep(path)
            paths = []
        self._paths = paths
        if paths and not self.is_over:
            self._read(places)

    def _read(self, places: Sequence[tuple[int, int]]) -> None:
        rows, ids = [row for row, _ in places], [index for _, index in places]
        device = self._reading.logits.device
        self._reading = self._reading.fork(torch.tensor(rows, device=device))
        self._chain.select(rows)
        self._chain.read(ids)
        self._reading.read(torch.tensor(ids, device=device))

    def _keep(self, path: _Path) -> None:
        score = normalized(path.score, len(path.ids), self._settings.length_penalty)
        self.found.append(BeamText(path.ids, path.own, score))
        self.found.sort(key=lambda text: -text.score)
        del self.found[self._count :]


def _longer(path: _Path, index: int, own: Tensor, totals: Tensor) -> _Path:
    return _Path((*path.ids, index), (*path.own, float(own[index])), float(totals[index]))


class BeamWriting:
    """Texts found by beam search, given as `Writing` gives those it samples.

    Of the same prompt the first text is the best one, the second the next best, and so on.
    """

    def __init__(
        self,
        model: LanguageModel,
        tokenizer: Tokenizer,
        plans: Sequence[TextPlan],
        control: Control = FREE,
        *,
        should_stop: Callable[[], bool] | None = None,
        reader: Reader | None = None,
    ) -> None:
        self._tokenizer, self._plans = tokenizer, plans
        self._ended: set[int] = set()
        self._search = partial(
            beam_search, model, tokenizer, control=control, should_stop=should_stop, reader=reader
        )

    def end(self, number: int) -> None:
        """Give no more of this text."""
        self._ended.add(number)

    def pieces(self) -> Iterator[tuple[int, TextChunk]]:
        """(number of the text, its next token), one text after the other. Raises SettingsError."""
        numbers: dict[str, list[int]] = {}
        for number, plan in enumerate(self._plans):
            numbers.setdefault(plan.prompt, []).append(number)
        for of_prompt in numbers.values():
            found = self._search(self._plans[of_prompt[0]], count=len(of_prompt))
            for number, text in zip(of_prompt, found, strict=False):
                for piece in text.pieces(self._tokenizer):
                    if number in self._ended:
                        break
                    yield number, piece
