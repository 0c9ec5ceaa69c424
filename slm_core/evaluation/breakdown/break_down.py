"""Bits of a text told apart: by place, frequency, source, topic and document."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from slm_core.corpus.text.word_boundary import shortened
from slm_core.evaluation.breakdown.passages import best_and_worst, passages_of
from slm_core.evaluation.breakdown.records import Breakdown, DocumentScore, Group
from slm_core.evaluation.breakdown.term_pattern import term_pattern
from slm_core.evaluation.texts.scored_text import ScoredText
from slm_core.metrics.evaluate import TokenPredictions
from slm_core.profiling.profile import Topics
from slm_core.tokenizers.tokenizer import EOS, UNK, Tokenizer

_FEWEST = 50
"""Predictions of a group that say something."""
_PLACES = (0, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
"""Bytes from the beginning of a document, where groups begin."""
_TIMES = (0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
"""Occurrences in the training text, where groups begin."""
_TENTHS = 10
_DOCUMENTS, _SMALLEST = 40, 50
"""Documents that are listed, and bytes from which on one is."""
_SOURCES = 30
_BEGINNING = 80  # characters
_PASSAGES = 4_000
"""Passages whose topic is looked for, spread evenly."""

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


def break_down(
    text: ScoredText,
    found: TokenPredictions,
    tokenizer: Tokenizer,
    *,
    counts: NDArray[np.int64] | None = None,
    sources: Sequence[str] = (),
    topics: Topics | None = None,
) -> Breakdown:
    """Where the model is good and where not.

    `counts` (vocabulary,) are of the training text, `sources` has the file of each document, and
    `topics` are those of the corpus's report; what is not known is left out.
    """
    tables = _Tables(text, found)
    best, worst = best_and_worst(text, found, tokenizer)
    return Breakdown(
        positions=tables.by_position(),
        frequencies=() if counts is None else tables.by_frequency(counts),
        sources=tables.by_source(sources),
        topics=() if topics is None else tables.by_topic(topics, tokenizer),
        documents=tables.documents(sources, tokenizer),
        best=best,
        worst=worst,
    )


class _Tables:
    """The predictions of one text, put into groups."""

    def __init__(self, text: ScoredText, found: TokenPredictions) -> None:
        self._text, self._found = text, found
        self._bits = (found.nats + text.spelling) / np.log(2)  # (n,)
        self._first = np.searchsorted(text.document, np.arange(int(text.document[-1]) + 1))

    def by_position(self) -> tuple[Group, ...]:
        """By bytes from the document's beginning, or by tenths of the only document."""
        starts = np.cumsum(self._text.bytes) - self._text.bytes
        if len(self._first) < 2:
            tenth = (starts * _TENTHS / max(1.0, self._text.bytes.sum())).astype(np.int64)
            labels = [f"{10 * part}–{10 * part + 10} %" for part in range(_TENTHS)]
            return self._groups(np.minimum(tenth, _TENTHS - 1), labels)
        within = starts - starts[self._first[self._text.document]]
        group = np.searchsorted(_PLACES, within, side="right") - 1
        return self._groups(group, _ranges(_PLACES))

    def by_frequency(self, counts: NDArray[np.int64]) -> tuple[Group, ...]:
        """By how often the token that came occurs in the training text; bits per token."""
        group = np.searchsorted(_TIMES, counts[self._found.targets], side="right") - 1
        return self._groups(group, _ranges(_TIMES), sizes=np.ones(len(group)))

    def by_source(self, sources: Sequence[str]) -> tuple[Group, ...]:
        """By file; the largest where there are many."""
        if len(sources) < len(self._first):
            return ()
        names = sorted(set(sources))
        number = {name: place for place, name in enumerate(names)}
        of_document = np.array([number[name] for name in sources])
        group = of_document[self._text.document]
        sizes = np.bincount(group, minlength=len(names))
        kept = np.sort(np.argsort(-sizes, kind="stable")[:_SOURCES])
        place = np.full(len(names), -1)
        place[kept] = np.arange(len(kept))
        return self._groups(place[group], [names[at] for at in kept])

    def by_topic(self, topics: Topics, tokenizer: Tokenizer) -> tuple[Group, ...]:
        """By the topic whose terms a passage has most of; passages without any are left out."""
        passage = passages_of(self._text, tokenizer)
        group = np.full(int(passage[-1]) + 1, -1)
        patterns = [term_pattern(topic.terms) if topic.terms else None for topic in topics.topics]
        chosen = np.unique(np.linspace(0, len(group) - 1, min(_PASSAGES, len(group))).astype(int))
        for number in chosen.tolist():
            low, high = np.searchsorted(passage, [number, number + 1])
            written = tokenizer.decode(self._text.ids[1 + low : 1 + high].tolist())
            hits = [len(pattern.findall(written)) if pattern else 0 for pattern in patterns]
            if any(hits):
                group[number] = int(np.argmax(hits))
        labels = [" · ".join(topic.terms[:3]) for topic in topics.topics]
        return self._groups(group[passage], labels)

    def documents(self, sources: Sequence[str], tokenizer: Tokenizer) -> tuple[DocumentScore, ...]:
        """Each document, the hardest first; of many as many of the easiest as of the hardest."""
        bits = np.bincount(self._text.document, weights=self._bits)
        size = np.bincount(self._text.document, weights=self._text.bytes)
        worth = np.flatnonzero(size >= _SMALLEST)
        if len(worth) < 2:
            return ()
        order = worth[np.argsort(-bits[worth] / size[worth], kind="stable")]
        if len(order) > _DOCUMENTS:
            half = _DOCUMENTS // 2
            order = np.concatenate((order[:half], order[-half:]))
        return tuple(
            DocumentScore(
                number=number,
                source=sources[number] if number < len(sources) else "",
                beginning=self._beginning(number, tokenizer),
                bytes=round(float(size[number])),
                bits_per_byte=float(bits[number] / size[number]),
            )
            for number in order.tolist()
        )

    def _beginning(self, number: int, tokenizer: Tokenizer) -> str:
        first = int(self._first[number])
        ids = self._text.ids[1 + first : 1 + first + 2 * _BEGINNING]
        end = np.flatnonzero(ids == EOS)
        kept = ids[: end[0]] if len(end) else ids
        written = tokenizer.decode(kept[kept != UNK].tolist())
        return shortened(" ".join(written.split()), _BEGINNING)

    def _groups(
        self, group: Places, labels: Sequence[str], *, sizes: Numbers | None = None
    ) -> tuple[Group, ...]:
        """Bits by `sizes` (n,), bytes unless something else is given; -1 is of no group."""
        sizes = self._text.bytes if sizes is None else sizes
        found = list(self._each(group, labels, sizes))
        return tuple(found) if len(found) > 1 else ()

    def _each(self, group: Places, labels: Sequence[str], sizes: Numbers) -> Iterator[Group]:
        counted = group >= 0
        group = group[counted]
        most = len(labels)
        count = np.bincount(group, minlength=most)
        bits = np.bincount(group, weights=self._bits[counted], minlength=most)
        size = np.bincount(group, weights=sizes[counted], minlength=most)
        right = np.bincount(group, weights=self._found.correct[counted], minlength=most)
        for place, label in enumerate(labels):
            if count[place] >= _FEWEST and size[place]:
                bits_each = float(bits[place] / size[place])
                accuracy = float(right[place] / count[place])
                yield Group(label, bits_each, accuracy, int(count[place]))


def _ranges(borders: Sequence[int]) -> list[str]:
    """What the groups that begin there are called: 0, 1–9, 10–99 …"""
    ends = [border - 1 for border in borders[1:]]
    found = [
        f"{low:,}" if low == high else f"{low:,}–{high:,}"
        for low, high in zip(borders, ends, strict=False)
    ]
    return [*found, f"{borders[-1]:,}+"]
