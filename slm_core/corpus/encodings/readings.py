"""The best readings of bytes side by side, for people to choose from where one is in doubt."""

from dataclasses import dataclass
from itertools import zip_longest

from slm_core.corpus.encodings.detect import candidates, evidence
from slm_core.corpus.encodings.unicode_forms import Guess
from slm_core.errors import CorpusError

CLEAR = 0.9
"""Confidence from which there is nothing to choose."""
MOST = 4
"""Readings, the one that was taken included."""
_LONGEST = 70
"""Characters of a preview."""
_BEFORE = 25
"""Of them those before the place where readings differ."""


@dataclass(frozen=True)
class Reading:
    """One way to read some bytes."""

    encoding: str
    """As `slm_core.corpus.encodings.names` names it."""
    confidence: float
    """0 to 1."""
    preview: str
    """A line of the text as this encoding has it: the same one in all readings."""


def readings(data: bytes) -> tuple[Reading, ...]:
    """The likely readings, the best one first, each with a line where they differ.

    Empty where `data` is no text or there is only one way to read it.
    """
    try:
        guesses = candidates(data)
    except CorpusError:
        return ()
    sample = evidence(data)
    texts: dict[str, Guess] = {}
    for guess in guesses:
        texts.setdefault(sample.decode(guess.codec, errors="replace"), guess)
    if len(texts) < 2:
        return ()
    kept = list(texts.items())[:MOST]
    previews = _previews([text for text, _ in kept])
    return tuple(
        Reading(guess.encoding, guess.confidence, preview)
        for (_, guess), preview in zip(kept, previews, strict=True)
    )


def _previews(texts: list[str]) -> list[str]:
    """The line in which the readings differ most, of each; else how they begin."""
    lines = list(zip_longest(*(text.splitlines() for text in texts), fillvalue=""))
    line = max(lines, key=lambda same: len({*same}))
    first = next((at for at, chars in enumerate(zip(*line, strict=False)) if len({*chars}) > 1), 0)
    start = max(0, first - _BEFORE)
    return [text[start : start + _LONGEST].strip() for text in line]
