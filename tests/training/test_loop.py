import itertools
from dataclasses import replace
from typing import Any

import pytest
import torch

from slm_core.errors import DivergedError
from slm_core.training.loop import StepReport, train
from slm_core.training.optim.optimizers import OPTIMIZERS, make_optimizer, set_lr
from slm_core.training.settings import BudgetSettings
from slm_core.training.stopping.budget import Budget, Clock
from slm_core.training.trainer_state import Best
from tests.tiny import make_data, make_ids, make_trainer

TRAIN, VALIDATION = make_ids(4000), make_ids(1500, seed=9)


def trained(steps=40, *, budget=None, **settings):
    trainer = make_trainer(TRAIN, **settings)
    data = make_data(TRAIN, VALIDATION, trainer)
    budget = budget or BudgetSettings(steps=steps)
    plan = Budget(budget, data.loader.steps_per_epoch)
    clock = Clock()
    clock.start()
    return trainer, list(train(trainer, data, plan, clock))


def seen(reports: list[StepReport]) -> list[tuple[float | None, float | None]]:
    return [
        (r.train.loss if r.train else None, r.validation.loss if r.validation else None)
        for r in reports
    ]


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_the_same_seed_gives_the_same_losses(optimizer):
    settings: dict[str, Any] = {
        "model": {"dropout": 0.3, "layers": 2},
        "training": {"optimizer": optimizer, "learning_rate": 0.02, "state_reset": 0.2},
    }
    first, second = seen(trained(**settings)[1]), seen(trained(**settings)[1])
    assert first == second
    assert seen(trained(seed=4, **settings)[1]) != first


@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_every_rule_learns(optimizer):
    rate = {"sgd": 1.0, "asgd": 10.0}.get(optimizer, 0.02)
    training = {"optimizer": optimizer, "learning_rate": rate, "weight_decay": 0.0}
    _, reports = trained(200, training=training)
    scores = [r.validation.loss for r in reports if r.validation]
    assert scores[-1] < scores[0] - 0.3


def test_there_is_a_report_before_the_first_step_and_one_a_step():
    trainer, reports = trained(40)
    assert len(reports) == 41
    assert reports[0].train is None
    assert reports[0].validation is not None
    assert [r.progress.fraction for r in reports] == pytest.approx([k / 40 for k in range(41)])
    assert reports[-1].validation is not None
    assert trainer.state.step == 40
    assert trainer.state.tokens == 40 * 32
    rates = [r.train.learning_rate for r in reports if r.train]
    assert max(rates) == pytest.approx(0.01, rel=0.05)
    assert rates[-1] < 0.001


def test_the_best_weights_are_those_of_the_best_look():
    trainer, reports = trained(60)
    best = min((r for r in reports if r.validation), key=lambda r: r.validation.loss)
    assert trainer.state.validation.best == Best(best.progress.step, best.validation.loss)
    assert trainer.best_weights is not None
    assert trainer.best_weights.keys() == trainer.model.state_dict().keys()


def test_a_budget_in_minutes_ends_with_a_look():
    trainer, reports = trained(budget=BudgetSettings(minutes=0.01))
    assert reports[-1].validation is not None
    assert reports[-1].progress.fraction == 1.0
    assert trainer.state.step > 5


def test_a_caller_may_leave_and_come_back():
    trainer = make_trainer(TRAIN)
    data = make_data(TRAIN, VALIDATION, trainer)
    plan, clock = Budget(BudgetSettings(steps=40), data.loader.steps_per_epoch), Clock()
    first = list(itertools.islice(train(trainer, data, plan, clock), 18))
    rest = list(train(trainer, data, plan, clock))
    assert seen(first + rest) == seen(trained(40)[1])


def test_records_get_rarer_in_a_long_run():
    from slm_core.training.loop import _logging_interval

    recorded = [step for step in range(1, 20_001) if step % _logging_interval(step) == 0]
    assert recorded[:1000] == list(range(1, 1001))
    assert len(recorded) < 6000
    assert all(b - a <= max(1, a // 400) for a, b in itertools.pairwise(recorded[1000:]))


def test_a_loss_that_is_no_number_is_told_with_the_step_and_a_remedy():
    trainer = make_trainer(TRAIN)
    data = make_data(TRAIN, VALIDATION, trainer)
    going = train(trainer, data, Budget(BudgetSettings(steps=40), 100), Clock())
    next(going)
    next(going)
    with torch.no_grad():
        trainer.model.get_parameter("output.bias").fill_(float("inf"))
    told = "no longer a number at step 2: with a learning rate of 0.00625 .*rate=0.0006 or smaller"
    with pytest.raises(DivergedError, match=told):
        list(going)


@pytest.mark.parametrize("optimizer", ["sgd", "adamw"])
@pytest.mark.parametrize("clip", [0.0, 1.0])
def test_a_rate_out_of_all_reason_is_told_though_all_stays_finite(optimizer, clip):
    training = {"learning_rate": 1000.0, "optimizer": optimizer, "clip_norm": clip}
    told = (
        r"The loss (has grown to [\de+.]+ nats per token|is no longer a number) at step \d+.*: "
        r"with a learning rate of [\d.]+ .*"
        r"Start again with training.learning_rate=(0\.01|1) or smaller"
    )
    with pytest.raises(DivergedError, match=told):
        trained(400, training=training)


def test_a_model_that_begins_badly_may_get_better():
    trainer = make_trainer(TRAIN, training={"learning_rate": 0.05})
    with torch.no_grad():
        trainer.model.get_parameter("output.bias").normal_(0, 40.0)
    data = make_data(TRAIN, VALIDATION, trainer)
    reports = list(train(trainer, data, Budget(BudgetSettings(steps=40), 100), Clock()))
    scores = [r.validation.loss for r in reports if r.validation]
    assert scores[0] > 25.0
    assert scores[-1] < scores[0]


def test_weights_that_the_last_step_spoilt_are_found_by_the_look():
    trainer = make_trainer(TRAIN)
    data = make_data(TRAIN, VALIDATION, trainer)
    plan = Budget(BudgetSettings(steps=40), data.loader.steps_per_epoch)
    with torch.no_grad():
        next(trainer.model.parameters()).fill_(float("nan"))
    with pytest.raises(DivergedError, match="at step 0"):
        next(iter(train(trainer, data, plan, Clock())))
    assert trainer.best_weights is None


def test_one_batch_can_be_overfitted():
    trainer = make_trainer(TRAIN, model={"hidden_size": 32}, training={"state_reset": 0.0})
    batch = next(make_data(TRAIN, VALIDATION, trainer).loader.batches(trainer.state.loader))
    losses = [float(trainer.training_step(batch, rate=0.03).loss) for _ in range(200)]
    assert losses[-1] < 0.1 < losses[0]


def test_weights_decay_and_biases_do_not():
    trainer = make_trainer(TRAIN)
    for optimizer in OPTIMIZERS:
        settings = replace(trainer.settings, optimizer=optimizer, weight_decay=0.3)
        made = make_optimizer(trainer.model, settings)
        *decaying, rest = made.param_groups
        assert [group["weight_decay"] for group in decaying] == [0.3] * len(decaying)
        assert rest["weight_decay"] == 0.0
        assert all(p.ndim > 1 for group in decaying for p in group["params"])
        assert all(p.ndim == 1 for p in rest["params"])
        of_groups = [p for group in made.param_groups for p in group["params"]]
        assert set(of_groups) == set(trainer.model.parameters())
        assert len(of_groups) == len(set(of_groups))
        set_lr(made, 0.5)
        assert {group["lr"] for group in made.param_groups} == {0.5}


@pytest.mark.parametrize(("clip", "longest"), [(0.5, 0.5), (0.0, None)])
def test_gradients_are_clipped_only_where_asked(clip, longest):
    trainer = make_trainer(TRAIN, training={"clip_norm": clip})
    batch = next(make_data(TRAIN, VALIDATION, trainer).loader.batches(trainer.state.loader))
    with torch.no_grad():
        trainer.model.get_parameter("output.weight").normal_(0, 3.0)
    step = trainer.training_step(batch, rate=0.0)
    squares = [p.grad.square().sum() for p in trainer.model.parameters() if p.grad is not None]
    norm = torch.stack(squares).sum().sqrt()
    assert float(step.gradient_norm) > 0.5
    assert float(norm) == pytest.approx(longest or float(step.gradient_norm), rel=1e-4)
