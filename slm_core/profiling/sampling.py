"""What a report looks at: whole documents counted in one reading, an even sample kept by another.

A corpus larger than memory is read passage by passage; of a small one everything is kept.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from slm_core.corpus.split import SplitSettings, split_lengths
from slm_core.corpus.store import Corpus
from slm_core.corpus.text.language import language_of
from slm_core.corpus.text.passages import Passage, cut_text
from slm_core.corpus.text.words import LONGEST_WORD
from slm_core.errors import CorpusError, StoppedError
from slm_core.messages import Message, msg
from slm_core.profiling.repeated_texts import (
    SHORTEST_PARAGRAPH,
    CopyCounter,
    LikenessCounter,
    LineCounter,
)
from slm_core.tokenizers.encoded.encode_stream import PartName, part_passages

SAMPLE = 8_000_000
"""Characters kept for counting words and tokens; a longer corpus is sampled evenly."""
_PIECE = 65_536  # characters in which a long text is taken or left
_FEW = 20  # documents, below which their paragraphs are compared
_PARAGRAPH = 300  # characters, about
_LINES_CHARACTERS = 20_000_000  # in whose lines repeated ones are looked for
_COMPARED = 20_000  # texts compared for likeness
_COMPARED_CHARACTERS = 10_000_000  # of them all; more would take minutes
_ASKED = 2_000  # documents whose language is asked for
_BLANK_LINE = re.compile(r"\n\s*\n")
_NO_WORD = re.compile(r"\W")


@dataclass
class DocumentStats:
    """What one reading of all documents tells."""

    of: Literal["documents", "paragraphs"]
    """What is compared."""
    lengths: list[int] = field(default_factory=list)
    """Characters of each document."""
    pieces: int = 0
    """Documents or paragraphs."""
    exact: int = 0
    """Of them those that came before letter for letter; blanks do not count."""
    compared: int = 0
    """Of them those compared for likeness: all, or an even sample of many."""
    near: int = 0
    """Of those compared the ones nearly like one before, the exact ones included."""
    repeated_lines: float = 0.0
    """Of the characters in longer lines, the share in lines that came before letter for letter."""
    languages: dict[str, int] = field(default_factory=dict)
    """Characters by language, of an even sample of the documents."""


@dataclass(frozen=True)
class TextSample:
    """Texts spread evenly over the corpus, by the part that the usual split gives them."""

    train: tuple[str, ...]
    validation: tuple[str, ...]
    test: tuple[str, ...]
    is_whole: bool
    """Whether that is all of the text."""

    @property
    def texts(self) -> tuple[str, ...]:
        """All of it: training first, then validation, then test."""
        return self.train + self.validation + self.test

    @property
    def characters(self) -> int:
        """How much was kept."""
        return sum(map(len, self.texts))


def scan_documents(
    corpus: Corpus,
    *,
    tell: Callable[[Message], None] = lambda doing: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> DocumentStats:
    """Lengths, duplicates and languages. Raises StoppedError, CorpusError."""
    told_at, done = time.monotonic(), 0
    documents, characters = corpus.card.counts.documents, corpus.card.counts.characters
    stats = DocumentStats("documents" if documents >= _FEW else "paragraphs")
    pieces = documents if documents >= _FEW else characters // _PARAGRAPH
    every = max(1, pieces // _COMPARED, characters // _COMPARED_CHARACTERS)
    copies, likeness = CopyCounter(), LikenessCounter(every=every)
    lines = LineCounter(every=max(1, characters // _LINES_CHARACTERS))
    asked = max(1, documents // _ASKED)
    for passage in corpus.passages():
        if should_stop():
            raise StoppedError(msg("The report was stopped."))
        done += len(passage.text)
        if time.monotonic() - told_at > 1.0:
            told_at = time.monotonic()
            tell(
                msg(
                    "comparing the documents, {percent} %",
                    percent=min(99, 100 * done // max(1, characters)),
                )
            )
        if passage.ends:
            stats.lengths.append(passage.end)
        if passage.start == 0 and passage.document % asked == 0:
            language = language_of([passage.text])
            stats.languages[language] = stats.languages.get(language, 0) + len(passage.text)
        lines.add(passage.text)
        if stats.of == "documents":
            copies.add(passage.text, ends=passage.ends)
            if passage.start == 0:
                likeness.add(passage.text)
            continue
        for paragraph in _paragraphs(passage.text):
            copies.add(paragraph)
            likeness.add(paragraph)
    stats.exact, stats.pieces = copies.found, copies.pieces
    stats.compared, stats.near = likeness.finish()
    stats.repeated_lines = lines.repeated_share()
    return stats


def sample(
    corpus: Corpus,
    lengths: list[int],
    *,
    most: int = SAMPLE,
    should_stop: Callable[[], bool] = lambda: False,
) -> TextSample:
    """An even sample of every part, about `most` characters. Raises StoppedError, CorpusError."""
    total = max(1, sum(lengths))
    share = min(1.0, most / total)
    kept: dict[str, list[str]] = {"train": [], "validation": [], "test": []}
    owed = dict.fromkeys(kept, 0.0)
    try:
        split = split_lengths(lengths, SplitSettings())
    except CorpusError:  # too short for three parts: everything is there to learn from
        return TextSample(tuple(corpus.documents()), (), (), True)
    for part, passage in _in_whole_words(part_passages(corpus.passages(), split)):
        if should_stop():
            raise StoppedError(msg("The report was stopped."))
        for piece, _ in cut_text(passage.text, longest=_PIECE):
            owed[part] += share * len(piece)
            if owed[part] > 0.0:
                kept[part].append(piece)
                owed[part] -= len(piece)
    return TextSample(
        tuple(kept["train"]), tuple(kept["validation"]), tuple(kept["test"]), share == 1.0
    )


def _in_whole_words(
    passages: Iterable[tuple[PartName, Passage]],
) -> Iterator[tuple[PartName, Passage]]:
    """A word that the split cuts in two is one word, of the part in which it begins."""
    before: tuple[PartName, Passage] | None = None
    for part, passage in passages:
        after = passage
        if before is not None:
            earlier_part, earlier = before
            if not earlier.ends and earlier_part != part:
                rest = _rest_of_word(earlier.text, after.text)
                earlier = replace(earlier, text=earlier.text + rest)
                after = replace(after, text=after.text[len(rest) :], start=after.start + len(rest))
            yield earlier_part, earlier
        before = part, after
    if before is not None:
        yield before


def _rest_of_word(before: str, after: str) -> str:
    """What of the word that `before` ends in stands in `after`."""
    end = _NO_WORD.search(after, 0, LONGEST_WORD) if before[-1:].isalnum() else None
    return after[: end.start()] if end is not None else ""


def _paragraphs(text: str) -> Iterator[str]:
    """Between blank lines, or the lines where there are none; short ones repeat rightly."""
    parts = _BLANK_LINE.split(text)
    if len(parts) < len(text) // 5_000:
        parts = text.split("\n")
    return (part for part in parts if len(part) >= SHORTEST_PARAGRAPH)
