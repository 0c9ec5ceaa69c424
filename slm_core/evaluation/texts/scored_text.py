"""A text as tokens to be predicted, with what scoring needs to know of each of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slm_core.corpus.text.passages import Passage
from slm_core.errors import CorpusError
from slm_core.messages import msg
from slm_core.tokenizers.encoded.encode_stream import BATCH, encode_batch
from slm_core.tokenizers.encoded.split_stats import SplitStats
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.tokenizer import EOS, UNK, Ids, Tokenizer

HEAD = 500_000
"""Bytes of the text that are kept beside its tokens."""


@dataclass(frozen=True)
class ScoredText:
    """Documents as tokens. Arrays of (predictions,) stand for the tokens after the first mark."""

    ids: Ids
    """(predictions + 1,): an EOS, then each document and an EOS."""
    document: NDArray[np.int64]
    """Which document each belongs to, from 0; its EOS too."""
    bytes: NDArray[np.float64]
    """Bytes of the text, in UTF-8, that each stands for; an EOS stands for none."""
    spelling: NDArray[np.float64]
    """Nats for spelling what the tokenizer does not know; 0 where it knows the token."""
    characters: int
    unknown: tuple[str, ...] = ()
    """What the tokenizer does not know, in order, each time it occurs."""
    head: bytes = b""
    """The text as it was read, in UTF-8, a zero byte after each document: all of it, or the
    beginning of HEAD bytes and the rest of the passage in which it ends."""

    @property
    def part(self) -> SplitStats:
        """Its sizes, as `metrics.scores.score` takes them."""
        return SplitStats(
            tokens=len(self.ids),
            characters=self.characters,
            bytes=round(float(self.bytes.sum())),
            unknown=int((self.ids == UNK).sum()),
            spelling_nats=float(self.spelling.sum()),
        )


def read_for_scoring(
    passages: Iterable[Passage], tokenizer: Tokenizer, *, spelling: Callable[[], UnknownWordModel]
) -> ScoredText:
    """The passages as `encode_batch` cuts them for training; `spelling` is asked for only where a
    word is unknown. Raises CorpusError where there is nothing to predict.
    """
    ids: list[Ids] = []
    sizes: list[NDArray[np.float64]] = []
    table = _sizes(tokenizer)
    unknown: list[str] = []
    characters, head = 0, bytearray()
    for batch in _batches(passages):
        encoded = encode_batch(batch, tokenizer, first=not ids)
        words = [word for passage in batch for word in tokenizer.unknown_words(passage.text)]
        ids.append(encoded)
        sizes.append(_bytes_of(encoded, table, words))
        unknown += words
        characters += sum(len(passage.text) for passage in batch)
        for passage in batch:
            if len(head) < HEAD:
                head += passage.text.encode("utf-8", "replace") + b"\0" * passage.ends
    joined = np.concatenate(ids) if ids else np.empty(0, np.uint32)
    if len(joined) < 2 or not any(part.any() for part in sizes):
        raise CorpusError(msg("There is no text to predict. Choose one with more text."))
    costs = np.zeros(len(joined))
    if unknown:
        model = spelling()
        prices = {word: model.cost(word) for word in set(unknown)}
        costs[joined == UNK] = [prices[word] for word in unknown]
    ends = np.cumsum(joined == EOS)
    document = ends[:-1] - 1
    return ScoredText(
        ids=joined,
        document=document,
        bytes=np.concatenate(sizes)[1:],
        spelling=costs[1:],
        characters=characters,
        unknown=tuple(unknown),
        head=bytes(head),
    )


def _batches(passages: Iterable[Passage]) -> Iterable[list[Passage]]:
    """Passages of about BATCH characters together."""
    batch: list[Passage] = []
    size = 0
    for passage in passages:
        batch.append(passage)
        size += len(passage.text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _sizes(tokenizer: Tokenizer) -> NDArray[np.float64]:
    """Bytes that each token of the vocabulary (vocabulary,) stands for."""
    sizes = [len(tokenizer.token_text(index)) for index in range(tokenizer.vocabulary_size)]
    return np.array(sizes, dtype=np.float64)


def _bytes_of(ids: Ids, table: NDArray[np.float64], unknown: Sequence[str]) -> NDArray[np.float64]:
    """Bytes of each token (n,): those of the `table`, of unknown ones those of the words."""
    sizes = table[ids]
    if unknown:
        sizes[ids == UNK] = [len(word.encode("utf-8", "replace")) for word in unknown]
    return sizes
