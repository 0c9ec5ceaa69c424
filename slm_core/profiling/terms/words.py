"""Word counts of a report, and their statistics."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from slm_core.corpus.text.word_segmentation import spaced
from slm_core.corpus.text.words import LONGEST_WORD, pieces, split_words, without_codes

Ids = NDArray[np.int32]
_POSSESSIVE = ("'s", "’s")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, in order; Chinese is cut by a dictionary.

    Numbers, marks, and what is too long for a word are none; a possessive counts as the word it
    is of.
    """
    words: list[str] = []
    for piece in pieces(text):
        words += split_words(spaced(without_codes(piece)).lower())[1::2]
    return [
        word[:-2] if word.endswith(_POSSESSIVE) else word
        for word in words
        if len(word) <= LONGEST_WORD
    ]


class WordTable:
    """Numbers for words, in the order in which they came."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def ids(self, words: Sequence[str]) -> Ids:
        """The number of each word; a new word gets the next one."""
        numbers = self._numbers
        for word in dict.fromkeys(words):
            numbers.setdefault(word, len(numbers))
        return np.fromiter(map(numbers.__getitem__, words), np.int32, len(words))

    def words(self) -> list[str]:
        """The words by their numbers."""
        return list(self._numbers)

    def __len__(self) -> int:
        """How many different words there are."""
        return len(self._numbers)


def ids_of(texts: Iterable[str], table: WordTable) -> list[Ids]:
    """The words of each text as numbers."""
    return [table.ids(words_of(text)) for text in texts]
