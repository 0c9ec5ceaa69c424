"""The parts of a split as texts and as token ids, one passage at a time."""

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np

from slm_core.corpus.split import Split
from slm_core.corpus.text.passages import DocumentSpan, Passage, cut_text
from slm_core.tokenizers.tokenizer import EOS, Ids, Tokenizer

PartName = Literal["train", "validation", "test"]
PARTS: tuple[PartName, ...] = ("train", "validation", "test")

BATCH = 2_000_000
"""Characters tokenized at once: enough for all cores, little for the memory."""


def part_passages(passages: Iterable[Passage], split: Split) -> Iterator[tuple[PartName, Passage]]:
    """Every passage of every part, in the order of the corpus, in one reading of it."""
    waiting = {name: iter(getattr(split, name)) for name in PARTS}
    current: dict[PartName, DocumentSpan | None] = {
        name: next(waiting[name], None) for name in PARTS
    }
    for passage in passages:
        for name in PARTS:
            span = current[name]
            while span is not None and _begins_within(span, passage):
                start, end = max(span.start, passage.start), min(span.end, passage.end)
                text = passage.text[start - passage.start : end - passage.start]
                ends = passage.ends and end == passage.end
                yield name, Passage(text, passage.document, start, ends)
                if span.end > passage.end:
                    break  # it goes on in the document's next passage
                span = current[name] = next(waiting[name], None)


def _begins_within(span: DocumentSpan, passage: Passage) -> bool:
    return span.document == passage.document and span.start < passage.end


def encode_batch(batch: list[Passage], tokenizer: Tokenizer, *, first: bool) -> Ids:
    """Ids of consecutive passages of a part: an EOS after each document, and before the first."""
    eos = np.array([EOS], dtype=np.uint32)
    ids: list[Ids] = [eos] if first else []
    texts = [passage.text for passage in batch]
    for passage, encoded in zip(batch, tokenizer.encode_many(texts), strict=True):
        ids.append(encoded)
        if passage.ends:
            ids.append(eos)
    return np.concatenate(ids)


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
