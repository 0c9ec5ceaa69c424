"""A batch read in parts is the batch."""

from typing import Any

import pytest
import torch

from slm_core.errors import SettingsError
from slm_core.training.settings import TrainingSettings
from tests.tiny import make_data, make_ids, make_trainer

TRAIN, VALIDATION = make_ids(4000), make_ids(1500, seed=9)
MODELS: dict[str, dict[str, Any]] = {
    "lstm": {"layers": 2},
    "penalised": {
        "kind": "awd-lstm",
        **dict.fromkeys(("dropout", "hidden_dropout", "input_dropout"), 0.0),
        **dict.fromkeys(("embedding_dropout", "weight_drop"), 0.0),
    },
    "transformer": {"kind": "transformer"},
}


@pytest.mark.parametrize("parts", [2, 3, 5])
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())
def test_parts_of_any_number_learn_what_the_whole_learns(model, parts):
    losses, weights, states = [], [], []
    for accumulation in (1, parts):
        training = {"batch_size": 5, "accumulation": accumulation, "state_reset": 0.3}
        trainer = make_trainer(TRAIN, model=model, training=training)
        batches = make_data(TRAIN, VALIDATION, trainer).loader.batches(trainer.state.loader)
        # Plain steps: what Adam makes of a gradient that should be zero is its noise.
        trainer.optimizer = torch.optim.SGD(trainer.model.parameters(), lr=0.1)
        steps = [trainer.training_step(next(batches), rate=0.1) for _ in range(12)]
        losses.append([float(step.loss) for step in steps])
        weights.append([p.detach() for p in trainer.model.parameters()])
        states.append(trainer.hidden_state)
    assert losses[0] == pytest.approx(losses[1], rel=1e-5)
    for whole, added in zip(*weights, strict=True):
        assert torch.allclose(whole, added, atol=1e-5)
    for whole, added in zip(*states, strict=True):
        assert torch.allclose(whole, added, atol=1e-4)


def test_more_parts_than_streams_are_refused_with_what_fits():
    told = r"training.accumulation \(9\) cannot cut .*batch_size \(8\).*training.accumulation=8"
    with pytest.raises(SettingsError, match=told):
        TrainingSettings(batch_size=8, accumulation=9)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"loss": "brier", "label_smoothing": 0.1}, r"label_smoothing \(0.1\).*loss is brier"),
        ({"momentum": 0.5}, r"training.momentum \(0.5\) is of sgd, asgd, muon; adamw has"),
        ({"optimizer": "asgd", "averaging": "tail"}, r"averaging is tail.*optimizer=sgd"),
    ],
    ids=str,
)
def test_settings_that_do_not_go_together_are_refused(chosen, told):
    with pytest.raises(SettingsError, match=told):
        TrainingSettings(**chosen)
