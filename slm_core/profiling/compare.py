"""Two corpora side by side, from their reports alone."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from slm_core.corpus.cleaning.steps.stop_words import stop_words
from slm_core.profiling.profile import CorpusProfile, Marking
from slm_core.profiling.terms.keyness import keywords_against

_TERMS = 25
_SHARES = frozenset({"unknown words in validation", "exact duplicates", "near duplicates"})


@dataclass(frozen=True)
class ComparisonRow:
    """One number of both corpora."""

    name: str
    first: float
    second: float
    is_share: bool = False
    """Whether it is one of a whole, from 0 to 1."""


@dataclass(frozen=True)
class Comparison:
    """What two corpora have in common and what marks each."""

    first: str
    """Name of the first corpus."""
    second: str
    rows: tuple[ComparisonRow, ...]
    shared_words: float
    """Of the different words of both, the share that both have."""
    first_in_second: float
    """Of the first's words as they occur, the share that the second never has: what a model
    trained on the second would not know."""
    second_in_first: float
    """The other way round."""
    first_terms: tuple[Marking, ...]
    """Words that mark the first against the second."""
    second_terms: tuple[Marking, ...]

    def to_json(self) -> dict[str, object]:
        """All of it as JSON."""
        return dataclasses.asdict(self)


def compare(first: CorpusProfile, second: CorpusProfile) -> Comparison:
    """The two side by side."""
    ours, theirs = first.word_counts, second.word_counts
    without = stop_words(first.language) | stop_words(second.language)
    both = len(ours.keys() & theirs.keys())
    return Comparison(
        first=first.name,
        second=second.name,
        rows=tuple(_rows(first, second)),
        shared_words=round(both / max(1, len(ours) + len(theirs) - both), 4),
        first_in_second=_missing(ours, theirs),
        second_in_first=_missing(theirs, ours),
        first_terms=keywords_against(ours, theirs, without=without, most=_TERMS),
        second_terms=keywords_against(theirs, ours, without=without, most=_TERMS),
    )


def _missing(words: Mapping[str, int], vocabulary: Mapping[str, int]) -> float:
    missing = sum(count for word, count in words.items() if word not in vocabulary)
    return round(missing / max(1, sum(words.values())), 5)


def _rows(first: CorpusProfile, second: CorpusProfile) -> list[ComparisonRow]:
    return [
        ComparisonRow(name, mine, theirs, is_share=name in _SHARES)
        for (name, mine), (_, theirs) in zip(_numbers(first), _numbers(second), strict=True)
    ]


def _numbers(report: CorpusProfile) -> list[tuple[str, float]]:
    return [
        ("documents", report.documents),
        ("characters", report.characters),
        ("words", report.words),
        ("different words", report.different_words),
        ("different characters", report.different_characters),
        ("words that occur once", report.words_once),
        ("median length", report.lengths.median),
        ("growth of the vocabulary (beta)", round(report.growth.beta, 3)),
        ("rank exponent", round(report.ranks.exponent, 3)),
        ("unknown words in validation", report.unknown.words),
        ("exact duplicates", report.repeats.exact_share),
        ("near duplicates", report.repeats.near_share),
        ("evenness of topics", report.topics.evenness),
        ("personal data", sum(report.personal.counts.values())),
    ]
