import math

import numpy as np
import pytest
import torch

from slm_core.metrics import evaluate as module
from slm_core.metrics.evaluate import evaluate, predict_tokens
from slm_core.metrics.ngram import token_frequencies, unigram_baseline
from slm_core.metrics.scores import score
from slm_core.tokenizers.encoded.split_stats import SplitStats
from tests.tiny import make_ids, make_trainer

IDS = make_ids(20_000)


def taught(**model):
    """A model with dropout that has learned a little, left in training mode."""
    trainer = make_trainer(IDS, model={"dropout": 0.3, "layers": 2, **model})
    with torch.no_grad():
        trainer.model.get_parameter("output.weight").normal_(0, 0.5)
    return trainer.model.train()


MODEL = taught()


def by_hand(ids):
    """Nats, hits, by reading the ids one by one."""
    MODEL.eval()
    state, nats, correct = None, 0.0, 0
    with torch.no_grad():
        for index, target in zip(ids[:-1].tolist(), ids[1:].tolist(), strict=True):
            logits, state = MODEL(torch.tensor([[index]]), state)
            nats -= float(logits[0, 0].log_softmax(-1)[target])
            correct += int(logits[0, 0].argmax() == target)
    MODEL.train()
    return nats, correct


@pytest.mark.parametrize("count", [2, 3, 129, 700])
def test_a_short_text_is_scored_as_by_hand(count):
    ids = IDS[:count]
    found = evaluate(MODEL, ids)
    nats, correct = by_hand(ids)
    assert found.nats == pytest.approx(nats, rel=1e-5)
    assert found.correct == correct
    assert found.predictions == count - 1
    assert found.unknown == int((ids[1:] == 0).sum())


@pytest.mark.parametrize("count", [1024, 1025, 5000, 16_385, 19_999])
def test_every_prediction_counts_once_however_many_streams(count):
    found = evaluate(MODEL, IDS[: count + 1])
    assert found.predictions == count
    assert found.unknown == int((IDS[1 : count + 1] == 0).sum())


def test_streams_that_warm_up_agree_with_one_stream(monkeypatch):
    streams = evaluate(MODEL, IDS)
    monkeypatch.setattr(module, "_MOST_STREAMS", 1)
    one = evaluate(MODEL, IDS)
    assert streams.nats == pytest.approx(one.nats, rel=1e-2)
    assert streams.correct == pytest.approx(one.correct, rel=1e-2)


@pytest.mark.parametrize("limit", [1, 100, 512, 1300, 5000])
def test_a_limit_is_kept_and_its_loss_is_like_the_whole_one(limit):
    found = evaluate(MODEL, IDS, limit=limit)
    assert limit <= found.predictions <= limit + 32
    if limit >= 1300:
        whole = evaluate(MODEL, IDS)
        mean = found.nats / found.predictions
        assert mean == pytest.approx(whole.nats / whole.predictions, rel=0.1)
    assert evaluate(MODEL, IDS, limit=10**9).predictions == len(IDS) - 1


def test_what_is_too_short_to_predict_is_nothing():
    assert evaluate(MODEL, IDS[:1]).predictions == 0
    assert evaluate(MODEL, IDS[:0]).predictions == 0


def test_evaluating_leaves_no_trace():
    before = torch.get_rng_state()
    first = evaluate(MODEL, IDS[:3000])
    assert MODEL.training
    assert torch.equal(torch.get_rng_state(), before)
    assert evaluate(MODEL, IDS[:3000]) == first


def test_memory_maps_are_scored_like_arrays(tmp_path):
    IDS.tofile(tmp_path / "ids.bin")
    mapped = np.memmap(tmp_path / "ids.bin", dtype=np.uint16, mode="r")
    assert evaluate(MODEL, mapped[:2000]) == evaluate(MODEL, IDS[:2000])


def test_scores_are_what_their_names_say():
    part = SplitStats(tokens=101, characters=200, bytes=400, unknown=0, spelling_nats=0.0)
    found = score(part, nats=100 * math.log(8), correct=25, predictions=100, unknown=0)
    assert found.loss == pytest.approx(math.log(8))
    assert found.perplexity == pytest.approx(8.0)
    assert found.accuracy == 0.25
    assert found.nats_per_character == pytest.approx(math.log(8) / 2)
    assert found.bits_per_byte == pytest.approx(3 / 4)


def test_a_sample_is_scored_like_the_whole_it_stands_for():
    part = SplitStats(tokens=101, characters=200, bytes=400, unknown=10, spelling_nats=50.0)
    whole = score(part, nats=200.0, correct=20, predictions=100, unknown=10)
    half = score(part, nats=100.0, correct=10, predictions=50, unknown=5)
    assert half.bits_per_byte == pytest.approx(whole.bits_per_byte)
    assert half.nats_per_character == pytest.approx(whole.nats_per_character)
    assert half.nats_per_character == pytest.approx(250 / 200)


def test_a_monstrous_loss_is_still_a_number():
    part = SplitStats(tokens=3, characters=2, bytes=2, unknown=0, spelling_nats=0.0)
    assert math.isfinite(score(part, nats=1e9, correct=0, predictions=2, unknown=0).perplexity)


def test_the_floors_are_what_counting_reaches():
    train = np.array([0, 1, 1, 1, 2, 1], dtype=np.uint16)
    frequencies = token_frequencies(train, 4)
    assert frequencies.sum() == pytest.approx(1.0)
    assert frequencies.tolist() == pytest.approx([1.5 / 8, 4.5 / 8, 1.5 / 8, 0.5 / 8])
    found = unigram_baseline(frequencies, np.array([0, 1, 3, 1], dtype=np.uint16))
    assert found.uniform_loss == pytest.approx(math.log(4))
    assert found.commonest_accuracy == pytest.approx(2 / 3)
    expected = -(2 * math.log(4.5 / 8) + math.log(0.5 / 8)) / 3
    assert found.frequency_loss == pytest.approx(expected)


@pytest.mark.parametrize("count", [2, 700, 1025, 5000])
def test_the_predictions_of_tokens_add_up_to_the_evaluation(count):
    ids = IDS[: count + 1]
    whole, found = evaluate(MODEL, ids), predict_tokens(MODEL, ids)
    assert found.targets.tolist() == ids[1:].tolist()
    assert found.nats.sum() == pytest.approx(whole.nats, rel=1e-5)
    assert int(found.correct.sum()) == whole.correct
    assert (found.in_top5 >= found.correct).all()
    right = found.correct  # what a right guess cost is its confidence
    np.testing.assert_allclose(np.exp(-found.nats[right]), found.confidence[right], rtol=1e-4)
    assert MODEL.training


def test_no_predictions_of_what_is_too_short():
    assert len(predict_tokens(MODEL, IDS[:1]).nats) == 0
