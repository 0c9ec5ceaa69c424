"""The report of a corpus: everything counted, judged and kept. Loads numpy and dictionaries.

Whatever the corpus's size, words and tokens are counted on at most `SAMPLE` characters spread
evenly over it; lengths and exact duplicates over all of it.
"""

import dataclasses
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from slm_core.corpus.cleaning.steps.stop_words import stop_words
from slm_core.corpus.pii.review import review
from slm_core.corpus.store import Corpus
from slm_core.corpus.text.passages import cut_text
from slm_core.errors import StoppedError
from slm_core.messages import Message, msg
from slm_core.profiling import zipf_heaps
from slm_core.profiling.assessment import assess
from slm_core.profiling.cache import cached_profile, keep_profile
from slm_core.profiling.profile import (
    CorpusProfile,
    KeyTerm,
    LanguageShare,
    Marking,
    Personal,
    Repeats,
    TokenCount,
    Topics,
    Unknown,
)
from slm_core.profiling.reference_frequencies import reference_frequencies
from slm_core.profiling.sampling import DocumentStats, TextSample, sample, scan_documents
from slm_core.profiling.terms.keyness import keywords_against_reference
from slm_core.profiling.terms.topics import excerpt, find_topics, word_spans
from slm_core.profiling.terms.words import Ids, WordTable, ids_of
from slm_core.tokenizers.comparison import TokenizerCandidate, train_candidates
from slm_core.tokenizers.settings import KIND_TITLES
from slm_core.workspace import Workspace

_ENCODED = 500_000
"""Characters of the sample that tokens are counted in."""
_TOGETHER = 4_096
"""Characters of them that stand together."""
_KEPT_WORDS = 50_000
_TERMS = 40
_EXAMPLES = 12


def build_profile(
    workspace: Workspace,
    corpus: Corpus,
    *,
    tell: Callable[[Message], None] = lambda doing: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> CorpusProfile:
    """The report, from the workspace where it was made before; kept in one that can be written.

    `tell` hears what is being done. Raises StoppedError, CorpusError, WorkspaceError.
    """
    cached = cached_profile(workspace, corpus.id)
    if cached is not None:
        return cached
    report = _ProfileBuilder(workspace, corpus, tell, should_stop).report()
    if not workspace.is_read_only():
        keep_profile(workspace, corpus.id, report)
    return report


@dataclass(frozen=True)
class _Counted:
    """The words of a sample as numbers."""

    table: WordTable
    train: list[Ids]
    judged: list[Ids]
    """Of the validation part."""
    rest: list[Ids]

    def all(self) -> list[Ids]:
        """Every text's words."""
        return self.train + self.judged + self.rest


@dataclass(frozen=True)
class _ProfileBuilder:
    workspace: Workspace
    corpus: Corpus
    tell: Callable[[Message], None]
    should_stop: Callable[[], bool]

    def report(self) -> CorpusProfile:
        """Everything, in the order in which it is cheapest."""
        started = time.perf_counter()
        self._say(msg("comparing the documents"))
        documents = scan_documents(self.corpus, tell=self.tell, should_stop=self.should_stop)
        self._say(msg("reading the text"))
        texts = sample(self.corpus, documents.lengths, should_stop=self.should_stop)
        language = self._language(documents)
        self._say(msg("counting words"))
        counted = _count_words(texts)
        words = np.concatenate([np.empty(0, np.int32), *counted.all()])
        counts = np.bincount(words, minlength=len(counted.table))
        self._say(msg("counting tokens"))
        tokens = tuple(self._tokens(texts))
        self._say(msg("looking for topics"))
        topics = _topics(texts, counted, stop_words(language))
        self._say(msg("looking for personal data"))
        personal = self._personal()
        report = self._put_together(documents, texts, counted.table.words(), counts)
        report = _with_terms(report, stop_words(language))
        report = dataclasses.replace(
            report,
            growth=zipf_heaps.heaps_curve(words),
            tokens=tokens,
            topics=topics,
            unknown=_unknown(texts, counted),
            personal=personal,
        )
        report = dataclasses.replace(report, verdict=assess(report))
        return dataclasses.replace(report, seconds=round(time.perf_counter() - started, 2))

    def _put_together(
        self, documents: DocumentStats, texts: TextSample, words: list[str], counts: np.ndarray
    ) -> CorpusProfile:
        card = self.corpus.card
        order = np.argsort(-counts, kind="stable")
        ordered = {words[at]: int(counts[at]) for at in order}
        share = max(1, texts.characters) / max(1, card.counts.characters)
        return CorpusProfile(
            corpus=self.corpus.id,
            name=card.name,
            language=self._language(documents),
            documents=card.counts.documents,
            characters=card.counts.characters,
            bytes=card.counts.bytes,
            words=round(int(counts.sum()) / min(1.0, share)),
            different_words=len(words),
            different_characters=len(set().union(*texts.texts)),
            words_once=int((counts == 1).sum()),
            sampled_characters=texts.characters,
            is_whole=texts.is_whole,
            tokens=(),
            growth=zipf_heaps.heaps_curve(np.empty(0, np.int32)),
            ranks=zipf_heaps.zipf_curve(counts),
            lengths=zipf_heaps.lengths(documents.lengths),
            top_terms=(),
            marking_terms=(),
            general="",
            repeats=_repeats(documents),
            languages=_languages(documents),
            topics=Topics((), 1.0, 0),
            unknown=Unknown(0.0, 0.0, ()),
            personal=Personal({}, 0, 0, True),
            verdict=(),
            seconds=0.0,
            word_counts=dict(itertools.islice(ordered.items(), _KEPT_WORDS)),
        )

    def _say(self, doing: Message) -> None:
        if self.should_stop():
            raise StoppedError(msg("The report was stopped."))
        self.tell(doing)

    def _language(self, documents: DocumentStats) -> str:
        """The card's, or that of most documents where it has none."""
        language = self.corpus.card.language
        languages = documents.languages
        if language == "und" and languages:
            most = max(languages, key=lambda name: languages[name])
            return most if 2 * languages[most] > sum(languages.values()) else language
        return language

    def _tokens(self, texts: TextSample) -> Iterator[TokenCount]:
        every = max(1, texts.characters // _ENCODED)
        cut = (cut_text(text, longest=_TOGETHER) for text in texts.texts)
        pieces = [piece for piece, _ in itertools.chain(*cut)][::every]
        candidates = train_candidates(self.workspace, self.corpus, tell=self._say)
        for candidate in candidates:
            self._say(msg("counting tokens: {kind}", kind=KIND_TITLES[candidate.settings.kind]))
            yield _token_count(candidate, pieces, self.corpus)

    def _personal(self) -> Personal:
        reviewed = review(self.corpus.passages(), should_stop=self.should_stop)
        counts = {str(kind): count for kind, count in reviewed.counts.items()}
        return Personal(counts, reviewed.documents_with, reviewed.characters, reviewed.is_whole)


def _count_words(texts: TextSample) -> _Counted:
    table = WordTable()
    train = ids_of(texts.train, table)
    return _Counted(table, train, ids_of(texts.validation, table), ids_of(texts.test, table))


def _token_count(candidate: TokenizerCandidate, pieces: list[str], corpus: Corpus) -> TokenCount:
    ids = np.concatenate([np.empty(0, np.uint32), *candidate.tokenizer.encode_many(pieces)])
    characters = max(1, sum(map(len, pieces)))
    per_token = characters / max(1, len(ids))
    counts = corpus.card.counts
    return TokenCount(
        kind=candidate.settings.kind,
        vocabulary_size=candidate.tokenizer.vocabulary_size,
        tokens=round(counts.characters / per_token),
        characters_per_token=round(per_token, 3),
        bytes_per_token=round(per_token * counts.bytes / max(1, counts.characters), 3),
        unknown_share=round(float((ids == 0).mean()), 5) if len(ids) else 0.0,
    )


def _with_terms(report: CorpusProfile, without: frozenset[str]) -> CorpusProfile:
    words, table = report.word_counts, reference_frequencies(report.language)
    marking: tuple[Marking, ...] = ()
    if table is not None:
        marking = keywords_against_reference(words, table, without=without, most=_TERMS)
    return dataclasses.replace(
        report,
        top_terms=_top_terms(words, without),
        marking_terms=marking,
        general=table.about if table else "",
    )


def _top_terms(ordered: Mapping[str, int], without: frozenset[str]) -> tuple[KeyTerm, ...]:
    total = max(1, sum(ordered.values()))
    terms = (
        KeyTerm(word, count, round(1e6 * count / total, 1))
        for word, count in ordered.items()
        if word not in without and (len(word) > 1 or not word.isascii())
    )
    return tuple(itertools.islice(terms, _TERMS))


def _topics(texts: TextSample, counted: _Counted, without: frozenset[str]) -> Topics:
    documents = counted.all()
    spans = word_spans(documents)
    passages = [documents[span.document][span.start : span.end] for span in spans]
    topics, typical = find_topics(passages, counted.table.words(), without=without)
    shown = []
    for topic, number in zip(topics.topics, typical, strict=True):
        span = spans[number]
        share = span.start / max(1, len(documents[span.document]))
        shown.append(dataclasses.replace(topic, excerpt=excerpt(texts.texts[span.document], share)))
    return dataclasses.replace(topics, topics=tuple(shown))


def _unknown(texts: TextSample, counted: _Counted) -> Unknown:
    is_known = np.zeros(len(counted.table), dtype=bool)
    for ids in counted.train:
        is_known[ids] = True
    judged = np.concatenate([np.empty(0, np.int32), *counted.judged])
    missing = judged[~is_known[judged]]
    words = counted.table.words()
    frequent = Counter(missing.tolist()).most_common(_EXAMPLES)
    signs = set().union(*texts.train)
    characters = Counter(itertools.chain.from_iterable(texts.validation))
    strange = sum(count for sign, count in characters.items() if sign not in signs)
    return Unknown(
        words=round(len(missing) / max(1, len(judged)), 5),
        characters=round(strange / max(1, characters.total()), 6),
        word_examples=tuple(words[at] for at, _ in frequent),
    )


def _repeats(documents: DocumentStats) -> Repeats:
    return Repeats(
        of=documents.of,
        exact_share=round(documents.exact / max(1, documents.pieces), 5),
        near_share=round(_near_share(documents), 5),
        compared=documents.compared,
        lines_share=round(documents.repeated_lines, 5),
    )


def _near_share(documents: DocumentStats) -> float:
    """Of those compared; at least the exact ones of all, since a sample seldom has both of two."""
    exact = documents.exact / max(1, documents.pieces)
    return max(exact, documents.near / max(1, documents.compared))


def _languages(documents: DocumentStats) -> tuple[LanguageShare, ...]:
    total = max(1, sum(documents.languages.values()))
    ordered = sorted(documents.languages.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(LanguageShare(name, round(count / total, 4)) for name, count in ordered)
