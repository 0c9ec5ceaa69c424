"""The split of a corpus into training, validation and test part.

Whole documents where that works; else in the order of the text. Never a random split of pieces
of one text: neighbours look alike, and the judge would have read the answers.
"""

import itertools
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pydantic.dataclasses
from pydantic import Field

from slm_core.corpus.store import Corpus
from slm_core.corpus.text.passages import DocumentSpan
from slm_core.errors import CorpusError, SettingsError
from slm_core.messages import msg
from slm_core.settings_schema import Settings, setting_name
from slm_core.storage import from_json

PARTS = ("train", "validation", "test")
"""The parts of a split, in the order in which one text is cut."""


@pydantic.dataclasses.dataclass(frozen=True)
class SplitSettings(Settings):
    """How much of the text is for what."""

    section: ClassVar[str] = "split"

    train: Annotated[float, Field(ge=0, le=100)] = 80.0
    """Training part: percent of the text that the model learns from."""
    validation: Annotated[float, Field(ge=0, le=100)] = 10.0
    """Validation part: percent of the text that is not learned from and shows during training how
    well the model does on new text."""
    test: Annotated[float, Field(ge=0, le=100)] = 10.0
    """Test part: percent of the text that is kept back for a final score; 0 for none."""
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0
    """Random seed of the split: which documents fall into which part, where there are many."""

    def __post_init__(self) -> None:
        """Refuse shares that cannot be."""
        for name in ("train", "validation"):
            if getattr(self, name) <= 0:
                raise SettingsError(
                    msg(
                        "{name} is {self_value:g}; it must be more than 0 percent.",
                        name=setting_name(f"split.{name}"),
                        self_value=getattr(self, name),
                    )
                )
        total = self.train + self.validation + self.test
        if not math.isclose(total, 100, abs_tol=1e-6):
            raise SettingsError(
                msg(
                    "The split {self_value} adds up to {total:g} percent; the three parts "
                    "must make 100, as in 80/10/10.",
                    self_value=self,
                    total=total,
                )
            )

    def __str__(self) -> str:
        """As people write it: 80/10/10."""
        return f"{self.train:g}/{self.validation:g}/{self.test:g}"

    @classmethod
    def parse(cls, text: str, *, seed: int = 0) -> "SplitSettings":
        """Settings from what people write: 90/10/0, or 90/10 for the same. Raises SettingsError."""
        parts = text.split("/")
        try:
            shares = [float(part) for part in parts]
        except ValueError:
            shares = []
        if len(shares) == 2:
            shares.append(0.0)
        if len(shares) != len(PARTS):
            raise SettingsError(
                msg(
                    "The split is {text!r}; write percents for train/validation/test, as in "
                    "80/10/10.",
                    text=text,
                )
            )
        return cls(train=shares[0], validation=shares[1], test=shares[2], seed=seed)


@dataclass(frozen=True)
class Split:
    """Where each part lies, in the order of the corpus; together they are all of it."""

    train: tuple[DocumentSpan, ...]
    validation: tuple[DocumentSpan, ...]
    test: tuple[DocumentSpan, ...]

    def characters(self, part: str) -> int:
        """Characters in a part."""
        return sum(span.end - span.start for span in getattr(self, part))

    def to_json(self) -> dict[str, object]:
        """For each part a list of [document, start, end]."""
        return {
            part: [[span.document, span.start, span.end] for span in getattr(self, part)]
            for part in PARTS
        }

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> "Split":
        """The split in a split.json. Raises CorpusError where that is damaged."""
        try:
            spans = from_json(dict[str, list[tuple[int, int, int]]], values)
            return cls(*(tuple(DocumentSpan(*span) for span in spans[part]) for part in PARTS))
        except (KeyError, ValueError) as error:
            raise CorpusError(
                msg(
                    "The split of a corpus is damaged ({error}). Start the run again to make a "
                    "new one.",
                    error=error,
                )
            ) from None


def split_corpus(corpus: Corpus, settings: SplitSettings) -> Split:
    """The parts of a corpus: those it was made in, else by the settings. Raises CorpusError where
    one would have no text."""
    lengths = [passage.end for passage in corpus.passages() if passage.ends]
    if corpus.card.parts is not None:
        return _as_made(lengths, corpus.card.parts)
    return split_lengths(lengths, settings)


def split_lengths(lengths: Sequence[int], settings: SplitSettings) -> Split:
    """As `split_corpus`, for documents of these numbers of characters."""
    total = sum(lengths)
    shares = (settings.train, settings.validation, settings.test)
    wanted = [total * share / 100 for share in shares]
    split = None
    if len(lengths) > 1:
        split = _by_documents(lengths, wanted, seed=settings.seed)
    if split is None:
        first = math.floor(total * settings.train / 100)
        second = total
        if settings.test:
            second = math.floor(total * (settings.train + settings.validation) / 100)
        split = Split(*_in_order(lengths, (0, first, second, total)))
    for part, share in zip(PARTS, shares, strict=True):
        if share and not getattr(split, part):
            raise CorpusError(
                msg(
                    "{share:g} percent of {total:,} characters leave no text for {part}. "
                    "Give it a larger share, or add more text.",
                    share=share,
                    total=total,
                    part=part,
                )
            )
    return split


def split_text(corpus: Corpus, spans: Iterable[DocumentSpan]) -> Iterator[str]:
    """The text of each span, in order, read from the disk one document at a time."""
    found, wanted = 0, tuple(spans)
    for _number, text in spans_of(corpus.documents(), wanted):
        found += 1
        yield text
    if found < len(wanted):
        raise CorpusError(
            msg(
                "Corpus {id} has no document {document}, or the split is not in the order of the "
                "corpus. Start the run again to make a new split.",
                id=corpus.id,
                document=wanted[found].document + 1,
            )
        )


def spans_of(texts: Iterable[str], spans: Sequence[DocumentSpan]) -> Iterator[tuple[int, str]]:
    """The text of each span, in order, with the number of its document; no more than there are."""
    waiting = iter(spans)
    span = next(waiting, None)
    for number, text in enumerate(texts):
        while span is not None and span.document == number:
            yield number, text[span.start : span.end]
            span = next(waiting, None)
        if span is None:
            return


def _as_made(lengths: Sequence[int], parts: Mapping[str, int]) -> Split:
    """Whole documents in order, so many for each part."""
    documents = iter([DocumentSpan(number, 0, length) for number, length in enumerate(lengths)])
    return Split(*(tuple(itertools.islice(documents, parts.get(part, 0))) for part in PARTS))


def _by_documents(lengths: Sequence[int], wanted: Sequence[float], *, seed: int) -> Split | None:
    """Whole documents to parts; None where every part cannot come within half of its share."""
    order = list(range(len(lengths)))
    random.Random(seed).shuffle(order)
    # Longest first packs better, but gives the judges the shorter documents: only if needed.
    for attempt in (order, sorted(order, key=lambda number: -lengths[number])):
        parts: list[list[int]] = [[], [], []]
        missing = list(wanted)
        for number in attempt:
            part = missing.index(max(missing))
            parts[part].append(number)
            missing[part] -= lengths[number]
        if all(abs(excess) <= share / 2 for excess, share in zip(missing, wanted, strict=True)):
            return Split(
                *(
                    tuple(DocumentSpan(number, 0, lengths[number]) for number in sorted(p))
                    for p in parts
                )
            )
    return None


def _in_order(lengths: Sequence[int], borders: Sequence[int]) -> Iterator[tuple[DocumentSpan, ...]]:
    """The concatenation cut at the borders."""
    for first, last in itertools.pairwise(borders):
        spans = []
        start = 0
        for number, length in enumerate(lengths):
            low, high = max(first, start), min(last, start + length)
            if low < high:
                spans.append(DocumentSpan(number, low - start, high - start))
            start += length
        yield tuple(spans)
