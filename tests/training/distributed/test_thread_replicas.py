"""Copies that read side by side learn what one network learns, the same way each time."""

import itertools
from typing import Any

import pytest
import torch

from slm_core.training.checkpoints.checkpoint import load_trainer, save_checkpoint
from slm_core.training.distributed.thread_replicas import ThreadReplicas
from slm_core.training.loop import train
from slm_core.training.optim.optimizers import make_optimizer
from slm_core.training.settings import BudgetSettings
from slm_core.training.stopping.budget import Budget, Clock
from slm_core.training.trainer import Trainer
from tests.tiny import make_data, make_ids, make_trainer

TRAIN, VALIDATION = make_ids(4000), make_ids(1500, seed=9)
DROPPED: dict[str, dict[str, Any]] = {
    "lstm": {"layers": 2, "dropout": 0.3, "embedding_dropout": 0.1},
    "gru": {"kind": "gru", "layers": 2, "dropout": 0.3},
    "rnn": {"kind": "rnn", "layers": 2, "dropout": 0.3},
    "relu": {"kind": "rnn", "activation": "relu", "layers": 2, "dropout": 0.3},
    "awd-lstm": {"kind": "awd-lstm"},
    "adaptive": {"dropout": 0.2, "output": "adaptive"},
    "transformer": {"kind": "transformer", "dropout": 0.2},
}
WITHOUT = {
    "lstm": {"layers": 2},
    "tied": {"embedding_size": 16, "tied_weights": True},
    "adaptive": {"output": "adaptive"},
    "gru": {"kind": "gru"},
    "rnn": {"kind": "rnn"},
    "awd-lstm": {
        "kind": "awd-lstm",
        **dict.fromkeys(("dropout", "hidden_dropout", "input_dropout"), 0.0),
        **dict.fromkeys(("embedding_dropout", "weight_drop"), 0.0),
    },
    "transformer": {"kind": "transformer"},
}
LOW = torch.bfloat16
DTYPES = [torch.float32, pytest.param(LOW, marks=pytest.mark.exhaustive)]


def shared_out(
    count: int = 2, *, dtype: torch.dtype = torch.float32, model: dict[str, Any], **settings: Any
) -> Trainer:
    trainer = make_trainer(TRAIN, model=model, **settings)
    trainer.replicas = ThreadReplicas(trainer.model, count, dtype=dtype)
    return trainer


def reading(trainer: Trainer, steps: int = 40):
    data = make_data(TRAIN, VALIDATION, trainer)
    return train(trainer, data, Budget(BudgetSettings(steps=steps), 100), Clock())


def losses(reports) -> list[float]:
    return [report.train.loss for report in reports if report.train]


@pytest.mark.parametrize("count", [1, 2, 3, 7])
@pytest.mark.parametrize("model", WITHOUT.values(), ids=WITHOUT.keys())
def test_any_number_of_copies_learn_what_one_network_learns(model, count):
    training = {"batch_size": 5, "accumulation": 2, "state_reset": 0.3}
    alone = make_trainer(TRAIN, model=model, training=training)
    together = shared_out(count, model=model, training=training)
    for trainer in (alone, together):
        # Plain steps: what Adam makes of a gradient that should be zero is its noise.
        trainer.optimizer = torch.optim.SGD(trainer.model.parameters(), lr=0.1)
    batches = make_data(TRAIN, VALIDATION, alone).loader.batches(alone.state.loader)
    for batch in itertools.islice(batches, 12):
        expected, found = (
            alone.training_step(batch, rate=0.1),
            together.training_step(batch, rate=0.1),
        )
        assert float(found.loss) == pytest.approx(float(expected.loss), rel=1e-5)
        assert int(found.correct) == int(expected.correct)
    for whole, added in zip(alone.model.parameters(), together.model.parameters(), strict=True):
        assert torch.allclose(whole, added, atol=1e-5)
    assert alone.hidden_state is not None
    assert together.hidden_state is not None
    for whole, joined in zip(alone.hidden_state, together.hidden_state, strict=True):
        assert torch.allclose(whole, joined, atol=1e-4)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("model", DROPPED.values(), ids=DROPPED.keys())
def test_the_same_run_each_time_whatever_is_silenced(model, dtype):
    found = [losses(reading(shared_out(dtype=dtype, model=model))) for _ in range(3)]
    assert found[0] == found[1] == found[2]
    assert found[0][-1] < found[0][0]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("model", [DROPPED["lstm"], DROPPED["awd-lstm"], DROPPED["transformer"]])
def test_a_run_taken_up_again_is_the_run_that_was_never_left(tmp_path, model, dtype):
    whole = losses(reading(shared_out(dtype=dtype, model=model)))
    first = shared_out(dtype=dtype, model=model)
    before = losses(itertools.islice(reading(first), 17))
    save_checkpoint(tmp_path, first)
    second = shared_out(dtype=dtype, model=model, seed=9)
    assert load_trainer(tmp_path, second)
    assert before + losses(reading(second)) == whole


@pytest.mark.parametrize("model", DROPPED.values(), ids=DROPPED.keys())
def test_copies_silence_other_units_than_each_other(model):
    """Both read the same streams from the same state, so what differs is what was silenced."""
    trainer = shared_out(model={**model, "initialisation": "orthogonal"})
    ids = torch.randint(12, (4, 8))

    def read(reader):
        return reader.features(ids)[0].detach()

    replicas = trainer.replicas
    assert replicas is not None
    one, other = replicas.backward([read, read])
    assert not torch.equal(one, other)
    torch.manual_seed(5)
    again = replicas.backward([read, read])
    torch.manual_seed(5)
    once_more = replicas.backward([read, read])
    assert torch.equal(again[0], once_more[0])
    assert torch.equal(again[1], once_more[1])


def test_in_bfloat16_small_steps_are_not_lost():
    """A hundred steps of a ten-thousandth each are nothing to a weight of 1 in bfloat16."""
    trainer = shared_out(dtype=LOW, model={})
    weight = next(trainer.model.parameters())
    with torch.no_grad():
        weight.fill_(1.0)
    for _ in range(100):
        with torch.no_grad():
            weight.sub_(1e-4)
    assert trainer.replicas is not None
    seen = trainer.replicas.backward([lambda reader: next(reader.parameters()).detach().clone()])
    assert seen[0].dtype == LOW
    assert float(seen[0].flatten()[0]) == pytest.approx(0.99, abs=0.004)


def test_bfloat16_learns_nearly_the_same_with_weights_and_gradients_in_float32():
    expected = losses(reading(make_trainer(TRAIN), 60))
    trainer = shared_out(dtype=LOW, model={})
    found = losses(reading(trainer, 60))
    assert found != expected
    assert found == pytest.approx(expected, abs=0.06)
    assert {p.dtype for p in trainer.model.parameters()} == {torch.float32}
    assert {p.grad.dtype for p in trainer.model.parameters() if p.grad is not None} == {
        torch.float32
    }


def test_what_went_wrong_in_one_copy_is_raised_when_all_have_ended():
    trainer = shared_out(model={})
    ended = []

    def read(reader):
        ended.append(reader)

    def fail(_reader):
        raise MemoryError("no room")

    assert trainer.replicas is not None
    with pytest.raises(MemoryError, match="no room"):
        trainer.replicas.backward([fail, read])
    assert len(ended) == 1


def test_another_model_takes_its_copies_along():
    trainer = shared_out(model={})
    before = trainer.replicas
    assert before is not None
    other = make_trainer(TRAIN, seed=8).model
    trainer.replace_model(other, make_optimizer(other, trainer.settings))
    assert trainer.replicas is not before
    seen = trainer.replicas.backward([lambda reader: next(reader.parameters()).detach()])
    assert torch.equal(seen[0], next(other.parameters()))
    with pytest.raises(RuntimeError, match="shutdown"):
        before.backward([lambda reader: reader])
