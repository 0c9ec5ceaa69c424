import itertools
from typing import Any

import pytest
import torch

from slm_core.errors import RunError, WorkspaceError
from slm_core.storage import read_json, write_json
from slm_core.training.checkpoints.checkpoint import (
    load_into,
    load_trainer,
    load_weights,
    save_checkpoint,
)
from slm_core.training.checkpoints.checkpoint_paths import newest_step, read_trainer_json
from slm_core.training.loop import train
from slm_core.training.optim.optimizers import OPTIMIZERS
from slm_core.training.settings import BudgetSettings
from slm_core.training.stopping.budget import Budget, Clock
from slm_core.training.trainer import Trainer
from tests.tiny import make_data, make_ids, make_trainer

TRAIN, VALIDATION = make_ids(4000), make_ids(1500, seed=9)
STEPS = 40
HARD: dict[str, Any] = {
    "model": {"dropout": 0.3, "layers": 2},
    "training": {"state_reset": 0.2, "learning_rate": 0.02},
}
TIED: dict[str, Any] = {"model": {"embedding_size": 16, "tied_weights": True, "dropout": 0.2}}


def reading(trainer: Trainer, *, steps: int = STEPS):
    data = make_data(TRAIN, VALIDATION, trainer)
    plan = Budget(BudgetSettings(steps=steps), data.loader.steps_per_epoch)
    return train(trainer, data, plan, Clock(trainer.state.seconds))


def numbers(reports):
    return [
        (r.train.loss if r.train else None, r.validation.loss if r.validation else None)
        for r in reports
    ]


def state_of(trainer: Trainer) -> list[torch.Tensor]:
    moments = [
        value
        for _, values in sorted(trainer.optimizer.state_dict()["state"].items())
        for _, value in sorted(values.items())
        if isinstance(value, torch.Tensor)
    ]
    best = [value for _, value in sorted((trainer.best_weights or {}).items())]
    mean = trainer.average or []
    return [*trainer.model.parameters(), *(trainer.hidden_state or ()), *moments, *best, *mean]


CHOICES: dict[str, dict[str, Any]] = {
    "cosine, smoothed, in parts": {"schedule": "cosine", "label_smoothing": 0.1, "accumulation": 3},
    "one-cycle, tail": {"schedule": "one-cycle", "averaging": "tail", "averaging_start": 0.3},
    "one-cycle of sgd": {"schedule": "one-cycle", "optimizer": "sgd", "learning_rate": 1.0},
    "plateau": {"schedule": "plateau", "plateau_patience": 1, "plateau_factor": 0.3},
    "exponential": {"averaging": "exponential", "averaging_decay": 0.8},
    "averaged sgd": {"optimizer": "asgd", "learning_rate": 1e-3, "plateau_patience": 1},
    "brier, muon, in parts": {"loss": "brier", "optimizer": "muon", "accumulation": 2},
    "patience": {"patience": 2, "learning_rate": 0.2, "schedule": "constant"},
    "endless patience": {"patience": 1000},
}


@pytest.mark.parametrize(
    "at", [40, *(pytest.param(at, marks=pytest.mark.exhaustive) for at in (9, 77))]
)
@pytest.mark.parametrize("training", CHOICES.values(), ids=CHOICES.keys())
def test_going_on_is_the_same_with_whatever_was_chosen(tmp_path, many_looks, training, at):
    settings: dict[str, Any] = {**HARD, "training": {**HARD["training"], **training}}
    whole = make_trainer(TRAIN, **settings)
    expected = numbers(reading(whole, steps=100))
    first = make_trainer(TRAIN, **settings)
    before = numbers(itertools.islice(reading(first, steps=100), at))
    save_checkpoint(tmp_path, first)
    second = make_trainer(TRAIN, seed=99, **settings)
    assert load_trainer(tmp_path, second)
    assert (second.state, second.running_metrics) == (first.state, first.running_metrics)
    assert before + numbers(reading(second, steps=100)) == expected
    for trainer in (whole, second):
        trainer.state.validation.speed = 0.0  # by the clock
    assert second.state == whole.state
    both = zip(state_of(second), state_of(whole), strict=True)
    assert all(torch.equal(a, b) for a, b in both)
    happened = {
        "plateau": whole.state.phase.max_lr < 0.02,
        "averaged sgd": whole.average is not None,
        "patience": whole.state.phase.early_stopping.stopped,
    }
    assert all(it for name, it in happened.items() if training == CHOICES[name])
    assert whole.state.step == 100 or whole.state.phase.early_stopping.stopped


def test_the_average_is_what_others_load(tmp_path):
    trainer = make_trainer(TRAIN, training={"averaging": "exponential"})
    list(reading(trainer))
    trainer.state.validation.best.step = trainer.state.step  # as if the last look had been the best
    with trainer.averaged_weights():
        trainer.keep_best()
    save_checkpoint(tmp_path, trainer)
    model = make_trainer(TRAIN, seed=7).model
    assert load_weights(tmp_path, model).step == trainer.state.step
    assert trainer.average is not None
    for found, mean in zip(model.parameters(), trainer.average, strict=True):
        assert torch.equal(found, mean)


@pytest.mark.parametrize("chosen", [HARD, TIED], ids=["dropout", "tied"])
@pytest.mark.parametrize("optimizer", sorted(OPTIMIZERS))
def test_going_on_from_a_checkpoint_is_never_having_stopped(tmp_path, chosen, optimizer):
    training = {**chosen.get("training", {}), "optimizer": optimizer}
    settings: dict[str, Any] = {**chosen, "training": training}
    whole = make_trainer(TRAIN, **settings)
    expected = numbers(reading(whole))

    first = make_trainer(TRAIN, **settings)
    before = numbers(itertools.islice(reading(first), 18))
    save_checkpoint(tmp_path, first)
    torch.rand(7)  # randomness of others in between
    second = make_trainer(TRAIN, seed=99, **settings)
    assert load_trainer(tmp_path, second)
    assert (second.state, second.running_metrics) == (first.state, first.running_metrics)
    after = numbers(reading(second))
    assert before + after == expected
    pairs = zip(state_of(second), state_of(whole), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


def saved_twice(folder) -> tuple[Trainer, list]:
    """A trainer with checkpoints at steps 10 and 20, and what it would have gone on with."""
    trainer = make_trainer(TRAIN, **HARD)
    going = reading(trainer)
    list(itertools.islice(going, 11))
    save_checkpoint(folder, trainer)
    rest = list(itertools.islice(going, 10))
    save_checkpoint(folder, trainer)
    return trainer, numbers(rest)


@pytest.mark.parametrize(
    "damaged", ["model.safetensors", "optimizer.safetensors", "best.safetensors", "trainer.json"]
)
@pytest.mark.parametrize("how", ["cut", "gone", "nonsense"])
def test_a_damaged_checkpoint_gives_way_to_the_one_before(tmp_path, damaged, how):
    _, rest = saved_twice(tmp_path)
    path = tmp_path / "checkpoints" / "step-20" / damaged
    if not path.exists():
        path.write_bytes(b"")
    if how == "gone" and damaged != "best.safetensors":
        path.unlink()
    elif how == "cut":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        path.write_bytes(b'{"cursor": {"wrong": 1}}')
    trainer = make_trainer(TRAIN, seed=99, **HARD)
    restored = load_trainer(tmp_path, trainer)
    assert (restored.step, restored.damaged) == (10, (20,))
    assert trainer.state.step == 10
    assert numbers(itertools.islice(reading(trainer), 10)) == rest
    step = load_weights(tmp_path, make_trainer(TRAIN, **HARD).model).step
    # The best weights are those of step 0, which nobody wants: the newest that are whole are used.
    assert step == (10 if damaged in ("model.safetensors", "trainer.json") else 20)


def test_where_all_is_damaged_nothing_is_changed(tmp_path):
    saved_twice(tmp_path)
    for file in tmp_path.glob("checkpoints/*/optimizer.safetensors"):
        file.write_bytes(b"x")
    trainer, same = make_trainer(TRAIN, **HARD), make_trainer(TRAIN, **HARD)
    before = torch.get_rng_state()
    assert not load_trainer(tmp_path, trainer)
    assert trainer.state == same.state
    assert all(torch.equal(a, b) for a, b in zip(state_of(trainer), state_of(same), strict=True))
    assert torch.equal(torch.get_rng_state(), before)


def test_the_two_newest_stay(tmp_path):
    trainer = make_trainer(TRAIN)
    assert newest_step(tmp_path) is None
    for _ in itertools.islice(reading(trainer), 6):
        save_checkpoint(tmp_path, trainer)
    assert newest_step(tmp_path) == 5
    names = sorted(path.name for path in (tmp_path / "checkpoints").iterdir())
    assert names == ["step-4", "step-5"]


def test_saving_at_the_same_step_replaces_and_what_a_kill_left_goes(tmp_path):
    trainer, _ = saved_twice(tmp_path)
    (tmp_path / "checkpoints" / ".draft-killed").mkdir()
    trainer.set_max_lr(0.5)
    target = save_checkpoint(tmp_path, trainer)
    assert read_trainer_json(target)["state"]["phase"]["max_lr"] == 0.5
    names = sorted(path.name for path in (tmp_path / "checkpoints").iterdir())
    assert names == ["step-10", "step-20"]


@pytest.mark.parametrize("settings", [HARD, TIED], ids=["apart", "tied"])
def test_the_best_weights_are_loaded_where_they_are_others(tmp_path, settings):
    trainer = make_trainer(TRAIN, **settings)
    list(reading(trainer))
    trainer.state.validation.best.step = 20
    assert trainer.best_weights is not None
    trainer.best_weights["output.bias"].fill_(3.0)
    save_checkpoint(tmp_path, trainer)
    model = make_trainer(TRAIN, seed=7, **settings).model
    assert load_weights(tmp_path, model).step == 20
    assert model.get_parameter("output.bias").eq(3.0).all()


@pytest.mark.parametrize(("looked", "step"), [(0.0, 1), (0.2, 0)])
def test_the_model_as_it_began_is_the_best_where_a_later_look_found_none_better(
    tmp_path, looked, step
):
    trainer = make_trainer(TRAIN)
    list(itertools.islice(reading(trainer), 2))  # the look before the first step, and that step
    state = trainer.state
    state.validation.best.step, state.phase.last_validation_fraction = 0, looked
    assert trainer.best_weights is not None
    save_checkpoint(tmp_path, trainer)
    model = make_trainer(TRAIN, seed=9).model
    assert load_weights(tmp_path, model).step == step
    same = [torch.equal(value, trainer.best_weights[n]) for n, value in model.state_dict().items()]
    assert all(same) == (step == 0)


def test_weights_of_another_network_are_refused(tmp_path):
    trainer = make_trainer(TRAIN)
    save_checkpoint(tmp_path, trainer)
    path = next(tmp_path.glob("checkpoints/*/model.safetensors"))
    load_into(make_trainer(TRAIN).model, path)
    for other in (TIED, {"model": {"layers": 2}}, {"model": {"hidden_size": 8}}):
        with pytest.raises(RuntimeError):
            load_into(make_trainer(TRAIN, **other).model, path)


def test_no_checkpoint_is_told_with_the_run(tmp_path):
    with pytest.raises(RunError, match=f"{tmp_path.name} has no whole checkpoint yet. Wait"):
        load_weights(tmp_path, make_trainer(TRAIN).model)
    assert not load_trainer(tmp_path, make_trainer(TRAIN))


def test_a_full_disk_keeps_the_checkpoint_before(small_disk):
    trainer = make_trainer(TRAIN, model={"hidden_size": 64})
    going = reading(trainer)
    list(itertools.islice(going, 5))
    save_checkpoint(small_disk, trainer)
    (small_disk / "others").write_bytes(b"x" * 600_000)
    list(itertools.islice(going, 5))
    with pytest.raises(WorkspaceError, match="The disk is full"):
        for _ in range(2):
            save_checkpoint(small_disk, trainer)
            (small_disk / "more").write_bytes(b"x" * 200_000)
            next(going)
    names = {path.name for path in (small_disk / "checkpoints").iterdir()}
    assert names
    assert not any(name.startswith(".") for name in names)
    assert load_trainer(small_disk, make_trainer(TRAIN, model={"hidden_size": 64}))


def test_everything_in_a_checkpoint_is_plain(tmp_path):
    trainer, _ = saved_twice(tmp_path)
    files = {path.name for path in (tmp_path / "checkpoints" / "step-20").iterdir()}
    assert files <= {
        "model.safetensors",
        "best.safetensors",
        "optimizer.safetensors",
        "trainer.json",
        "checksums.json",
    }
    path = tmp_path / "checkpoints" / "step-20" / "trainer.json"
    write_json(path, read_json(path) or {})
    assert load_trainer(tmp_path, trainer)
