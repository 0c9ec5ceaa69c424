"""The validation part cut by a tokenizer that somebody else trained, in memory, to score a model
on. Writes no files: a corpus is looked at once, not learned from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from slm_core.corpus.split import Split, SplitSettings, split_corpus
from slm_core.corpus.store import Corpus
from slm_core.errors import CorpusError
from slm_core.tokenizers.encode_stream import (
    BATCH,
    PartName,
    PartText,
    encode_batch,
    part_texts,
    sampled,
)
from slm_core.tokenizers.token_store import SplitStats
from slm_core.tokenizers.tokenizer import UNK, Ids, Tokenizer
from slm_core.tokenizers.unknown_cost import UnknownWordModel

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
    stretches = list(_first(_texts(corpus, split, "validation", tokenizer), most))
    found = [encode_batch(batch, tokenizer, first=not k) for k, batch in _batches(stretches)]
    ids = np.concatenate(found) if found else np.empty(0, dtype=np.uint32)
    if len(ids) < 2:
        raise CorpusError(f"The validation part of corpus {corpus.id} has no text to predict.")
    unknown = Counter(word for one in stretches for word in tokenizer.unknown_words(one.text))
    nats = 0.0
    if unknown:
        total = sum(piece.end - piece.start for piece in split.train)
        learned = (one.text for one in _texts(corpus, split, "train", tokenizer))
        texts = sampled(learned, total=total, most=_SPELLED)
        nats = UnknownWordModel({word for text in texts for word in tokenizer.words(text)}).total(
            unknown
        )
    part = SplitStats(
        tokens=len(ids),
        characters=sum(len(one.text) for one in stretches),
        bytes=sum(len(one.text.encode()) for one in stretches),
        unknown=int((ids == UNK).sum()),
        spelling_nats=nats,
    )
    return ScoringTokens(ids, part)


def _texts(
    corpus: Corpus, split: Split, name: PartName, tokenizer: Tokenizer
) -> Iterator[PartText]:
    for one in part_texts(corpus.passages(), split):
        if one.part == name:
            text = one.text.lower() if tokenizer.lowercase else one.text
            yield PartText(name, text, one.ends)


def _first(stretches: Iterator[PartText], most: int) -> Iterator[PartText]:
    """As many as have `most` characters, the last of them cut off there."""
    left = most
    for one in stretches:
        if len(one.text) > left:
            yield PartText(one.part, one.text[:left], ends=False)
            return
        yield one
        left -= len(one.text)
        if not left:
            return


def _batches(stretches: list[PartText]) -> Iterator[tuple[int, list[PartText]]]:
    """(number, stretches of about BATCH characters)."""
    batch: list[PartText] = []
    number = size = 0
    for one in stretches:
        batch.append(one)
        size += len(one.text)
        if size >= BATCH:
            yield number, batch
            batch, size, number = [], 0, number + 1
    if batch:
        yield number, batch
