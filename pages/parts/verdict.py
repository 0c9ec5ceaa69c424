"""What a text is good for, in words: which tokens and what size of model it feeds, and why."""

from dataclasses import dataclass

from pages.parts.amounts import count, percent
from pages.parts.language import _
from slm_core.corpus.glance import Glance

SHORT, MEDIUM, LONG = 20_000, 200_000, 2_000_000
"""Characters from which a text is no longer tiny, short, medium."""

_NUMBERS_A_CHARACTER = 3
"""Weights that a small recurrent network can have for each character of text before it learns
the text by heart within a few minutes."""

_PIECES = ((500_000, 500), (4_000_000, 800), (float("inf"), 2000))
"""Characters below which so many pieces are enough: a piece should occur some hundred times."""


@dataclass(frozen=True)
class Verdict:
    """Three sentences, the most important first."""

    headline: str
    words: str
    """How it is for a model of whole words."""
    size: str
    """Which size of model, and the reason."""


def verdict_of(characters: int, seen: Glance) -> Verdict:
    """The rules of thumb, applied."""
    return Verdict(_headline(characters, seen), _words(seen), _size(characters))


def _headline(characters: int, seen: Glance) -> str:
    if characters < SHORT:
        return _("Short: enough to learn the spelling, and to repeat phrases of yours.")
    if seen.is_wide:
        if characters < MEDIUM:
            return _("Short, but enough for a model of characters.")
        return _("Enough for a model of characters.")
    if characters < MEDIUM:
        text = _("Short, but enough for a model of characters or of {n} word pieces.")
    elif characters < LONG:
        text = _("Enough for a model of characters or of {n} word pieces.")
    else:
        text = _("Long: enough for a model of {n} word pieces, or of more.")
    return text.format(n=count(_pieces(characters)))


def _words(seen: Glance) -> str:
    if seen.is_wide:
        return _(
            "It has no blanks between words, so characters are its natural tokens: {n} different "
            "ones occur."
        ).format(n=count(seen.distinct_characters))
    if not seen.distinct_words:
        return _("There are no words in it that a word model could learn.")
    share = percent(seen.once_share, digits=0)
    if seen.words / seen.distinct_words < 20 or seen.once_share > 0.5:
        return _(
            "For whole words it is thin: {share} of the different words occur once, and what "
            "occurs once cannot be learned."
        ).format(share=share)
    return _(
        "For whole words it does too: each occurs {n} times on average, and {share} occur once."
    ).format(n=count(seen.words / seen.distinct_words), share=share)


def _size(characters: int) -> str:
    numbers = min(10_000_000, characters * _NUMBERS_A_CHARACTER)
    return _(
        "Good model size: up to about {n} adjustable numbers, three for each character. A larger "
        "one soon knows the text by heart instead of its manner."
    ).format(n=count(_rounded(numbers)))


def _pieces(characters: int) -> int:
    """How many pieces can each occur often enough; slm_core/runs/presets.py chooses alike."""
    return next(pieces for most, pieces in _PIECES if characters < most)


def _rounded(number: float) -> int:
    """One digit that counts: 2,734 becomes 3,000."""
    scale = 10 ** max(0, len(str(int(number))) - 1)
    return max(1, round(number / scale)) * scale
