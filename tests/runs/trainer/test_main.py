import math
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
import pytest

from slm_core.corpus.store import delete_corpus
from slm_core.errors import RunError
from slm_core.json_log import JsonLog
from slm_core.models.registry import build
from slm_core.records import keep
from slm_core.runs.launching import create
from slm_core.runs.launching.control import ask
from slm_core.runs.launching.create import create_run, delete_run, resume, train_on
from slm_core.runs.launching.launch import launch
from slm_core.runs.load_model import load_run_model, training_text
from slm_core.runs.run import Run
from slm_core.runs.trainer import main, setup
from slm_core.storage import read_json, write_json
from slm_core.training.checkpoints.checkpoint_paths import newest_step
from slm_core.training.settings import BudgetSettings
from tests.tiny import (
    make_config,
    make_corpus,
    text_of,
    wait_for,
    wait_for_state,
    workspace_in,
)


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    """A trainer that runs in this process takes SIGTERM; give it back."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def made(tmp_path: Path, **settings) -> Run:
    workspace = workspace_in(tmp_path)
    return create_run(workspace, make_config(make_corpus(workspace), **settings))


def train_here(run: Run) -> int:
    """The whole trainer, in this process, which has torch already."""
    return main.main(str(run.workspace.root), run.id)


def lines(run: Run, name: str = "metrics.jsonl") -> list[dict]:
    return JsonLog(run.folder / name).read()[0]


def losses(run: Run) -> dict[tuple[str, int], float]:
    """By kind and step; the last record of each wins."""
    return {(r["kind"], r["step"]): r["loss"] for r in lines(run)}


def kinds(run: Run) -> list[str]:
    return [event.kind for event in run.events()]


def again(run: Run, budget: BudgetSettings | None = None) -> None:
    """`resume` or `train_on`, in this process instead of one of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(create, "launch", lambda run, slots=None: None)
        train_on(run, budget) if budget else resume(run)
    assert train_here(run) == 0


def test_a_launched_run_finishes_by_itself_and_leaves_all_it_promised(tmp_path):
    run = made(
        tmp_path,
        budget=BudgetSettings(epochs=0.5),
        samples={"length": 20, "seed_text": "The pump"},
        open_test=True,
    )
    launch(run)
    wait_for_state(run, "finished")
    status, facts = run.status(), run.facts()
    assert status.fraction == 1.0
    assert status.error is None
    assert math.isclose(status.epoch, 0.5, abs_tol=0.01)
    assert facts is not None
    assert facts.train_tokens == 9601  # END and 80 percent of 12,000 characters
    assert facts.parameters == run.config().model.parameters(facts.vocabulary_size)
    train = [r for r in lines(run) if r["kind"] == "train"]
    assert [r["step"] for r in train] == list(range(1, status.step + 1))
    validation = [r for r in lines(run) if r["kind"] == "validation"]
    assert validation[0]["step"] == 0
    assert validation[-1]["step"] == status.step
    assert validation[0]["loss"] == pytest.approx(facts.floors.frequency_loss, abs=0.05)
    assert validation[-1]["loss"] < validation[0]["loss"]
    assert kinds(run) == ["started", "test_opened", "finished"]
    assert run.samples()[0].prompt == "The pump"
    assert [heat for heat, _ in run.samples()[0].texts] == [0.5, 0.8, 1.1]
    for part in ("validation", "test"):
        score = run.score(part)
        assert score is not None
        assert score.predictions > 1000
    assert load_run_model(run).step > 0
    assert training_text(run) == text_of(12_000)[:9600]
    wait_for(lambda: not list(run.folder.glob(".*")), what="nothing half-written stays")
    assert run.last_words().strip() == ""


def test_a_sample_that_takes_long_does_not_keep_the_first_validations_without_one(tmp_path):
    run = made(tmp_path, budget=BudgetSettings(steps=60), samples={"length": 400})
    assert train_here(run) == 0
    validated = [r["step"] for r in lines(run) if r["kind"] == "validation"]
    assert [sample.step for sample in run.samples()][:2] == validated[:2]
    assert validated[1] > 0


def test_a_run_is_steered_while_it_trains(tmp_path):
    steady = {"warmup": 0.0, "schedule": "constant"}
    run = made(tmp_path, budget=BudgetSettings(steps=1_000_000), training=steady)
    launch(run)
    wait_for_state(run, "running")
    wait_for(lambda: run.status().step > 50)
    ask(run, "set", name="learning_rate", value=0.00125)
    wait_for(lambda: "set" in kinds(run))
    at = next(event.step for event in run.events() if event.kind == "set")
    wait_for(lambda: lines(run)[-1]["step"] > at + 1)
    after = [r["learning_rate"] for r in lines(run) if r["kind"] == "train" and r["step"] > at]
    assert set(after) == {0.00125}

    ask(run, "pause")
    wait_for_state(run, "paused")
    step = run.status().step
    assert newest_step(run.folder) == step
    time.sleep(0.3)
    assert run.status().step == step
    ask(run, "set", name="learning_rate", value=0.002)
    wait_for(lambda: kinds(run).count("set") == 2)
    ask(run, "resume")
    wait_for(lambda: run.status().step > step)
    assert run.status().state == "running"

    ask(run, "stop")
    wait_for_state(run, "stopped")
    assert kinds(run) == ["started", "set", "paused", "set", "resumed", "stopped"]
    assert run.score() is not None
    with pytest.raises(RunError, match="nothing to pause"):
        ask(run, "pause")


def test_pause_and_resume_asked_at_once_do_not_leave_a_run_standing(tmp_path):
    run = made(tmp_path)
    for action in ("pause", "pause", "resume", "resume"):
        ask(run, action)
    assert train_here(run) == 0
    assert run.status().state == "finished"
    assert kinds(run) == ["started", "paused", "resumed", "finished"]


def test_a_setting_changed_in_a_pause_is_remembered(tmp_path):
    run = made(tmp_path, training={"warmup": 0.0})
    for action in ("pause", "resume"):
        ask(run, action)
    control = run.folder / "control.jsonl"
    pause, go_on = control.read_bytes().splitlines()
    ask(run, "set", name="learning_rate", value=0.003)
    change = control.read_bytes().splitlines()[-1]
    control.write_bytes(b"\n".join([pause, change, go_on]) + b"\n")
    assert train_here(run) == 0
    assert kinds(run) == ["started", "paused", "set", "resumed", "finished"]
    first = next(r for r in lines(run) if r["kind"] == "train")
    assert first["learning_rate"] == 0.003


def test_a_stopped_run_is_taken_up_where_it_stood(tmp_path):
    whole = made(tmp_path)
    assert train_here(whole) == 0
    stopped = create_run(whole.workspace, whole.config())
    ask(stopped, "stop")
    assert train_here(stopped) == 0
    assert (stopped.status().state, stopped.status().step) == ("stopped", 0)
    again(stopped)
    assert stopped.status().state == "finished"
    assert losses(stopped) == losses(whole)
    assert stopped.score() == whole.score()
    with pytest.raises(RunError, match=r"its budget of 60 steps is spent\. Train it longer"):
        resume(stopped)


def test_training_on_adds_a_budget_with_a_schedule_of_its_own(tmp_path):
    run = made(tmp_path)
    assert train_here(run) == 0
    before = losses(run)
    again(run, BudgetSettings(steps=40))
    assert run.status().state == "finished"
    assert run.status().step == 100
    assert {at: losses(run)[at] for at in before} == before
    rates = {r["step"]: r["learning_rate"] for r in lines(run) if r["kind"] == "train"}
    assert rates[60] < 0.001
    assert max(rates[step] for step in range(61, 101)) == pytest.approx(0.005, rel=0.1)
    again(run, BudgetSettings(epochs=0.1))
    assert run.status().step == 130
    assert kinds(run).count("extended") == 2


def test_a_run_stopped_early_is_trained_on_from_the_very_step(tmp_path):
    run = made(tmp_path)
    ask(run, "stop")
    assert train_here(run) == 0
    again(run, BudgetSettings(steps=10))
    train = [r["step"] for r in lines(run) if r["kind"] == "train"]
    assert train == list(range(1, 11))
    assert run.status().state == "finished"


def test_a_run_stopped_before_anybody_looked_is_scored_with_what_it_learned(tmp_path):
    at_once = {"warmup": 0.0, "schedule": "constant"}  # 200 steps teach it something
    run = made(tmp_path, budget=BudgetSettings(steps=1_000_000), training=at_once)
    launch(run)
    wait_for(lambda: run.status().step > 200)
    ask(run, "stop")
    wait_for_state(run, "stopped")
    assert [r["step"] for r in lines(run) if r["kind"] == "validation"] == [0]
    score, facts = run.score("validation"), run.facts()
    assert score is not None
    assert facts is not None
    assert score.loss < facts.floors.frequency_loss - 0.05
    report: Any = read_json(run.folder / "report" / "validation.json")
    assert report["step"] == load_run_model(run).step == run.status().step


def test_the_minutes_of_a_large_text_are_for_learning(tmp_path, monkeypatch):
    run = made(tmp_path, budget=BudgetSettings(minutes=0.02))
    prepare = setup.prepare_tokens

    def slowly(*given, **named):
        time.sleep(1.5)  # more than the budget
        return prepare(*given, **named)

    monkeypatch.setattr(setup, "prepare_tokens", slowly)
    assert train_here(run) == 0
    assert run.status().state == "finished"
    assert run.status().step > 0
    assert run.status().seconds == pytest.approx(1.2, abs=0.3)


def test_without_its_corpus_a_run_is_refused_and_stays_what_it_was(tmp_path):
    run = made(tmp_path, budget=BudgetSettings(steps=10))
    assert train_here(run) == 0
    before = run.status()
    delete_corpus(run.workspace, run.config().corpus)
    with pytest.raises(
        RunError, match=r"which was deleted.*cannot be trained longer.*can start with its model"
    ):
        train_on(run, BudgetSettings(steps=5))
    assert run.status() == before
    assert "extended" not in kinds(run)
    write_json(run.folder / "status.json", {**asdict(before), "state": "failed"})
    with pytest.raises(RunError, match=r"cannot be trained longer"):
        resume(run)
    assert run.status().state == "failed"


def test_a_run_trained_on_begins_its_new_budget_at_nothing(tmp_path, monkeypatch):
    run = made(tmp_path, budget=BudgetSettings(steps=10))
    assert train_here(run) == 0
    assert run.status().fraction == 1.0
    monkeypatch.setattr(create, "launch", lambda run, slots=None: None)
    train_on(run, BudgetSettings(steps=5))
    assert run.status().fraction == 0.0


def test_a_rate_that_breaks_the_model_ends_in_a_sentence_and_leaves_a_model(tmp_path):
    run = made(tmp_path, budget=BudgetSettings(steps=2000))
    wild = {"kind": "set", "step": 200, "id": "w", "name": "learning_rate", "value": 1000.0}
    JsonLog(run.folder / "events.jsonl").append({**wild, "phase": 0})
    assert train_here(run) == 1
    status = run.status()
    assert status.state == "failed"
    assert "The loss has grown to" in str(status.error)
    assert "with a learning rate of 99" in str(status.error)
    assert status.step > 200
    assert "training.learning_rate=0.001 or smaller" in str(status.error)
    assert run.events()[-1].details["error"] == status.error
    loaded = load_run_model(run)
    assert 0 < loaded.step <= 200
    assert all(part.isfinite().all() for part in loaded.model.parameters())


def test_an_unexpected_error_is_told_and_the_log_has_the_details(tmp_path, capfd):
    run = made(tmp_path)
    (run.folder / "report").write_text("a file where a folder should be")
    assert train_here(run) == 1
    assert run.status().state == "failed"
    assert "FileExistsError" in str(run.status().error)
    assert "Traceback" in capfd.readouterr().err
    (run.folder / "report").unlink()
    again(run)
    assert run.status().state == "finished"
    assert run.status().error is None


def test_a_corpus_that_was_deleted_is_named(tmp_path):
    run = made(tmp_path)
    for file in run.workspace.corpus_folder(run.config().corpus).iterdir():
        file.unlink()
    assert train_here(run) == 1
    assert run.config().corpus in str(run.status().error)


def test_tokens_turning_out_too_few_are_told_with_what_would_fit(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace, text_of(2000))
    config = make_config(
        corpus,
        tokenizer={"kind": "word"},
        training={"batch_size": 16, "sequence_length": 32},
    )
    run = create_run(workspace, config)
    assert train_here(run) == 1
    assert "fewer than one batch of 16 × 32 = 512" in str(run.status().error)
    assert "training.batch_size=" in str(run.status().error)


def test_a_polite_end_leaves_a_run_that_goes_on(tmp_path):
    run = made(tmp_path, budget=BudgetSettings(steps=1_000_000))
    launch(run)
    wait_for(lambda: newest_step(run.folder) is not None, what="for a checkpoint")
    pid = run.status().pid
    assert pid is not None
    with pytest.raises(RunError, match="still training"):
        delete_run(run)
    second = main.main(str(run.workspace.root), run.id)  # a second trainer leaves
    assert second == 1
    assert run.status().pid == pid
    os.kill(pid, signal.SIGTERM)
    wait_for_state(run, "interrupted")
    assert "can be resumed" in run.log_tail()
    config = orjson.loads((run.folder / "config.json").read_bytes())
    done = run.status().step
    config["budget"]["steps"] = done + 5  # so that the rest is short
    keep(run.folder / "config.json", config)
    again(run)
    assert run.status().state == "finished"
    delete_run(run)
    assert not run.folder.exists()
    assert not list(run.workspace.runs.iterdir())


def test_a_budget_in_minutes_is_kept(tmp_path):
    run = made(tmp_path, budget=BudgetSettings(minutes=0.05), samples={"length": 10})
    assert train_here(run) == 0
    status = run.status()
    assert status.state == "finished"
    assert 1.5 < status.seconds < 30
    assert status.fraction == 1.0
    validation = [r["step"] for r in lines(run) if r["kind"] == "validation"]
    assert validation[0] == 0
    assert validation[-1] == status.step, "the end of the schedule is looked at"


def test_tied_weights_and_dropout_go_through_a_whole_run(tmp_path):
    run = made(
        tmp_path,
        model={"embedding_size": 16, "hidden_size": 16, "tied_weights": True, "dropout": 0.3},
        tokenizer={"kind": "bpe", "vocabulary_size": 300},
        training={"optimizer": "sgd"},
    )
    assert train_here(run) == 0
    loaded = load_run_model(run)
    vocabulary = loaded.tokenizer.vocabulary_size
    shapes = {name: p.shape for name, p in build(run.config().model, vocabulary).named_parameters()}
    assert {name: p.shape for name, p in loaded.model.named_parameters()} == shapes


def test_a_disk_that_fills_up_ends_a_run_in_a_sentence(small_disk):
    run = made(small_disk, budget=BudgetSettings(steps=3000), model={"hidden_size": 32})
    filler = small_disk / "others"
    free = 1_000_000 - sum(f.stat().st_size for f in small_disk.rglob("*") if f.is_file())
    filler.write_bytes(b"x" * (free - 350_000))
    assert train_here(run) == 1
    status = run.status()
    assert status.state == "failed"
    assert str(status.error).startswith("The disk is full: ")
    assert "Free some space" in str(status.error)
    assert run.events()[-1].kind == "failed"
    assert newest_step(run.folder) is not None
    assert load_run_model(run).step >= 0
    assert not list(run.folder.glob("checkpoints/.*"))
    filler.unlink()
    config = orjson.loads((run.folder / "config.json").read_bytes())
    config["budget"]["steps"] = (newest_step(run.folder) or 0) + 5
    keep(run.folder / "config.json", config)
    again(run)
    assert run.status().state == "finished"
