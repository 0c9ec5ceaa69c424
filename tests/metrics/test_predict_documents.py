"""Documents predicted by themselves: as if each were the only one, whatever stands beside it."""

import numpy as np
import pytest

from slm_core.metrics import predict_documents as module
from slm_core.metrics.evaluate import predict_tokens
from slm_core.metrics.predict_documents import predict_documents
from slm_core.models.base import LanguageModel
from tests.tiny import make_ids, make_trainer

LENGTHS = (1, 40, 7, 300, 129, 2, 64)
NAMES = ("nats", "predicted", "confidence", "in_top5")


def model_of(kind: str) -> LanguageModel:
    return make_trainer(make_ids(3_000), model={"kind": kind}).model


def text_of(lengths: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Ids with a mark (11) before the first document and after each, and whose each token is."""
    parts = [np.append(make_ids(size, seed=size), 11).astype(np.uint16) for size in lengths]
    document = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return np.concatenate([np.array([11], np.uint16), *parts]), document


@pytest.mark.parametrize("kind", ["lstm", "transformer"])
def test_each_document_is_scored_as_if_it_were_alone(kind: str) -> None:
    model = model_of(kind)
    ids, document = text_of(LENGTHS)
    together = predict_documents(model, ids, document)
    for number in range(len(LENGTHS)):
        places = np.flatnonzero(document == number)
        alone = predict_tokens(model, ids[places[0] : places[-1] + 2])
        for name in NAMES:
            found, expected = getattr(together, name)[places], getattr(alone, name)
            np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)


def test_long_documents_are_read_in_streams_and_cost_much_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = model_of("lstm")
    ids, document = text_of((30, 2_000, 30))
    in_one = predict_documents(model, ids, document)
    monkeypatch.setattr(module, "_LONG", 1_000)
    in_streams = predict_documents(model, ids, document)
    np.testing.assert_allclose(in_streams.nats[:31], in_one.nats[:31], rtol=1e-5)
    np.testing.assert_allclose(in_streams.nats.sum(), in_one.nats.sum(), rtol=1e-3)
