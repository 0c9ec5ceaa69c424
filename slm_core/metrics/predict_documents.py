"""Documents predicted each by itself, so that a score does not depend on what stands before it."""

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray

from slm_core.metrics.evaluate import (
    PredictionRows,
    TokenIds,
    TokenPredictions,
    collect_predictions,
    ids_tensor,
    predict_tokens,
    rows_of,
)
from slm_core.models.base import LanguageModel, device_of

_BATCH = 8_192
"""Tokens of the documents that are read side by side, about."""
_CHUNK = 128
"""Tokens of each document read at once."""
_LONG = 8_192
"""Tokens from which a document is cut into streams, as `predict_tokens` reads a whole text."""

Places = NDArray[np.int64]


@torch.inference_mode()
def predict_documents(
    model: LanguageModel, ids: TokenIds, document: NDArray[np.int64]
) -> TokenPredictions:
    """Each of `ids` (n,) but the first, predicted from what stands before it in its document.

    `document` (n - 1,) says which document each prediction belongs to, in ascending order; what
    stands before a document's first token is the mark that begins it. The model's mode stays.
    """
    was_training = model.training
    model.eval()
    try:
        return _predict(model, ids, document)
    finally:
        model.train(was_training)


def _predict(model: LanguageModel, ids: TokenIds, document: NDArray[np.int64]) -> TokenPredictions:
    _, first, length = np.unique(document, return_index=True, return_counts=True)
    order = np.argsort(length, kind="stable")
    short = order[length[order] <= _LONG]
    found = collect_predictions(model, ids, _rows(model, ids, first[short], length[short]))
    for number in order[len(short) :].tolist():
        start, end = int(first[number]), int(first[number] + length[number])
        alone = predict_tokens(model, ids[start : end + 1])
        for name in ("nats", "predicted", "confidence", "in_top5"):
            getattr(found, name)[start:end] = getattr(alone, name)
    return found


def _rows(
    model: LanguageModel, ids: TokenIds, first: Places, length: Places
) -> Iterator[PredictionRows]:
    """The features before each token of documents that are sorted by their length."""
    start = 0
    while start < len(first):
        end = start + 1
        while end < len(first) and (end + 1 - start) * length[end] <= _BATCH:
            end += 1
        yield from _batch(model, ids, first[start:end], length[start:end])
        start = end


def _batch(
    model: LanguageModel, ids: TokenIds, first: Places, length: Places
) -> Iterator[PredictionRows]:
    device = device_of(model)
    state = model.initial_state(len(first))
    for offset in range(0, int(length.max()), _CHUNK):
        steps = np.arange(offset, min(offset + _CHUNK, int(length.max())))
        counted = steps < length[:, None]  # (documents, steps)
        places = np.where(counted, first[:, None] + steps, first[:, None])
        hidden, state = model.features(ids_tensor(ids[places], device), state)
        targets, where = ids_tensor(ids[places + 1], device), ids_tensor(places, device)
        flat = (hidden.flatten(0, 1), targets.flatten(), where.flatten())
        yield from rows_of(model, flat, torch.from_numpy(counted).flatten().to(device))
