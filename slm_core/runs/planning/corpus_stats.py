"""Statistics of a corpus that default settings depend on. Free of torch and numpy."""

import re
import statistics
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from slm_core.corpus.store import Corpus
from slm_core.tokenizers.settings import TokenizerSettings

_LOOKED_AT = 300_000
"""Characters of the beginning that are counted."""
_WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
_MARKS = 2
"""Tokens that every vocabulary has beside those of the text."""


@dataclass(frozen=True)
class CorpusStats:
    """Counts over the beginning of a text, or over all of it."""

    share: float
    """Of the text that was looked at."""
    signs: tuple[int, ...]
    """How often each different character occurs there."""
    words: tuple[int, ...]
    """How often each different word and mark occurs there."""
    typical_document: float
    """Characters of a document in the middle, sorted by length; 0 where there is one only."""

    def expected(self, tokenizer: TokenizerSettings, *, train: float) -> list[float] | None:
        """How often each token of such a vocabulary should occur in the training part, a share
        `train` of the text; None where that takes finding pieces first."""
        found = {"char": self.signs, "word": self.words}.get(tokenizer.kind)
        if found is None:
            return None
        more = max(1.0, train / self.share)
        times = [count * more for count in found]
        kept = sorted((n for n in times if n >= tokenizer.minimum_frequency), reverse=True)
        return kept[: tokenizer.vocabulary_size - _MARKS]

    def vocabulary_size(self, tokenizer: TokenizerSettings, *, train: float) -> int:
        """Tokens that such a vocabulary will have, roughly."""
        kept = self.expected(tokenizer, train=train)
        return tokenizer.vocabulary_size if kept is None else len(kept) + _MARKS


def corpus_stats(corpus: Corpus) -> CorpusStats:
    """A look at the corpus; only the first costs anything, since no corpus ever changes.

    Raises CorpusError where it is damaged.
    """
    return _looked(_Place(corpus))


class _Place:
    """A corpus as the same one wherever it is opened: a card need not be hashable, a folder is."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Place) and self.corpus.folder == other.corpus.folder

    def __hash__(self) -> int:
        return hash(self.corpus.folder)


@lru_cache(maxsize=8)
def _looked(place: _Place) -> CorpusStats:
    corpus = place.corpus
    signs: Counter[str] = Counter()
    words: Counter[str] = Counter()
    lengths: list[int] = []
    seen = 0
    for passage in corpus.passages():
        text = passage.text[: _LOOKED_AT - seen]
        signs.update(text)
        words.update(_WORD.findall(text))
        seen += len(text)
        if passage.ends:
            lengths.append(passage.start + len(passage.text))
        if seen >= _LOOKED_AT:
            break
    one = corpus.card.counts.documents < 2
    return CorpusStats(
        share=seen / max(seen, corpus.card.counts.characters, 1),
        signs=tuple(signs.values()),
        words=tuple(words.values()),
        typical_document=0.0 if one or not lengths else statistics.median(lengths),
    )
