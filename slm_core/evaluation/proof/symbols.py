"""What is coded: tokens by a model's probabilities, and the letters of words it does not know.

Encoder and decoder ask the same functions in the same order, one token at a time, so that both see
the same numbers to the last bit: a batch of another shape would round differently.
"""

from bisect import bisect_left
from collections.abc import Generator
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray

from slm_core.evaluation.proof.arithmetic_coder import ArithmeticDecoder, ArithmeticEncoder
from slm_core.models.base import LanguageModel, device_of
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel

_SCALE = 1 << 48
"""Into so many parts is 1 cut: what a probability loses by that is nothing beside 0.1 %."""
_SURROGATES = range(0xD800, 0xE000)
_SCALARS = 0x110000 - len(_SURROGATES)

Widths = NDArray[np.int64]


class TokenDistribution:
    """A model in the midst of one text: the width of each token (vocabulary,) that may come."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._device = device_of(model)
        self._state = model.initial_state(1)
        self.sum = 1.0
        """Of the probabilities that were asked for last, as the model gave them."""

    @torch.inference_mode()
    def after(self, token: int) -> Widths:
        """Read `token`; the ends (vocabulary,) of the stretches of all that may follow."""
        ids = torch.tensor([[token]], device=self._device)
        hidden, self._state = self._model.features(ids, self._state)
        logs = self._model.head(hidden[:, -1]).float().log_softmax(-1)[0]
        shares = logs.double().exp().cpu().numpy()  # (vocabulary,)
        self.sum = float(shares.sum())
        return np.cumsum((shares / self.sum * _SCALE).astype(np.int64) + 1)


@contextmanager
def steady(model: LanguageModel) -> Generator[None]:
    """The model at rest, and torch without oneDNN, which packs weights anew for each token."""
    was_training, packing = model.training, torch.backends.mkldnn.enabled
    model.eval()
    torch.backends.mkldnn.set_flags(False, _fp32_precision=None)
    try:
        yield
    finally:
        torch.backends.mkldnn.set_flags(packing, _fp32_precision=None)
        model.train(was_training)


def encode_token(encoder: ArithmeticEncoder, ends: Widths, token: int) -> None:
    """Write one of the tokens whose stretches end at `ends`."""
    start = int(ends[token - 1]) if token else 0
    encoder.encode(start, int(ends[token]) - start, int(ends[-1]))


def decode_token(decoder: ArithmeticDecoder, ends: Widths) -> int:
    """The next token."""
    total = int(ends[-1])
    token = int(np.searchsorted(ends, decoder.target(total), side="right"))
    start = int(ends[token - 1]) if token else 0
    decoder.take(start, int(ends[token]) - start, total)
    return token


class LetterDistribution:
    """The letters of words that the tokenizer does not know; each beginning is worked out once."""

    def __init__(self, speller: UnknownWordModel) -> None:
        self._speller = speller
        self._known: dict[str, tuple[list[str], Widths]] = {}

    def after(self, word: str) -> tuple[list[str], Widths]:
        """The letters ("" is the end of the word) that may follow this beginning, and where their
        stretches end; the last stretch is that of all other characters together."""
        end = word[-2:]
        if end not in self._known:
            letters, other = self._speller.following(end)
            shares = np.array([*letters.values(), other * (_SCALARS + 1 - len(letters))])
            widths = (shares / shares.sum() * _SCALE).astype(np.int64) + 1
            self._known[end] = list(letters), np.cumsum(widths)
        return self._known[end]


def encode_word(encoder: ArithmeticEncoder, word: str, letters: LetterDistribution) -> None:
    """Write a word letter by letter, and its end."""
    for place, letter in enumerate([*word, ""]):
        known, ends = letters.after(word[max(0, place - 2) : place])
        number = known.index(letter) if letter in known else len(known)
        encode_token(encoder, ends, number)
        if number == len(known):
            codes = sorted(map(ord, filter(None, known)))
            rank = _scalar_number(ord(letter)) - bisect_left(codes, ord(letter))
            encoder.encode(rank, 1, _SCALARS - len(codes))


def decode_word(decoder: ArithmeticDecoder, letters: LetterDistribution) -> str:
    """The word that was written letter by letter."""
    word: list[str] = []
    while True:
        known, ends = letters.after("".join(word[-2:]))
        number = decode_token(decoder, ends)
        if number < len(known):
            letter = known[number]
        else:
            codes = sorted(map(ord, filter(None, known)))
            total = _SCALARS - len(codes)
            rank = decoder.target(total)
            decoder.take(rank, 1, total)
            letter = chr(_code_of_rank(rank, codes))
        if not letter:
            return "".join(word)
        word.append(letter)


def _scalar_number(code: int) -> int:
    """The place of a code point among those that are no surrogates."""
    return code if code < _SURROGATES.start else code - len(_SURROGATES)


def _code_of_rank(rank: int, known: list[int]) -> int:
    """The code point that has so many scalars before it which are not among `known`, sorted."""
    number = rank
    for code in known:
        if _scalar_number(code) > number:
            break
        number += 1
    return number if number < _SURROGATES.start else number + len(_SURROGATES)
