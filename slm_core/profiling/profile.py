"""The report of a corpus as data that pages draw and JSON keeps. Imports no numbers library."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from slm_core.messages import Message

Level = Literal["enough", "scarce", "too little", "good", "look", "mend"]
"""The first three say whether there is enough text for something, the others how it is."""


@dataclass(frozen=True)
class TokenCount:
    """The whole text under one tokenizer."""

    kind: str
    """char, word or bpe."""
    vocabulary_size: int
    """Tokens it knows; fewer than were allowed where the text has no more."""
    tokens: int
    """Reckoned from the sample where the text is large."""
    characters_per_token: float
    bytes_per_token: float
    unknown_share: float
    """Of the tokens, those it does not know."""


@dataclass(frozen=True)
class Growth:
    """Different words after so many words, and Heaps' law V = k · nᵝ through them."""

    words: tuple[int, ...]
    different: tuple[int, ...]
    k: float
    beta: float
    """Near 0.5 in most languages; the nearer to 1, the fewer words come again."""
    fitted: tuple[float, ...]
    """The law at the same places, to be drawn beside."""


@dataclass(frozen=True)
class Ranks:
    """How often the word of a rank occurs, and Zipf's law f = c · r⁻ˢ through it."""

    ranks: tuple[int, ...]
    counts: tuple[int, ...]
    c: float
    exponent: float
    """Near 1 in running text; smaller where a text uses its words evenly."""
    fitted: tuple[float, ...]


@dataclass(frozen=True)
class LengthBin:
    """Documents from `low` to below `high` characters."""

    low: int
    high: int
    documents: int
    characters: int


@dataclass(frozen=True)
class Lengths:
    """How long documents are, in characters."""

    shortest: int
    median: int
    mean: float
    longest: int
    bins: tuple[LengthBin, ...]


@dataclass(frozen=True)
class KeyTerm:
    """A word and how often it occurs."""

    word: str
    count: int
    per_million: float


@dataclass(frozen=True)
class Marking:
    """A word that occurs oftener here than elsewhere."""

    word: str
    count: int
    per_million: float
    elsewhere: float
    """How often it occurs there, of a million words."""
    z: float
    """How sure that is: log-odds ratio over its standard deviation (Monroe et al. 2008)."""


@dataclass(frozen=True)
class Repeats:
    """What is there more than once."""

    of: Literal["documents", "paragraphs"]
    """What was compared: paragraphs where there are fewer than twenty documents."""
    exact_share: float
    """Of all of them, those that came before letter for letter."""
    near_share: float
    """Of those compared, the ones nearly like one before, the exact ones included."""
    compared: int
    """How many were compared for likeness: all, or an even sample."""
    lines_share: float = 0.0
    """Of the characters in lines of a sentence's length, those in lines that came before letter for
    letter, in the same document or in another."""


@dataclass(frozen=True)
class LanguageShare:
    """How much of the text is in a language."""

    language: str
    """Two-letter code; und for documents that do not say."""
    share: float
    """Of the characters of the documents that were asked."""


@dataclass(frozen=True)
class Topic:
    """What a part of the documents is about."""

    terms: tuple[str, ...]
    share: float
    """Of the passages looked at, those that are mostly about it."""
    excerpt: str
    """The beginning of a passage that is about hardly anything else."""


@dataclass(frozen=True)
class Topics:
    """The topics that a text falls into, the largest first."""

    topics: tuple[Topic, ...]
    evenness: float
    """1 where all have the same share, towards 0 where one has nearly all (Pielou 1966)."""
    passages: int
    """Documents, or parts of long ones, that were looked at."""


@dataclass(frozen=True)
class Unknown:
    """What of the validation part never occurs in the training part (of the sample)."""

    words: float
    """Share of its words."""
    characters: float
    """Share of its characters."""
    word_examples: tuple[str, ...]
    """The most frequent of the words."""


@dataclass(frozen=True)
class Personal:
    """Personal data that was found."""

    counts: Mapping[str, int]
    """By kind, such as email."""
    documents_with: int
    characters: int
    """Looked at."""
    is_whole: bool


@dataclass(frozen=True)
class Judgement:
    """One sentence of the verdict, with its reason."""

    subject: str
    """characters, words, pieces, size, repeats, topics, languages or privacy."""
    level: Level
    sentence: Message
    reason: Message


@dataclass(frozen=True)
class CorpusProfile:
    """All that is told of a corpus."""

    corpus: str
    """Its id."""
    name: str
    language: str
    documents: int
    characters: int
    bytes: int
    words: int
    """Reckoned from the sample where the text is large."""
    different_words: int
    """In the sample."""
    different_characters: int
    """In the sample."""
    words_once: int
    """Different words of the sample that occur a single time."""
    sampled_characters: int
    """How much was counted for words and tokens."""
    is_whole: bool
    """Whether that is all of the text; otherwise an even sample of it."""
    tokens: tuple[TokenCount, ...]
    growth: Growth
    ranks: Ranks
    lengths: Lengths
    top_terms: tuple[KeyTerm, ...]
    """Without the small words that stand in every text."""
    marking_terms: tuple[Marking, ...]
    """Words that mark it against general language; none where there is no table for it."""
    general: str
    """What general language is here, in a few words; "" where there is no table for it."""
    repeats: Repeats
    languages: tuple[LanguageShare, ...]
    topics: Topics
    unknown: Unknown
    personal: Personal
    verdict: tuple[Judgement, ...]
    seconds: float
    """What making it took."""
    word_counts: Mapping[str, int]
    """Every word of the sample, the most frequent 50,000, to compare corpora by."""

    def to_json(self, *, with_words: bool = True) -> dict[str, object]:
        """As report.json keeps it, or without the long list of words, as people read it."""
        values = dataclasses.asdict(self)
        if not with_words:
            del values["word_counts"]
        return values
