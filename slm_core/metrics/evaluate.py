"""Evaluation: cross-entropy and accuracy of a model on a sequence of tokens, in nats."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from slm_core.models.base import LanguageModel, device_of, reset_state
from slm_core.models.layers.logits import logits_chunk_size

TokenIds = NDArray[np.unsignedinteger]

_WARM_UP = 128
"""Tokens read before a stream's own, so that its state is as if everything had been read."""
_CHUNK = 128
"""Tokens of a stream read at once."""
_LEAST_PER_STREAM = 512
_MOST_STREAMS = 32
_LOOK_WARM_UP = 32
"""The same where only a sample is looked at: then many places matter more than a long memory."""


@dataclass(frozen=True)
class EvalTotals:
    """Sums over predictions, each token predicted once."""

    nats: float
    correct: int
    predictions: int
    unknown: int
    """How many of the tokens to predict the tokenizer did not know."""


@torch.inference_mode()
def evaluate(model: LanguageModel, ids: TokenIds, *, limit: int | None = None) -> EvalTotals:
    """Predict each of `ids` (n,) but the first from all before it, n - 1 predictions.

    The ids are cut into up to 32 streams side by side; all but the first warm up on the 128 tokens
    before their own, uncounted. With a `limit` each stream ends early, so that about that many
    predictions are made, spread over the whole; fewer streams then, that no more is read to warm
    up than to predict. The model's mode and torch's randomness stay.
    """
    was_training = model.training
    model.eval()
    try:
        return _evaluate(model, ids, limit)
    finally:
        model.train(was_training)


@dataclass(frozen=True)
class TokenPredictions:
    """What a model said of each token of a text, in its order; arrays of (predictions,)."""

    targets: NDArray[np.uint32]
    """The tokens that came."""
    nats: NDArray[np.float64]
    """What each cost: minus the logarithm of its probability."""
    predicted: NDArray[np.uint32]
    """The model's first guess."""
    confidence: NDArray[np.float32]
    """The probability it gave that guess."""
    in_top5: NDArray[np.bool_]
    """Whether the token that came was among its five first guesses."""

    @property
    def correct(self) -> NDArray[np.bool_]:
        """Whether the first guess was right."""
        return self.predicted == self.targets


@torch.inference_mode()
def predict_tokens(model: LanguageModel, ids: TokenIds) -> TokenPredictions:
    """Each of `ids` (n,) but the first predicted from all before it, read as `evaluate` does."""
    was_training = model.training
    model.eval()
    try:
        return collect_predictions(model, ids, read_rows(model, ids, None))
    finally:
        model.train(was_training)


def collect_predictions(
    model: LanguageModel, ids: TokenIds, rows: Iterable["PredictionRows"]
) -> TokenPredictions:
    """What the model says of each of `ids` (n,) but the first; `rows` has every place once."""
    count = max(0, len(ids) - 1)
    found = TokenPredictions(
        ids[1:].astype(np.uint32),
        np.zeros(count),
        np.zeros(count, np.uint32),
        np.zeros(count, np.float32),
        np.zeros(count, np.bool_),
    )
    for part in rows:
        places = part.places.cpu().numpy()
        chances = model.head(part.hidden).float().log_softmax(-1)  # (rows, vocabulary)
        best, guess = chances.topk(min(5, chances.shape[-1]), dim=-1)
        of_target = chances.gather(-1, part.targets[:, None])[:, 0]
        found.nats[places] = -of_target.double().cpu().numpy()
        found.predicted[places] = guess[:, 0].cpu().numpy()
        found.confidence[places] = best[:, 0].exp().cpu().numpy()
        found.in_top5[places] = (guess == part.targets[:, None]).any(-1).cpu().numpy()
    return found


@dataclass(frozen=True)
class PredictionRows:
    """Some predictions that were made side by side."""

    hidden: Tensor
    """(rows, hidden)."""
    targets: Tensor
    """(rows,)."""
    places: Tensor
    """(rows,): which of the text's predictions each is, from 0."""


def _evaluate(model: LanguageModel, ids: TokenIds, limit: int | None) -> EvalTotals:
    nats, correct, predictions, unknown = 0.0, 0, 0, 0
    for rows in read_rows(model, ids, limit):
        losses, hits = _losses(model, rows)
        nats, correct = nats + float(losses.double().sum()), correct + int(hits.sum())
        predictions += len(rows.targets)
        unknown += int((rows.targets == 0).sum())
    return EvalTotals(nats, correct, predictions, unknown)


def read_rows(model: LanguageModel, ids: TokenIds, limit: int | None) -> Iterator[PredictionRows]:
    """The features before each token to predict, a few rows at a time."""
    count = len(ids) - 1
    if count < 1:
        return
    streams = max(1, min(_MOST_STREAMS, count // _LEAST_PER_STREAM))
    longest_warm_up = _WARM_UP
    if limit is not None:
        longest_warm_up = _LOOK_WARM_UP
        streams = max(1, min(streams, limit // _LOOK_WARM_UP))
    span = -(-count // streams)
    wanted = span if limit is None else max(1, min(span, -(-limit // streams)))
    starts = np.arange(streams) * span  # (streams,)
    device = device_of(model)
    state = model.initial_state(streams)
    warm_up = min(longest_warm_up, span) if streams > 1 else 0
    if warm_up:
        before = np.maximum(starts - warm_up, 0)[:, None] + np.arange(warm_up)
        _, state = model.features(ids_tensor(ids[before], device), state)
        first = torch.arange(streams, device=device) == 0
        state = reset_state(state, first)  # nothing stands before the first stream
    for offset in range(0, wanted, _CHUNK):
        places = starts[:, None] + np.arange(offset, min(offset + _CHUNK, wanted))
        inputs = ids_tensor(ids[np.minimum(places, count)], device)
        targets = ids_tensor(ids[np.minimum(places + 1, count)], device)
        hidden, state = model.features(inputs, state)
        counted = torch.from_numpy(places < count)  # the last stream may be shorter than the others
        flat = (hidden.flatten(0, 1), targets.flatten(), ids_tensor(places, device).flatten())
        yield from rows_of(model, flat, counted.flatten().to(device))


def rows_of(
    model: LanguageModel, flat: tuple[Tensor, Tensor, Tensor], counted: Tensor
) -> Iterator[PredictionRows]:
    """Features (n, hidden), targets (n,) and places (n,) as rows, where they are `counted` (n,), as
    many at once as there may be logits for."""
    size = logits_chunk_size(len(counted), model.vocabulary_size)
    parts = (*(part.split(size) for part in flat), counted.split(size))
    for *piece, wanted in zip(*parts, strict=True):
        yield PredictionRows(*(piece if bool(wanted.all()) else (part[wanted] for part in piece)))


def _losses(model: LanguageModel, rows: PredictionRows) -> tuple[Tensor, Tensor]:
    """Nats and hits (rows,) of these predictions."""
    short = model.token_losses(rows.hidden, rows.targets)
    if short is not None:
        return short
    logits = model.head(rows.hidden).float()  # (rows, vocabulary)
    losses = F.cross_entropy(logits, rows.targets, reduction="none")
    return losses, logits.argmax(-1) == rows.targets


def ids_tensor(ids: TokenIds, device: torch.device) -> Tensor:
    """Ids, or places, as the model takes them."""
    return torch.from_numpy(ids.astype(np.int64)).to(device)
