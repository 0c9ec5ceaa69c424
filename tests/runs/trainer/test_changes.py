"""Settings that change while a run trains, and runs that end early: killed or not, the same."""

import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from slm_core.errors import CorpusError, SettingsError
from slm_core.hardware.machine import Gpu, describe_machine
from slm_core.json_log import JsonLog
from slm_core.records import keep
from slm_core.runs.config import RunConfig
from slm_core.runs.launching import create
from slm_core.runs.launching.control import ask
from slm_core.runs.launching.create import create_run, resume, train_on
from slm_core.runs.launching.launch import launch
from slm_core.runs.launching.recovery import cause_of, suggested_fix, unsaved_changes
from slm_core.runs.load_model import load_run_model
from slm_core.runs.run import Run
from slm_core.runs.trainer import main, setup
from slm_core.storage import read_json
from slm_core.training.settings import BudgetSettings, MachineSettings
from slm_core.training.stopping import budget
from slm_core.training.trainer import Trainer
from tests.tiny import make_config, make_corpus, wait_for, wait_for_state, workspace_in

STEPS = 60


@pytest.fixture(autouse=True)
def _own_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A trainer that runs in this process takes SIGTERM, and resuming starts none of its own."""
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(create, "launch", lambda run, slots=None: None)
    monkeypatch.setattr(budget, "_LEAST", 8)  # many small looks even in a tiny run
    yield
    signal.signal(signal.SIGTERM, before)


def asked(folder: Path, *, budget: BudgetSettings | None = None, **settings: Any) -> Run:
    workspace = workspace_in(folder)
    budget = budget or BudgetSettings(steps=STEPS)
    return create_run(workspace, make_config(make_corpus(workspace), budget=budget, **settings))


def train_here(run: Run) -> int:
    return main.main(str(run.workspace.root), run.id)


def killed_at(run: Run, *steps: int) -> None:
    """Train the run to its end, its trainer dying in the step after each of these."""
    learn = Trainer.training_step
    for step in steps:

        def dying(self, batch, *, _step=step, **how):
            if self.state.step >= _step:
                raise main.Outcome
            return learn(self, batch, **how)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Trainer, "training_step", dying)
            assert train_here(run) == 1
        assert run.status().state == "interrupted"
        resume(run)
    assert train_here(run) == 0, run.status().error


def changed_at(run: Run, step: int, name: str, value: float) -> None:
    """As if a person had changed it at this very step of an earlier sitting."""
    change = {"id": f"{name}{step}", "name": name, "value": value, "before": 0.0}
    where = {"kind": "set", "step": step, "seconds": 1.0, "phase": 0, "time": time.time()}
    JsonLog(run.folder / "events.jsonl").append({**change, **where})


def records(run: Run, kind: str) -> list[dict]:
    found = JsonLog(run.folder / "metrics.jsonl").read()[0]
    return list({r["step"]: r for r in found if r["kind"] == kind}.values())


def curves(run: Run) -> list[tuple]:
    names = ("kind", "step", "epoch", "tokens", "loss", "accuracy", "learning_rate")
    found = records(run, "train") + records(run, "validation")
    return [tuple(record.get(name) for name in names) for record in found]


def kinds(run: Run) -> list[str]:
    return [event.kind for event in run.events()]


@pytest.mark.parametrize("model", [{"layers": 2, "dropout": 0.2}, {"kind": "awd-lstm"}], ids=str)
def test_changes_survive_a_kill_wherever_it_comes(tmp_path, model):
    """The first change comes as a request, the others are found in the events of a run."""
    runs = [asked(tmp_path / name, model=model) for name in ("whole", "killed")]
    for run in runs:
        ask(run, "set", name="batch_size", value=6)
        changed_at(run, 15, "dropout", 0.5)
        changed_at(run, 23, "batch_size", 3)
        changed_at(run, 23, "learning_rate", 0.002)
        changed_at(run, 40, "dropout", 0.0)
    whole, killed = runs
    assert train_here(whole) == 0
    killed_at(killed, 22, 30, 45)
    assert curves(killed) == curves(whole)
    assert killed.score() == whole.score()
    tokens = [record["tokens"] for record in records(whole, "train")]
    steps = [b - a for a, b in zip([0, *tokens], tokens, strict=False)]
    assert steps == [6 * 8] * 23 + [3 * 8] * (STEPS - 23)
    rates = [record["learning_rate"] for record in records(whole, "train")]
    assert rates[23] == pytest.approx(0.002)
    change = next(
        e for e in whole.events() if e.details.get("name") == "batch_size" and e.step == 0
    )
    assert (change.details["before"], change.details["value"]) == (4, 6)


def test_dropout_is_another_from_the_next_step_on(tmp_path):
    plain, dropped = (asked(tmp_path / name) for name in ("plain", "dropped"))
    changed_at(dropped, 30, "dropout", 0.9)
    for run in (plain, dropped):
        assert train_here(run) == 0
    losses = [[r["loss"] for r in records(run, "train")] for run in (plain, dropped)]
    assert losses[0][:30] == losses[1][:30]
    assert losses[1][30] != losses[0][30]
    assert sum(losses[1][40:]) > sum(losses[0][40:])
    assert load_run_model(dropped).step > 0


@pytest.mark.parametrize(("size", "epochs"), [(2, 1.0), (8, 1.0), (8, 0.3)])
def test_another_batch_size_leaves_the_share_of_an_epoch_budget(tmp_path, size, epochs):
    run = asked(tmp_path, budget=BudgetSettings(epochs=epochs))
    changed_at(run, 40, "batch_size", size)
    killed_at(run, 30, 60)
    status = run.status()
    assert status.state == "finished"
    assert status.epoch == pytest.approx(epochs, rel=0.05)
    tokens = [record["tokens"] for record in records(run, "train")]
    assert tokens[-1] - tokens[-2] == size * 8


def test_a_change_that_cannot_be_is_refused_when_asked_and_when_found(tmp_path):
    run = asked(tmp_path, training={"accumulation": 2})
    with pytest.raises(SettingsError, match=r"accumulation \(2\) cannot cut .*batch_size \(1\)"):
        ask(run, "set", name="batch_size", value=1)
    ask(run, "set", name="batch_size", value=8000)  # nobody knows the size of the text yet
    request = {"id": "x", "time": time.time(), "action": "set", "name": "batch_size", "value": 1}
    JsonLog(run.folder / "control.jsonl").append(request)
    assert train_here(run) == 0
    refused = [event.details for event in run.events() if event.kind == "refused"]
    assert [details["value"] for details in refused] == [8000, 1]
    assert "fewer than one batch of 8000 × 8 = 64,000" in str(refused[0]["reason"])
    assert "cannot cut a batch" in str(refused[1]["reason"])
    assert {r["tokens"] for r in records(run, "train")} >= {32, 64}


def test_a_batch_larger_than_the_text_is_refused_once_its_size_is_known(tmp_path):
    run = asked(tmp_path, budget=BudgetSettings(steps=1_000_000))
    launch(run)
    wait_for(lambda: run.status().step > 10)
    with pytest.raises(CorpusError, match="fewer than one batch of 8000 × 8"):
        ask(run, "set", name="batch_size", value=8000)
    ask(run, "set", name="batch_size", value=16)
    ask(run, "set", name="dropout", value=0.25)
    wait_for(lambda: kinds(run).count("set") == 2)
    at = next(event.step for event in run.events() if event.kind == "set")

    def since() -> list[dict[str, Any]]:
        """Records after the change; the later the fewer, on a fast machine not one of each step."""
        return [record for record in records(run, "train") if record["step"] > at]

    wait_for(lambda: len(since()) >= 2)
    ask(run, "stop")
    wait_for_state(run, "stopped")
    first, second = since()[:2]
    steps = second["step"] - first["step"]
    assert second["tokens"] - first["tokens"] == 16 * 8 * steps


RESTLESS: dict[str, Any] = {"learning_rate": 0.3, "schedule": "constant", "weight_decay": 0.0}
CHOICES: dict[str, dict[str, Any]] = {
    # So fast that it only gets worse: it stops at the sixth look, at step 18 or later.
    "early stop": {**RESTLESS, "learning_rate": 1.0, "patience": 6},
    "plateau": {**RESTLESS, "schedule": "plateau", "plateau_patience": 1},
    "averaged sgd": {"optimizer": "asgd", "learning_rate": 20.0, "plateau_patience": 1},
    "muon, tail": {"optimizer": "muon", "averaging": "tail", "schedule": "one-cycle"},
    "exponential, in parts": {"averaging": "exponential", "accumulation": 2, "schedule": "cosine"},
    "brier": {"loss": "brier", "optimizer": "adam"},
}


@pytest.mark.parametrize("training", CHOICES.values(), ids=CHOICES.keys())
def test_a_killed_run_ends_as_one_that_was_left_alone(tmp_path, training):
    budget = BudgetSettings(steps=120)
    runs = [asked(tmp_path / it, budget=budget, training=training) for it in ("whole", "killed")]
    whole, killed = runs
    assert train_here(whole) == 0
    killed_at(killed, 8, 14)
    assert curves(killed) == curves(whole)
    assert killed.score() == whole.score()
    told = [[(e.kind, e.step) for e in run.events() if e.details.get("reason")] for run in runs]
    assert told[0] == told[1], "each is told once"
    expected = {
        "early stop": "early_stop",
        "plateau": "rate_lowered",
        "averaged sgd": "averaging",
        "muon, tail": "averaging",
    }
    for name, kind in expected.items():
        assert training != CHOICES[name] or kind in kinds(whole)
    models = [load_run_model(run) for run in runs]
    assert models[0].step == models[1].step
    pairs = zip(models[0].model.parameters(), models[1].model.parameters(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


def test_an_early_stop_is_finished_says_why_and_can_be_trained_on(tmp_path):
    training = {**RESTLESS, "patience": 3}
    run = asked(tmp_path, budget=BudgetSettings(steps=5000), training=training)
    assert train_here(run) == 0
    status = run.status()
    assert status.state == "finished"
    assert status.step < 4000
    assert status.fraction == pytest.approx(status.step / 5000)
    assert kinds(run)[-2:] == ["early_stop", "finished"]
    details = run.events()[-2].details
    assert "validation loss did not improve in 3 validations" in str(details["reason"])
    validation = records(run, "validation")
    best = min(validation, key=lambda record: record["loss"])
    assert details["best_step"] == best["step"]
    if best["step"]:
        assert load_run_model(run).step == best["step"]
    train_on(run, BudgetSettings(steps=20))
    assert train_here(run) == 0
    assert run.status().step == status.step + 20


def test_a_configuration_from_before_there_were_choices_still_loads(tmp_path):
    config = asked(tmp_path).config()
    data: Any = config.to_json()
    old = ("optimizer", "learning_rate", "schedule", "batch_size", "sequence_length")
    old = (*old, "weight_decay", "clip_norm", "state_reset", "seed")
    data["training"] = {**{name: data["training"][name] for name in old}, "warmup": 0.04}
    data["machine"] = {name: data["machine"][name] for name in ("device", "threads")}
    machine = MachineSettings(device=config.machine.device, threads=config.machine.threads)
    learning = replace(config.training, warmup=0.04)
    expected = replace(config, training=learning, machine=machine)
    assert RunConfig.from_json(data) == expected
    assert expected.training.rise == config.training.rise


def test_a_run_that_a_change_broke_goes_on_without_it(tmp_path):
    run = asked(tmp_path, budget=BudgetSettings(steps=300))
    changed_at(run, 200, "learning_rate", 1000.0)
    assert train_here(run) == 1
    assert run.status().state == "failed"
    assert cause_of(run) == "diverged"
    assert suggested_fix(run) == ("learning_rate", 0.001), "a tenth of what was asked for"
    resume(run)
    assert [event.kind for event in run.events()][-1] == "undone"
    assert unsaved_changes(run) == []
    assert train_here(run) == 0
    assert run.status().state == "finished"
    assert run.status().step == 300
    assert max(r["loss"] for r in records(run, "train")) < 10


def test_a_run_that_its_own_rate_broke_goes_on_with_another(tmp_path):
    run = asked(tmp_path, training={"learning_rate": 300.0, "warmup": 0.0, "schedule": "constant"})
    assert train_here(run) == 1
    assert suggested_fix(run) == ("learning_rate", 0.01), "what is usual at the most"
    with pytest.raises(SettingsError, match="learning_rate is -1"):
        resume(run, changes={"learning_rate": -1.0})
    assert run.status().state == "failed"
    resume(run, changes={"learning_rate": 0.01})
    assert train_here(run) == 0, run.status().error
    rates = [r["learning_rate"] for r in records(run, "train")]
    assert rates == pytest.approx([0.01] * STEPS), "from the very first step on"
    assert run.status().step == STEPS


def test_what_broke_for_another_reason_keeps_its_changes(tmp_path):
    run = asked(tmp_path)
    changed_at(run, 30, "learning_rate", 0.002)
    (run.folder / "report").write_text("a file where a folder should be")
    assert train_here(run) == 1
    assert cause_of(run) == ""
    assert suggested_fix(run) is None
    (run.folder / "report").unlink()
    resume(run)
    assert "undone" not in kinds(run)
    assert train_here(run) == 0
    assert records(run, "train")[30]["learning_rate"] == pytest.approx(0.002, rel=0.1)


def test_a_gpu_that_is_gone_is_told_when_the_run_goes_on(tmp_path):
    run = asked(tmp_path, machine={"threads": 2, "device": "auto", "precision": "auto"})
    killed_at(run, 30)
    assert "no_gpu" not in kinds(run)
    facts: Any = read_json(run.folder / "facts.json")
    keep(run.folder / "facts.json", {**facts, "device": "cuda"})
    train_on(run, BudgetSettings(steps=5))
    assert train_here(run) == 0
    (told,) = (event for event in run.events() if event.kind == "no_gpu")
    assert told.details == {"name": ""}


def test_a_gpu_that_torch_cannot_use_is_told_and_the_processor_does_its_best(tmp_path, monkeypatch):
    card = replace(describe_machine(), gpus=(Gpu(0, "NVIDIA K40", 12 << 30, 12 << 30),))
    monkeypatch.setattr(create, "describe_machine", lambda: card)
    run = asked(tmp_path, machine={"threads": 2, "device": "auto", "precision": "auto"})
    assert run.config().machine.replicas == 0, "a GPU was counted on"
    monkeypatch.setattr(setup, "describe_machine", lambda: card)
    assert train_here(run) == 0
    assert kinds(run) == ["no_gpu", "started", "finished"]
    assert run.events()[0].details == {"name": "NVIDIA K40"}
    facts = run.facts()
    assert facts is not None
    assert facts.device == "cpu"
