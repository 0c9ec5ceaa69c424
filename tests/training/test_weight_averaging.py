"""Means of weights: the right mean, begun when it should, judged and kept instead of the last."""

import pytest
import torch

from slm_core.training.budget import Clock, Plan
from slm_core.training.loop import train
from slm_core.training.settings import BudgetSettings
from slm_core.training.trainer import Learner
from tests.tiny import make_data, make_ids, make_learner

TRAIN, VALIDATION = make_ids(4000), make_ids(1500, seed=9)


def weights_of(learner: Learner) -> torch.Tensor:
    return torch.cat([p.detach().flatten() for p in learner.model.parameters()])


def average_of(learner: Learner) -> torch.Tensor | None:
    return None if learner.average is None else torch.cat([p.flatten() for p in learner.average])


def followed(steps: int = 40, **training):
    """The learner after its run, its reports, and its weights after each step."""
    learner = make_learner(TRAIN, training=training)
    data = make_data(TRAIN, VALIDATION, learner)
    reports, weights = [], []
    for report in train(learner, data, Plan(BudgetSettings(steps=steps), 100), Clock()):
        reports.append(report)
        weights.append(weights_of(learner))
    return learner, reports, weights[1:]


def test_a_tail_average_is_the_mean_since_its_start():
    learner, reports, weights = followed(averaging="tail", averaging_start=0.5)
    expected = torch.stack(weights[20:]).mean(0)
    found = average_of(learner)
    assert found is not None
    assert torch.allclose(found, expected, atol=1e-6)
    told = [(place, note) for place, report in enumerate(reports) for note in report.notes]
    assert [(place, note.kind) for place, note in told] == [(21, "averaging")]
    assert "50% of the budget" in str(told[0][1].details["reason"])


def test_an_exponential_average_is_a_mean_first_and_then_forgets():
    learner, _, weights = followed(averaging="exponential", averaging_decay=0.9)
    expected = weights[0]
    for count, now in enumerate(weights[1:], start=2):
        expected = expected + max(1 / count, 0.1) * (now - expected)
    found = average_of(learner)
    assert found is not None
    assert torch.allclose(found, expected, atol=1e-6)
    assert torch.allclose(expected, torch.stack(weights[-20:]).mean(0), atol=0.05)


def test_averaged_sgd_averages_once_validation_stops_falling(many_looks):
    learner, reports, _ = followed(
        60, optimizer="asgd", learning_rate=30.0, plateau_patience=1, schedule="constant"
    )
    begun = [place for place, report in enumerate(reports) if report.notes]
    assert len(begun) == 1
    assert reports[begun[0]].notes[0].kind == "averaging"
    assert reports[begun[0]].validation is not None
    assert learner.progress.averaged == 60 - begun[0]
    assert learner.average is not None


def test_the_average_is_judged_and_kept_and_learning_goes_on_from_the_last():
    learner, reports, weights = followed(averaging="tail", averaging_start=0.0)
    assert torch.equal(weights_of(learner), weights[-1])
    with learner.judged():
        assert torch.equal(weights_of(learner), average_of(learner))
    assert torch.equal(weights_of(learner), weights[-1])
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
    assert learner.best_weights is not None
    best = max(place for place, report in enumerate(reports) if report.is_best)
    averaged = torch.stack(weights[:best]).mean(0)
    kept = torch.cat(
        [learner.best_weights[n].flatten() for n, _ in learner.model.named_parameters()]
    )
    assert torch.allclose(kept, averaged, atol=1e-6)
    assert not torch.allclose(kept, weights[best - 1], atol=1e-6)


def test_training_on_begins_with_the_average_that_was_the_result():
    learner, _, weights = followed(averaging="tail", averaging_start=0.5)
    average = average_of(learner)
    assert average is not None
    learner.begin_stretch(rate=0.01)
    assert torch.equal(weights_of(learner), average)
    assert not torch.equal(average, weights[-1])
    assert learner.average is None
    learner.begin_stretch(rate=0.01)
    assert torch.equal(weights_of(learner), average)


def test_nothing_is_swapped_back_wrongly_when_judging_fails():
    learner, _, weights = followed(8, averaging="exponential")
    with pytest.raises(RuntimeError, match="in between"), learner.judged():
        raise RuntimeError("in between")
    assert torch.equal(weights_of(learner), weights[-1])


def test_the_mean_of_a_restless_walk_predicts_better_than_its_end():
    restless = {"learning_rate": 0.08, "schedule": "constant", "weight_decay": 0.0}
    last = followed(200, **restless)[1][-1].validation.loss
    mean = followed(200, averaging="tail", averaging_start=0.6, **restless)[1][-1].validation.loss
    assert mean < last - 0.01
