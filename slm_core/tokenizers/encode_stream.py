"""The parts of a split as texts and then as ids, one passage at a time. Knows no files of ids."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from slm_core.corpus.split import DocumentSpan, Split
from slm_core.corpus.text.passages import Passage, cut_text
from slm_core.tokenizers.tokenizer import EOS, Ids, Tokenizer

PartName = Literal["train", "validation", "test"]
PARTS: tuple[PartName, ...] = ("train", "validation", "test")

BATCH = 2_000_000
"""Characters tokenized at once: enough for all cores, little for the memory."""


@dataclass(frozen=True)
class PartText:
    """A stretch of one part."""

    part: PartName
    text: str
    ends: bool
    """Whether its document ends with it."""


def part_texts(passages: Iterable[Passage], split: Split) -> Iterator[PartText]:
    """Every stretch of every part, in the order of the corpus, in one reading of it."""
    waiting = {name: iter(getattr(split, name)) for name in PARTS}
    current: dict[PartName, DocumentSpan | None] = {
        name: next(waiting[name], None) for name in PARTS
    }
    for passage in passages:
        for name in PARTS:
            piece = current[name]
            while piece is not None and _begins_within(piece, passage):
                start = max(piece.start, passage.start) - passage.start
                end = min(piece.end, passage.end) - passage.start
                whole = passage.ends and end == len(passage.text)
                yield PartText(name, passage.text[start:end], whole)
                if piece.end > passage.end:
                    break  # it goes on in the document's next passage
                piece = current[name] = next(waiting[name], None)


def _begins_within(piece: DocumentSpan, passage: Passage) -> bool:
    return piece.document == passage.document and piece.start < passage.end


def encode_batch(batch: list[PartText], tokenizer: Tokenizer, *, first: bool) -> Ids:
    """Ids of consecutive stretches of a part: an END after each document, and before the first."""
    end = np.array([EOS], dtype=np.uint32)
    found: list[Ids] = [end] if first else []
    texts = [stretch.text for stretch in batch]
    for stretch, ids in zip(batch, tokenizer.encode_many(texts), strict=True):
        found.append(ids)
        if stretch.ends:
            found.append(end)
    return np.concatenate(found)


def sampled(texts: Iterable[str], *, total: int, most: int) -> Iterator[str]:
    """Evenly spread pieces of the texts, about `most` of their `total` characters."""
    if total <= most:
        yield from texts
        return
    share, owed = most / total, 0.0
    for text in texts:
        for piece, _ in cut_text(text, longest=65_536):
            owed += share * len(piece)
            if owed > 0.0:
                yield piece
                owed -= len(piece)
