"""Means of weights: the right mean, begun when it should, judged and kept instead of the last."""

import pytest
import torch

from slm_core.training.loop import train
from slm_core.training.settings import BudgetSettings
from slm_core.training.stopping.budget import Budget, Clock
from slm_core.training.trainer import Trainer
from tests.tiny import make_data, make_ids, make_trainer

TRAIN, VALIDATION = make_ids(4000), make_ids(1500, seed=9)


def weights_of(trainer: Trainer) -> torch.Tensor:
    return torch.cat([p.detach().flatten() for p in trainer.model.parameters()])


def average_of(trainer: Trainer) -> torch.Tensor | None:
    return None if trainer.average is None else torch.cat([p.flatten() for p in trainer.average])


def followed(steps: int = 40, **training):
    """The trainer after its run, its reports, and its weights after each step."""
    trainer = make_trainer(TRAIN, training=training)
    data = make_data(TRAIN, VALIDATION, trainer)
    reports, weights = [], []
    for report in train(trainer, data, Budget(BudgetSettings(steps=steps), 100), Clock()):
        reports.append(report)
        weights.append(weights_of(trainer))
    return trainer, reports, weights[1:]


def test_a_tail_average_is_the_mean_since_its_start():
    trainer, reports, weights = followed(averaging="tail", averaging_start=0.5)
    expected = torch.stack(weights[20:]).mean(0)
    found = average_of(trainer)
    assert found is not None
    assert torch.allclose(found, expected, atol=1e-6)
    told = [(place, note) for place, report in enumerate(reports) for note in report.events]
    assert [(place, note.kind) for place, note in told] == [(21, "averaging")]
    assert "50% of the budget" in str(told[0][1].details["reason"])


def test_an_exponential_average_is_a_mean_first_and_then_forgets():
    trainer, _, weights = followed(averaging="exponential", averaging_decay=0.9)
    expected = weights[0]
    for count, now in enumerate(weights[1:], start=2):
        expected = expected + max(1 / count, 0.1) * (now - expected)
    found = average_of(trainer)
    assert found is not None
    assert torch.allclose(found, expected, atol=1e-6)
    assert torch.allclose(expected, torch.stack(weights[-20:]).mean(0), atol=0.05)


def test_averaged_sgd_averages_once_validation_stops_falling(many_looks):
    trainer, reports, _ = followed(
        60, optimizer="asgd", learning_rate=30.0, plateau_patience=1, schedule="constant"
    )
    begun = [place for place, report in enumerate(reports) if report.events]
    assert len(begun) == 1
    assert reports[begun[0]].events[0].kind == "averaging"
    assert reports[begun[0]].validation is not None
    assert trainer.state.phase.averaging.steps == 60 - begun[0]
    assert trainer.average is not None


def test_the_average_is_judged_and_kept_and_learning_goes_on_from_the_last():
    trainer, reports, weights = followed(averaging="tail", averaging_start=0.0)
    assert torch.equal(weights_of(trainer), weights[-1])
    with trainer.averaged_weights():
        assert torch.equal(weights_of(trainer), average_of(trainer))
    assert torch.equal(weights_of(trainer), weights[-1])
    plain = followed()[1]
    looked = [
        (r.validation.loss, p.validation.loss)
        for r, p in zip(reports, plain, strict=True)
        if r.validation
    ]
    assert looked[0][0] == looked[0][1]
    assert looked[-1][0] != looked[-1][1]
    losses = [r.train.loss for r in reports if r.train]
    assert losses == [r.train.loss for r in plain if r.train], "it learns the same"
    assert trainer.best_weights is not None
    best = trainer.state.validation.best.step
    averaged = torch.stack(weights[:best]).mean(0)
    kept = torch.cat(
        [trainer.best_weights[n].flatten() for n, _ in trainer.model.named_parameters()]
    )
    assert torch.allclose(kept, averaged, atol=1e-6)
    assert not torch.allclose(kept, weights[best - 1], atol=1e-6)


def test_training_on_begins_with_the_average_that_was_the_result():
    trainer, _, weights = followed(averaging="tail", averaging_start=0.5)
    average = average_of(trainer)
    assert average is not None
    trainer.start_phase(max_lr=0.01)
    assert torch.equal(weights_of(trainer), average)
    assert not torch.equal(average, weights[-1])
    assert trainer.average is None
    trainer.start_phase(max_lr=0.01)
    assert torch.equal(weights_of(trainer), average)


def test_nothing_is_swapped_back_wrongly_when_judging_fails():
    trainer, _, weights = followed(8, averaging="exponential")
    with pytest.raises(RuntimeError, match="in between"), trainer.averaged_weights():
        raise RuntimeError("in between")
    assert torch.equal(weights_of(trainer), weights[-1])


def test_the_mean_of_a_restless_walk_predicts_better_than_its_end():
    restless = {"learning_rate": 0.08, "schedule": "constant", "weight_decay": 0.0}
    last = followed(200, **restless)[1][-1].validation.loss
    mean = followed(200, averaging="tail", averaging_start=0.6, **restless)[1][-1].validation.loss
    assert mean < last - 0.01
