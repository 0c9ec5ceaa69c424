"""Every architecture through the real trainer: it learns, is killed, goes on, and writes."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from slm_core.errors import SettingsError
from slm_core.generation.generate import generate, write_samples
from slm_core.generation.settings import GenerationSettings
from slm_core.json_log import JsonLog
from slm_core.models.settings import AwdLstmSettings, LstmSettings, TransformerSettings
from slm_core.records import keep
from slm_core.runs.config import RunConfig
from slm_core.runs.launching import create
from slm_core.runs.launching.create import create_run, resume
from slm_core.runs.load_model import load_run_model
from slm_core.runs.run import Run
from slm_core.runs.trainer import main
from slm_core.storage import read_json
from slm_core.training.settings import BudgetSettings
from slm_core.training.trainer import Trainer
from tests.tiny import make_config, make_corpus, text_of, workspace_in

CHOSEN: dict[str, dict[str, Any]] = {
    "lstm": {"kind": "lstm", "layers": 2, "dropout": 0.2},
    "adaptive": {"kind": "lstm", "output": "adaptive"},
    "rnn": {"kind": "rnn"},
    "gru": {"kind": "gru", "embedding_dropout": 0.1},
    "awd-lstm": {"kind": "awd-lstm"},
    "rotary": {"kind": "transformer", "dropout": 0.1},
    "learned": {"kind": "transformer", "positions": "learned", "tied_weights": True},
}
every = pytest.mark.parametrize("model", CHOSEN.values(), ids=CHOSEN.keys())


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def asked(tmp_path: Path, **settings: Any) -> Run:
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace), budget=BudgetSettings(steps=30), **settings)
    return create_run(workspace, config)


def train_here(run: Run) -> int:
    return main.main(str(run.workspace.root), run.id)


def curves(run: Run) -> dict[tuple[str, int], tuple[float, float]]:
    found = JsonLog(run.folder / "metrics.jsonl").read()[0]
    return {(r["kind"], r["step"]): (r["loss"], r["accuracy"]) for r in found}


def killed_after(steps: int) -> pytest.MonkeyPatch:
    """From now on a trainer in this process dies in the step after these."""
    patch, learn = pytest.MonkeyPatch(), Trainer.training_step

    def dying(self, batch, **how):
        if self.state.step >= steps:
            raise main.Outcome
        return learn(self, batch, **how)

    patch.setattr(Trainer, "training_step", dying)
    return patch


@every
def test_a_run_that_was_killed_goes_on_as_if_nothing_had_been(tmp_path, model, monkeypatch):
    samples = {"length": 5, "seed_text": "The pump"}
    whole = asked(tmp_path / "whole", model=model, samples=samples)
    assert train_here(whole) == 0
    run = asked(tmp_path / "killed", model=model, samples=samples)
    patch = killed_after(25)
    assert train_here(run) == 1
    patch.undo()
    assert run.status().state == "interrupted"
    monkeypatch.setattr(create, "launch", lambda run, slots=None: None)
    resume(run)
    assert train_here(run) == 0
    assert curves(run) == curves(whole)
    assert max(step for _, step in curves(run)) == 30
    assert run.score() == whole.score()
    losses = [loss for (kind, _), (loss, _) in sorted(curves(run).items()) if kind == "train"]
    assert losses[-1] < losses[0] - 0.05, "it learned something"


@every
def test_a_trained_model_writes_the_same_step_by_step_and_side_by_side(tmp_path, model):
    run = asked(tmp_path, model=model)
    assert train_here(run) == 0
    found = load_run_model(run)
    greedy = GenerationSettings(temperature=0.0, length=40)
    pieces = list(generate(found.model, found.tokenizer, "The old pump", greedy))
    alone = "".join(piece.text for piece in pieces)
    assert len(pieces) == 40
    beside = write_samples(
        found.model, found.tokenizer, "The old pump", temperatures=[1.0, 0.0], length=40, seed=1
    )
    assert beside[1][1] == alone


@every
def test_a_configuration_read_back_is_the_same(tmp_path, model):
    run = asked(tmp_path, model=model)
    assert run.config().model.kind == model["kind"]
    assert RunConfig.from_json(run.config().to_json()) == run.config()


def test_a_configuration_from_before_there_were_others_is_an_lstm(tmp_path):
    run = asked(tmp_path)
    path = run.folder / "config.json"
    data: Any = read_json(path)
    old = ("kind", "embedding_size", "hidden_size", "layers", "dropout", "embedding_dropout")
    data["model"] = {name: data["model"][name] for name in (*old, "tied_weights")}
    keep(path, data)
    assert run.config().model == LstmSettings(embedding_size=8, hidden_size=16)


def test_another_kind_comes_with_its_own_settings(tmp_path):
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace, text_of(500)), model={"layers": 4})
    changed = config.with_settings({"model.kind": "transformer", "model.heads": "2"})
    assert changed.model == TransformerSettings(layers=4, heads=2, hidden_size=16)
    awd = changed.with_settings({"model.weight_drop": "0.5", "model.kind": "awd-lstm"})
    assert awd.model == AwdLstmSettings(layers=4, hidden_size=16, weight_drop=0.5)
    with pytest.raises(SettingsError, match=r"model\.heads is not a setting\. model has: kind"):
        config.with_settings({"model.kind": "gru", "model.heads": "2"})
    with pytest.raises(SettingsError, match="must be one of lstm, rnn, gru, awd-lstm, transformer"):
        config.with_settings({"model.kind": "perceptron"})
