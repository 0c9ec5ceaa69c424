"""What follows from validation that gets no better: pure, and then in a run."""

import pytest
import torch

from slm_core.errors import SettingsError
from slm_core.training.budget import Budget, Clock
from slm_core.training.early_stopping import on_validation
from slm_core.training.loop import train
from slm_core.training.settings import BudgetSettings, TrainingSettings
from slm_core.training.trainer_state import Best, TrainerState
from tests.tiny import make_data, make_ids, make_trainer

TRAIN, VALIDATION = make_ids(4000), make_ids(1500, seed=9)


def weighed(losses, *, rate=1.0, **chosen):
    """The progress after these looks, and at which of them what was noted."""
    settings = TrainingSettings(**chosen)
    progress = TrainerState(max_lr=rate, best=Best(120, min(losses)))
    noted = []
    for place, loss in enumerate(losses):
        noted += [(place, note.kind) for note in on_validation(progress, settings, loss)]
    return progress, noted


def test_a_plateau_lowers_the_rate_again_and_again():
    losses = [3.0, 2.0, 2.1, 2.2, 2.0, 2.3, 1.9, 2.0, 2.0]
    chosen = {"schedule": "plateau", "plateau_patience": 2, "plateau_factor": 0.1}
    progress, noted = weighed(losses, **chosen)
    assert noted == [(3, "rate_lowered"), (5, "rate_lowered"), (8, "rate_lowered")]
    assert progress.max_lr == pytest.approx(0.001)


def test_patience_ends_a_run_at_its_last_look():
    progress, noted = weighed([3.0, 2.0, 2.1, 2.2, 2.3], patience=3)
    assert noted == [(4, "early_stop")]
    assert progress.stopped_early
    assert not weighed([3.0, 2.0, 2.1, 2.2, 1.9, 2.0, 2.0], patience=3)[1]
    assert not weighed([3.0] * 50)[1], "0 is endless"


def test_what_is_told_of_an_early_stop_has_reason_and_step():
    settings = TrainingSettings(patience=1)
    progress = TrainerState(best=Best(1200, 2.0))
    on_validation(progress, settings, 2.0)
    (note,) = on_validation(progress, settings, 2.0)
    assert note.details["best_step"] == 1200
    assert "no better in 1 looks; kept are the weights of step 1,200" in str(note.details["reason"])


def test_averaged_sgd_begins_once_and_gets_its_own_patience():
    chosen = {"optimizer": "asgd", "plateau_patience": 2, "patience": 3}
    progress, noted = weighed([2.0, 2.1, 2.1, 2.1, 2.1], **chosen)
    assert noted == [(2, "averaging")]
    assert progress.averaging
    assert weighed([2.0, 2.1, 2.1, 2.1, 2.1, 2.1], **chosen)[1][-1] == (5, "early_stop")


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
    progress = trainer.progress
    assert progress.stopped_early
    assert progress.step < 400
    assert [note.kind for note in reports[-1].notes] == ["early_stop"]
    assert reports[-1].fraction == pytest.approx(progress.step / 400)
    looks = [r.validation.loss for r in reports if r.validation]
    assert len(looks) - 1 - looks.index(min(looks)) == 4
    assert trainer.best_weights is not None
    for name, value in trainer.model.state_dict().items():
        assert torch.equal(value, trainer.best_weights[name])
    assert list(train(trainer, data, plan, Clock())) == [], "it has ended"
