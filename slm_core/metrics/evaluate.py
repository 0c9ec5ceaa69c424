"""Evaluation: cross-entropy and accuracy of a model on a sequence of tokens, in nats."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from slm_core.models.base import LanguageModel, device_of, reset_state
from slm_core.models.logits import logits_chunk_size

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


def _evaluate(model: LanguageModel, ids: TokenIds, limit: int | None) -> EvalTotals:
    count = len(ids) - 1
    if count < 1:
        return EvalTotals(0.0, 0, 0, 0)
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
        _, state = model.features(_tensor(ids[before], device), state)
        first = torch.arange(streams, device=device) == 0
        state = reset_state(state, first)  # nothing stands before the first stream
    nats, correct, predictions, unknown = 0.0, 0, 0, 0
    for offset in range(0, wanted, _CHUNK):
        places = starts[:, None] + np.arange(offset, min(offset + _CHUNK, wanted))
        counted = torch.from_numpy(places < count).to(device)
        inputs = _tensor(ids[np.minimum(places, count)], device)
        targets = _tensor(ids[np.minimum(places + 1, count)], device)
        hidden, state = model.features(inputs, state)
        size = logits_chunk_size(targets.numel(), model.vocabulary_size)
        flat = (hidden.flatten(0, 1), targets.flatten(), counted.flatten())
        for piece in zip(*(part.split(size) for part in flat), strict=True):
            found = _predicted(model, *piece)
            nats, correct = nats + found[0], correct + found[1]
        predictions += int(counted.sum())
        unknown += int(((targets == 0) & counted).sum())
    return EvalTotals(nats, correct, predictions, unknown)


def _predicted(
    model: LanguageModel, hidden: Tensor, targets: Tensor, counted: Tensor
) -> tuple[float, int]:
    """Nats and hits of predicting `targets` (rows,) from `hidden`, where `counted` is true."""
    short = model.token_losses(hidden, targets)
    if short is None:
        logits = model.head(hidden).float()  # (rows, vocabulary)
        losses = F.cross_entropy(logits, targets, reduction="none")
        short = losses, logits.argmax(-1) == targets
    losses, hits = short
    nats = float(losses.double()[counted].sum())
    return nats, int((hits & counted).sum())


def _tensor(ids: TokenIds, device: torch.device) -> Tensor:
    return torch.from_numpy(ids.astype(np.int64)).to(device)
