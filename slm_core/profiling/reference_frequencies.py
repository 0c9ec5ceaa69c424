"""How often words occur in general language, from small tables of our own counting.

general_en.txt: counts over the training part of WikiText-2 (Merity et al. 2016; 1.6 million words
of Wikipedia articles), words in lower case as `words_of` cuts them.
general_zh.txt: the word frequencies of jieba's dictionary (github.com/fxsjy/jieba, MIT; 60 million
words, mostly newspapers and novels), whose words are the ones that we cut Chinese into.
Both keep the most frequent words that fit in 57 kB. A line has a frequency per million words,
rounded to steps of a tenth, and the words that are about as frequent.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ReferenceFrequencies:
    """A table of frequencies, per million words."""

    about: str
    """What it was counted in, for people."""
    words: int
    """How many words that were."""
    frequencies: Mapping[str, float]
    rarest: float
    """What a word that is not in the table has at the most."""


_ABOUT = {
    "en": ("general English (Wikipedia)", 1_620_000),
    "zh": ("general Chinese (newspapers and novels)", 60_100_000),
}


@functools.lru_cache(maxsize=2)
def reference_frequencies(language: str) -> ReferenceFrequencies | None:
    """The table of a language; None where there is none."""
    if language not in _ABOUT:
        return None
    about, words = _ABOUT[language]
    path = Path(__file__).parent / f"reference_{language}.txt"
    frequencies: dict[str, float] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        level, _, same = line.partition("\t")
        frequencies.update(dict.fromkeys(same.split(), float(level)))
    return ReferenceFrequencies(about, words, frequencies, min(frequencies.values()))
