"""What follows from validation that gets no better: pure, and then in a run."""

import pytest
import torch

from slm_core.errors import SettingsError
from slm_core.training.loop import train
from slm_core.training.settings import BudgetSettings, TrainingSettings
from slm_core.training.stopping.budget import Budget, Clock
from slm_core.training.stopping.early_stopping import EarlyStopping
from tests.tiny import make_data, make_ids, make_trainer

TRAIN, VALIDATION = make_ids(4000), make_ids(1500, seed=9)


def actions_after(losses, **chosen):
    """What is done at which of these validations."""
    settings = TrainingSettings(**chosen)
    early_stopping = EarlyStopping()
    actions: list[tuple[int, str]] = []
    for place, loss in enumerate(losses):
        averaging = "average" in dict(map(reversed, actions))
        action = early_stopping.on_validation(loss, settings, averaging=averaging)
        if action is not None:
            actions.append((place, action))
    assert early_stopping.stopped == ("stop" in dict(map(reversed, actions)))
    return actions


def test_a_plateau_lowers_the_rate_again_and_again():
    losses = [3.0, 2.0, 2.1, 2.2, 2.0, 2.3, 1.9, 2.0, 2.0]
    chosen = {"schedule": "plateau", "plateau_patience": 2, "plateau_factor": 0.1}
    assert actions_after(losses, **chosen) == [(3, "lower_lr"), (5, "lower_lr"), (8, "lower_lr")]


def test_patience_ends_a_run_at_its_last_look():
    assert actions_after([3.0, 2.0, 2.1, 2.2, 2.3], patience=3) == [(4, "stop")]
    assert not actions_after([3.0, 2.0, 2.1, 2.2, 1.9, 2.0, 2.0], patience=3)
    assert not actions_after([3.0] * 50), "0 is endless"


def test_a_plateau_lowers_the_rate_of_a_run_and_says_so(many_looks):
    chosen = {"learning_rate": 0.2, "schedule": "plateau", "plateau_patience": 2}
    trainer = make_trainer(TRAIN, training={**chosen, "plateau_factor": 0.1})
    data = make_data(TRAIN, VALIDATION, trainer)
    reports = train(trainer, data, Budget(BudgetSettings(steps=100), 100), Clock())
    (event, *more) = (event for report in reports for event in report.events)
    assert event.kind == "rate_lowered"
    assert event.details["before"] == 0.2
    assert event.details["value"] == pytest.approx(0.02)
    assert "validation loss did not improve in 2 validations" in str(event.details["reason"])
    assert trainer.state.phase.max_lr == pytest.approx(0.2 * 0.1 ** (1 + len(more)))


def test_averaged_sgd_begins_once_and_gets_its_own_patience():
    chosen = {"optimizer": "asgd", "plateau_patience": 2, "patience": 3}
    assert actions_after([2.0, 2.1, 2.1, 2.1, 2.1], **chosen) == [(2, "average")]
    assert actions_after([2.0, 2.1, 2.1, 2.1, 2.1, 2.1], **chosen)[-1] == (5, "stop")


def test_patience_that_ends_before_anything_can_help_is_refused():
    told = r"training\.patience \(3\) ends the run before training\.plateau_patience \(3\).*=7 or"
    for other in ({"schedule": "plateau"}, {"optimizer": "asgd"}):
        with pytest.raises(SettingsError, match=told):
            TrainingSettings(patience=3, plateau_patience=3, **other)
    TrainingSettings(patience=3, plateau_patience=3)


def test_a_run_that_gets_no_better_ends_early_with_its_best_weights(many_looks):
    # A rate at which it learns at first and then only walks about.
    chosen = {"learning_rate": 0.2, "schedule": "constant", "patience": 4, "weight_decay": 0.0}
    trainer = make_trainer(TRAIN, training=chosen)
    data = make_data(TRAIN, VALIDATION, trainer)
    plan = Budget(BudgetSettings(steps=400), 100)
    reports = list(train(trainer, data, plan, Clock()))
    state = trainer.state
    assert state.phase.early_stopping.stopped
    assert state.step < 400
    (event,) = reports[-1].events
    assert event.kind == "early_stop"
    best = state.validation.best.step
    assert event.details["best_step"] == best
    reason = str(event.details["reason"])
    assert f"did not improve in 4 validations; kept are the weights of step {best:,}" in reason
    assert reports[-1].progress.fraction == pytest.approx(state.step / 400)
    looks = [r.validation.loss for r in reports if r.validation]
    assert len(looks) - 1 - looks.index(min(looks)) == 4
    assert trainer.best_weights is not None
    for name, value in trainer.model.state_dict().items():
        assert torch.equal(value, trainer.best_weights[name])
    assert list(train(trainer, data, plan, Clock())) == [], "it has ended"
