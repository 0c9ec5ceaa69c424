"""Penalties on what has been written already: repetition, frequency and presence, n-grams."""

from collections.abc import Sequence

import torch
from torch import Tensor

from slm_core.generation.processors.processor import LogitsProcessor
from slm_core.generation.settings import GenerationSettings
from slm_core.tokenizers.tokenizer import EOS, UNK


def penalized(
    logits: Tensor,
    *,
    counts: Tensor,
    present: Tensor,
    repetition: Tensor,
    frequency: Tensor,
    presence: Tensor,
) -> Tensor:
    """`logits` (streams, vocabulary) less the penalties (streams, 1).

    `repetition` divides a positive logit and multiplies a negative one of what is `present`
    (streams, vocabulary, bool) in the seed text or what follows: Keskar et al. 2019,
    arXiv:1909.05858, as Hugging Face has it for logits of either sign. `frequency` is subtracted
    for each of `counts` (streams, vocabulary), the times a token was written, and `presence` once
    where there are any: OpenAI's definition.
    """
    divided = torch.where(logits > 0, logits / repetition, logits * repetition)
    logits = torch.where(present, divided, logits)
    return logits - counts * frequency - (counts > 0) * presence


class PenaltyProcessor(LogitsProcessor):
    """The penalties of the settings, each stream with its own."""

    def __init__(
        self,
        settings: Sequence[GenerationSettings],
        prompts: Sequence[Sequence[int]],
        vocabulary_size: int,
        device: torch.device,
    ) -> None:
        """`prompts` are the ids of each stream's seed text."""
        shape = len(settings), vocabulary_size
        self._counts = torch.zeros(shape, device=device)
        self._present = torch.zeros(shape, dtype=torch.bool, device=device)
        for row, ids in zip(self._present, prompts, strict=True):
            row[torch.as_tensor([*ids], dtype=torch.long, device=device)] = True
        self._strengths = {
            name: torch.tensor(
                [[getattr(one, f"{name}_penalty")] for one in settings], device=device
            )
            for name in ("repetition", "frequency", "presence")
        }

    @staticmethod
    def is_needed(settings: GenerationSettings) -> bool:
        """Whether these settings have any penalty."""
        strengths = (settings.frequency_penalty, settings.presence_penalty)
        return settings.repetition_penalty != 1.0 or any(strengths)

    def process(self, logits: Tensor) -> Tensor:
        """See LogitsProcessor."""
        return penalized(logits, counts=self._counts, present=self._present, **self._strengths)

    def read(self, ids: Sequence[int]) -> None:
        """See LogitsProcessor."""
        places = torch.arange(len(ids)), torch.as_tensor(ids)
        self._counts[places] += 1
        self._present[places] = True

    def select(self, chosen: Sequence[int]) -> None:
        """See LogitsProcessor."""
        rows = torch.as_tensor(chosen, device=self._counts.device)
        self._counts, self._present = self._counts[rows], self._present[rows]
        self._strengths = {name: part[rows] for name, part in self._strengths.items()}


class NoRepeatNgrams(LogitsProcessor):
    """No n tokens in a row occur twice, the seed text counted; END may always come.

    Paulus et al. 2018, arXiv:1705.04304, have it for trigrams in beam search.
    """

    def __init__(self, sizes: Sequence[int], prompts: Sequence[Sequence[int]]) -> None:
        """`sizes` is n for each stream, 0 for any repetition; `prompts` are ids."""
        self._streams = [_Ngrams(size) for size in sizes]
        for stream, ids in zip(self._streams, prompts, strict=True):
            for index in ids:
                stream.read(int(index))

    def process(self, logits: Tensor) -> Tensor:
        """See LogitsProcessor."""
        barred = [(row, index) for row, s in enumerate(self._streams) for index in s.barred()]
        if not barred:
            return logits
        rows, ids = zip(*barred, strict=True)
        logits = logits.clone()
        logits[torch.tensor(rows), torch.tensor(ids)] = -torch.inf
        return logits

    def read(self, ids: Sequence[int]) -> None:
        """See LogitsProcessor."""
        for stream, index in zip(self._streams, ids, strict=True):
            stream.read(index)

    def select(self, chosen: Sequence[int]) -> None:
        """See LogitsProcessor."""
        self._streams = [self._streams[row].copy() for row in chosen]


class _Ngrams:
    """Which tokens stood behind each n - 1 others in one text."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._last: tuple[int, ...] = ()
        self._after: dict[tuple[int, ...], frozenset[int]] = {}

    def barred(self) -> frozenset[int]:
        if self._size == 0 or len(self._last) < self._size - 1:
            return frozenset()
        return self._after.get(self._last, frozenset())

    def read(self, index: int) -> None:
        if self._size == 0:
            return
        if len(self._last) == self._size - 1 and index not in (EOS, UNK):
            self._after[self._last] = self._after.get(self._last, frozenset()) | {index}
        self._last = (*self._last, index)[1 - self._size :] if self._size > 1 else ()

    def copy(self) -> "_Ngrams":
        same = _Ngrams(self._size)
        same._last, same._after = self._last, dict(self._after)
        return same
