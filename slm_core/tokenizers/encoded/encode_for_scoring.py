"""The validation part cut by a tokenizer that somebody else trained, in memory, to score a model
on. Writes no files: a corpus is looked at once, not learned from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from slm_core.corpus.split import Split, SplitSettings, split_corpus
from slm_core.corpus.store import Corpus
from slm_core.corpus.text.passages import Passage
from slm_core.errors import CorpusError
from slm_core.messages import msg
from slm_core.tokenizers.encoded.encode_stream import (
    BATCH,
    PartName,
    encode_batch,
    part_passages,
    sampled,
)
from slm_core.tokenizers.encoded.split_stats import SplitStats
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.tokenizer import UNK, Ids, Tokenizer

_SPELLED = 1_000_000
"""Characters from which the spelling of unknown words is learned."""


@dataclass(frozen=True)
class ScoringTokens:
    """Text to predict, and its sizes."""

    ids: Ids
    part: SplitStats


def encode_for_scoring(
    corpus: Corpus, settings: SplitSettings, tokenizer: Tokenizer, *, most: int
) -> ScoringTokens:
    """The first `most` characters of the corpus's validation part as ids of `tokenizer`.

    Unknown words cost their spelling under a character model of the corpus's training part, as in
    the token files. Raises CorpusError where there is not enough to predict.
    """
    split = split_corpus(corpus, settings)
    passages = list(_first(_passages(corpus, split, "validation", tokenizer), most))
    encoded = [encode_batch(batch, tokenizer, first=not k) for k, batch in _batches(passages)]
    ids = np.concatenate(encoded) if encoded else np.empty(0, dtype=np.uint32)
    if len(ids) < 2:
        raise CorpusError(
            msg("The validation part of corpus {id} has no text to predict.", id=corpus.id)
        )
    unknown = Counter(
        word for passage in passages for word in tokenizer.unknown_words(passage.text)
    )
    nats = 0.0
    if unknown:
        learned = (passage.text for passage in _passages(corpus, split, "train", tokenizer))
        texts = sampled(learned, total=split.characters("train"), most=_SPELLED)
        nats = UnknownWordModel({word for text in texts for word in tokenizer.words(text)}).total(
            unknown
        )
    part = SplitStats(
        tokens=len(ids),
        characters=sum(len(passage.text) for passage in passages),
        bytes=sum(len(passage.text.encode()) for passage in passages),
        unknown=int((ids == UNK).sum()),
        spelling_nats=nats,
    )
    return ScoringTokens(ids, part)


def _passages(
    corpus: Corpus, split: Split, part: PartName, tokenizer: Tokenizer
) -> Iterator[Passage]:
    for name, passage in part_passages(corpus.passages(), split):
        if name == part:
            yield passage.lower() if tokenizer.lowercase else passage


def _first(passages: Iterator[Passage], most: int) -> Iterator[Passage]:
    """As many as have `most` characters, the last of them cut off there."""
    remaining = most
    for passage in passages:
        if len(passage.text) > remaining:
            yield replace(passage, text=passage.text[:remaining], ends=False)
            return
        yield passage
        remaining -= len(passage.text)
        if not remaining:
            return


def _batches(passages: list[Passage]) -> Iterator[tuple[int, list[Passage]]]:
    """(number, passages of about BATCH characters)."""
    batch: list[Passage] = []
    number = size = 0
    for passage in passages:
        batch.append(passage)
        size += len(passage.text)
        if size >= BATCH:
            yield number, batch
            batch, size, number = [], 0, number + 1
    if batch:
        yield number, batch
