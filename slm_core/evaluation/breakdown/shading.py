"""The tokens of a text as people read them, each with what it cost the model."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.breakdown.records import ShadedToken
from slm_core.evaluation.texts.scored_text import ScoredText
from slm_core.metrics.evaluate import TokenPredictions
from slm_core.tokenizers.tokenizer import EOS, UNK, Tokenizer

_DIGITS = 4  # of a token's bits


class TokenShader:
    """Tokens of one text, with bits and the model's first guess; several that spell one character
    are one."""

    def __init__(self, text: ScoredText, found: TokenPredictions, tokenizer: Tokenizer) -> None:
        self._found, self._tokenizer, self._unknown = found, tokenizer, text.unknown
        self._bits = (found.nats + text.spelling) / np.log(2)  # (n,)
        self._unknown_before = np.cumsum(text.ids == UNK)

    def tokens(self, places: NDArray[np.int64], *, end: bool = False) -> Iterator[ShadedToken]:
        """Those at consecutive `places` of one document; with `end` its end mark, too, as a token
        without text, so that the bits are all that the document cost."""
        stream = self._tokenizer.stream()
        waiting = 0.0
        for place in places.tolist():
            token, guess = int(self._found.targets[place]), int(self._found.predicted[place])
            waiting += float(self._bits[place])
            if token == UNK:
                written = self._unknown[int(self._unknown_before[place])]
            else:
                written = "" if token == EOS else stream.add(token)
            if written or (end and token == EOS):
                expected = "" if guess == token else self._tokenizer.shown(guess)
                yield ShadedToken(written, round(waiting, _DIGITS), expected)
                waiting = 0.0
