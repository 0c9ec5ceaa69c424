"""The proof of a score: the text compressed by the model's probabilities, and read back."""

import math
from collections.abc import Callable, Iterable

import numpy as np

from slm_core.errors import StoppedError
from slm_core.evaluation.proof.arithmetic_coder import ArithmeticDecoder, ArithmeticEncoder
from slm_core.evaluation.proof.symbols import (
    LetterDistribution,
    TokenDistribution,
    decode_token,
    decode_word,
    encode_token,
    encode_word,
    steady,
)
from slm_core.evaluation.report import Proof
from slm_core.evaluation.texts.scored_text import HEAD, ScoredText
from slm_core.messages import msg
from slm_core.metrics.evaluate import TokenPredictions
from slm_core.models.base import LanguageModel
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.tokenizer import EOS, UNK, Ids, Tokenizer

_CHECKED = 1_000
"""Positions at which the probabilities of all tokens are added up."""
_ASKED_EVERY = 64
"""Tokens between two looks whether to stop."""

Tell = Callable[[float], None]


def prove(
    source: RunModel,
    text: ScoredText,
    said: TokenPredictions,
    *,
    spelling: Callable[[], UnknownWordModel],
    tell: Tell = lambda share: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Proof:
    """Compress the text, of which the evaluation said this of each token, and read it back.

    The claim is the evaluation's, which read many places side by side; the coder reads token by
    token, so the two agree only where both are right. Of a long text only the first HEAD bytes are
    compressed: a character model takes a minute or two for so much. Side information is the
    model, its tokenizer, the spelling of words in the training text, and the number of tokens.
    `tell` hears the share that is done. Raises StoppedError.
    """
    count = _length(text)
    whole = count == len(text.ids) - 1
    is_spelled = bool((text.ids[1 : count + 1] == UNK).any())
    letters = LetterDistribution(spelling() if is_spelled else UnknownWordModel(()))
    coder = _Coder(source.model, letters, should_stop, count)
    with steady(source.model):
        encoder, gap = coder.compress(text, lambda share: tell(share / 2))
        data = encoder.finish()
        back = coder.read_back(data, source.tokenizer, lambda share: tell((1 + share) / 2))
    nats = said.nats[:count].sum() + text.spelling[:count].sum()
    return Proof(
        claimed_bits=float(nats) / math.log(2),
        compressed_bits=encoder.bits,
        decoded=back == text.head if whole else text.head.startswith(back),
        bytes=round(float(text.bytes[:count].sum())),
        whole=whole,
        largest_gap=gap,
        positions=min(count, _CHECKED),
    )


def _length(text: ScoredText) -> int:
    """Tokens up to HEAD bytes, at the least one."""
    return max(1, int(np.searchsorted(np.cumsum(text.bytes), HEAD, side="right")))


def _joined(ids: Ids, words: Iterable[str], tokenizer: Tokenizer) -> bytes:
    """The tokens as bytes, a zero byte after each document."""
    spelled = iter(words)
    found = bytearray()
    for index in ids.tolist():
        if index == UNK:
            found += next(spelled).encode("utf-8", "replace")
        else:
            found += b"\0" if index == EOS else tokenizer.token_text(index)
    return bytes(found)


class _Coder:
    """One way there and one back, each from the beginning of the text."""

    def __init__(
        self,
        model: LanguageModel,
        letters: LetterDistribution,
        should_stop: Callable[[], bool],
        count: int,
    ) -> None:
        self._model, self._letters, self._should_stop = model, letters, should_stop
        self._count = count

    def compress(self, text: ScoredText, tell: Tell) -> tuple[ArithmeticEncoder, float]:
        """The encoder after all tokens, and by how much probabilities were off 1 at the worst."""
        encoder, gap = ArithmeticEncoder(), 0.0
        distribution, words = TokenDistribution(self._model), iter(text.unknown)
        every = max(1, self._count // _CHECKED)
        before = EOS
        for place, token in enumerate(text.ids[1 : self._count + 1].tolist()):
            self._pause(place, tell)
            ends = distribution.after(before)
            if place % every == 0:
                gap = max(gap, abs(distribution.sum - 1.0))
            encode_token(encoder, ends, token)
            if token == UNK:
                encode_word(encoder, next(words), self._letters)
            before = token
        return encoder, gap

    def read_back(self, data: bytes, tokenizer: Tokenizer, tell: Tell) -> bytes:
        """The bytes that `data` stands for, knowing only the number of tokens."""
        decoder, distribution = ArithmeticDecoder(data), TokenDistribution(self._model)
        ids = np.zeros(self._count, np.uint32)
        words: list[str] = []
        before = EOS
        for place in range(self._count):
            self._pause(place, tell)
            before = decode_token(decoder, distribution.after(before))
            ids[place] = before
            if before == UNK:
                words.append(decode_word(decoder, self._letters))
        return _joined(ids, words, tokenizer)

    def _pause(self, place: int, tell: Tell) -> None:
        if place % _ASKED_EVERY:
            return
        if self._should_stop():
            raise StoppedError(msg("The evaluation was stopped."))
        tell(place / self._count)
