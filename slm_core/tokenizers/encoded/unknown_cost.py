"""The cost in nats of spelling a word that the tokenizer does not know, by a character trigram.

Without this a word model would get for free what it cannot say, and its bits per byte would
flatter it. The speller is an interpolated character trigram with Witten-Bell smoothing
(Witten & Bell 1991, doi:10.1109/18.87000) over the distinct words of the training part.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

_SCALARS = 0x110000 - 0x800
"""Unicode characters there can be: code points without surrogates."""
_ORDER = 3
_END = ""


class UnknownWordModel:
    """A character model of words. Costs are in nats."""

    def __init__(self, words: Iterable[str]) -> None:
        self._counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for word in words:
            for context, letter in _letters(word):
                for start in range(len(context) + 1):
                    self._counts[context[start:]][letter] += 1

    def cost(self, word: str) -> float:
        """Nats for spelling `word`, its end included."""
        return -sum(math.log(self._probability(letter, ctx)) for ctx, letter in _letters(word))

    def total(self, words: Mapping[str, int]) -> float:
        """Nats for words that occur so many times."""
        return sum(self.cost(word) * count for word, count in words.items())

    def following(self, word: str) -> tuple[dict[str, float], float]:
        """What may follow the beginning `word`: the probability of each letter that the words here
        have and of their end (""), and that of each other Unicode character, the same for all."""
        context = word[max(0, len(word) - _ORDER + 1) :]
        seen = sorted(self._counts.get("", {}))
        known = {letter: self._probability(letter, context) for letter in seen}
        if _END not in known:
            known[_END] = self._probability(_END, context)
        others = _SCALARS + 1 - len(known)
        return known, (1.0 - sum(known.values())) / others

    def _probability(self, letter: str, context: str) -> float:
        seen = self._counts.get(context)
        any_letter = 1.0 / (_SCALARS + 1)
        shorter = self._probability(letter, context[1:]) if context else any_letter
        if not seen:
            return shorter
        kinds, count = len(seen), sum(seen.values())
        return (seen.get(letter, 0) + kinds * shorter) / (count + kinds)


def _letters(word: str) -> Iterable[tuple[str, str]]:
    """(the characters before, the character) for each character and the end of a word."""
    letters = [*word, _END]
    for place, letter in enumerate(letters):
        yield word[max(0, place - _ORDER + 1) : place], letter
