"""Several processes for one run: real ones, on the processor, that are really killed."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from slm_core.errors import SettingsError
from slm_core.json_log import JsonLog
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.control import ask
from slm_core.runs.launching.create import create_run, resume
from slm_core.runs.launching.launch import launch
from slm_core.runs.run import Run
from slm_core.runs.status import write_status
from slm_core.runs.trainer import main
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, wait_for, wait_for_state, workspace_in

STEPS, LONG = 60, 500
PATIENCE = 240.0
"""Seconds; with two processes a busy machine of two cores is slow."""
DROPPED = {"layers": 2, "dropout": 0.3, "embedding_dropout": 0.1}
CHANGES = ((20, "batch_size", 7), (60, "dropout", 0.0), (90, "dropout", 0.4))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path)


def config_of(
    workspace: Workspace, processes: int = 2, *, steps: int = STEPS, **settings: Any
) -> RunConfig:
    """A run on the processor, its batch cut unevenly."""
    settings["training"] = {"batch_size": 5, "state_reset": 0.2, **settings.get("training", {})}
    settings["machine"] = {"processes": processes, **settings.get("machine", {})}
    return make_config(make_corpus(workspace), budget=BudgetSettings(steps=steps), **settings)


def done(run: Run) -> Run:
    launch(run, slots=2)
    wait_for_state(run, "finished", seconds=PATIENCE)
    return run


def records(run: Run) -> list[dict]:
    return JsonLog(run.folder / "metrics.jsonl").read()[0]


def newest(run: Run) -> int:
    """The last step that was recorded, -1 before there is any."""
    found = records(run)
    return found[-1]["step"] if found else -1


def curves(run: Run) -> dict[tuple[str, int], tuple]:
    """What was learned at every step; the last record of a step wins."""
    names = ("loss", "accuracy", "tokens", "learning_rate", "gradient_norm")
    return {(r["kind"], r["step"]): tuple(r.get(name) for name in names) for r in records(run)}


def started_for(run: Run) -> list[psutil.Process]:
    """Every process that was started for the run, torchrun's own among them."""
    found = []
    for process in psutil.process_iter():
        try:
            line = process.cmdline()
        except psutil.Error:
            continue
        if run.id in line and "slm_core.runs.trainer.main" in line:
            found.append(process)
    return found


def reader_of(run: Run) -> psutil.Process:
    """The second process, which only reads."""
    pid = run.status().pid
    assert pid is not None
    torchrun = psutil.Process(pid).parent()
    assert torchrun is not None
    (other,) = (child for child in torchrun.children() if child.pid != pid)
    return other


def heard_from_outside(run: Run) -> list[str]:
    """Addresses at which its processes listen and that other machines may reach."""
    own = {process.pid for process in started_for(run)}
    found = [c for c in psutil.net_connections("inet") if c.pid in own and c.status == "LISTEN"]
    return [it.laddr.ip for it in found if it.laddr and it.laddr.ip not in ("127.0.0.1", "::1")]


def nothing_is_left(run: Run) -> None:
    wait_for(lambda: not started_for(run), what=f"of {started_for(run)}")
    wait_for(lambda: not list(run.folder.glob(".processes-*")))


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "model",
    [
        pytest.param({"layers": 2}, id="lstm"),
        pytest.param({"kind": "transformer"}, id="transformer"),
    ],
)
def test_two_processes_learn_what_one_learns_and_the_same_each_time(workspace, model):
    alone, together, again = (
        done(create_run(workspace, config_of(workspace, count, model=model))) for count in (1, 2, 2)
    )
    assert curves(together) == curves(again)
    assert together.score() == again.score()
    expected, found = curves(alone), curves(together)
    assert found.keys() == expected.keys()
    assert len(found) > STEPS
    for place, numbers in expected.items():
        known = [number for number in numbers if number is not None]
        assert [n for n in found[place] if n is not None] == pytest.approx(known, abs=1e-5), place
    assert max(place[1] for place in expected) == STEPS
    nothing_is_left(together)


@pytest.mark.exhaustive
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(
            {"model": DROPPED, "training": {"accumulation": 2, "averaging": "exponential"}},
            id="lstm",
        ),
        pytest.param(
            {"model": {"kind": "transformer", "dropout": 0.2}, "training": {"optimizer": "muon"}},
            id="transformer",
            marks=pytest.mark.exhaustive,
        ),
        pytest.param(
            {"model": DROPPED, "machine": {"threads": 2, "replicas": 2, "precision": "auto"}},
            id="copies",
            marks=pytest.mark.exhaustive,
        ),
    ],
)
def test_whichever_process_is_killed_the_run_is_interrupted_and_goes_on_exactly(
    workspace, settings
):
    config = config_of(workspace, steps=LONG, **settings)
    whole, killed = (create_run(workspace, config) for _ in range(2))
    done(whole)
    launch(killed, slots=2)
    for victim, step in (("reader", 60), ("trainer", 200)):
        wait_for(lambda: newest(killed) > step, seconds=PATIENCE)  # noqa: B023 used before the next one
        trainer_pid = killed.status().pid
        assert trainer_pid is not None
        pid = reader_of(killed).pid if victim == "reader" else trainer_pid
        os.kill(pid, signal.SIGKILL)
        wait_for_state(killed, "interrupted")
        nothing_is_left(killed)
        assert newest(killed) < LONG
        resume(killed, slots=2)
    wait_for_state(killed, "finished", seconds=PATIENCE)
    assert curves(killed) == curves(whole)
    assert killed.score() == whole.score()
    assert [event.kind for event in killed.events()].count("resumed") == 2


@pytest.mark.exhaustive
def test_changes_and_pauses_reach_all_processes_and_survive_a_kill(workspace):
    config = config_of(workspace, steps=400, model=DROPPED)
    whole, killed = (create_run(workspace, config) for _ in range(2))
    for run in (whole, killed):  # as if of an earlier sitting: the same steps for both
        for step, name, value in CHANGES:
            change = {"id": f"{name}{step}", "name": name, "value": value, "before": 0.0}
            where = {"kind": "set", "step": step, "seconds": 1.0, "phase": 0, "time": time.time()}
            JsonLog(run.folder / "events.jsonl").append({**change, **where})
    done(whole)
    launch(killed, slots=2)
    wait_for(lambda: newest(killed) > 100, seconds=PATIENCE)
    ask(killed, "pause")
    wait_for_state(killed, "paused", "finished")
    assert len(started_for(killed)) == 3
    assert heard_from_outside(killed) == []
    assert killed.status().state == "paused"
    reader_of(killed).kill()  # while it stands still
    wait_for_state(killed, "interrupted")
    nothing_is_left(killed)
    resume(killed, slots=2)
    wait_for_state(killed, "finished", seconds=PATIENCE)
    assert curves(killed) == curves(whole)
    tokens = [numbers[2] for (kind, _), numbers in sorted(curves(whole).items()) if kind == "train"]
    assert tokens[25] - tokens[24] == 7 * 8


@pytest.mark.exhaustive
def test_a_run_that_was_asked_for_long_ago_starts_all_its_processes(workspace):
    run = create_run(workspace, config_of(workspace))
    write_status(run.folder, replace(run.status(), asked=time.time() - 3600.0))
    assert run.status().state == "interrupted"
    launch(run)
    wait_for(lambda: run.status().state == "finished", what=run.log_tail())
    nothing_is_left(run)


@pytest.mark.exhaustive
def test_a_run_asked_to_stop_ends_all_its_processes_also_while_it_waits(workspace):
    first = create_run(workspace, config_of(workspace, steps=1_000_000))
    second = create_run(workspace, config_of(workspace))
    launch(first, slots=1)
    wait_for_state(first, "running")
    launch(second, slots=1)
    wait_for(lambda: second.status().pid is not None)
    assert second.status().state == "queued"
    assert len(started_for(second)) == 3
    for run in (second, first):
        ask(run, "stop")
        wait_for_state(run, "stopped")
        nothing_is_left(run)


@pytest.mark.exhaustive
def test_a_batch_that_its_processes_cannot_share_is_refused(workspace):
    with pytest.raises(SettingsError, match=r"A batch of 1 cannot be shared by .*\(2\).*size=2 or"):
        create_run(workspace, config_of(workspace, training={"batch_size": 1}))
    run = create_run(workspace, config_of(workspace, steps=1_000_000))
    request = {"id": "x", "time": time.time(), "action": "set", "name": "batch_size", "value": 1}
    JsonLog(run.folder / "control.jsonl").append(request)
    launch(run)
    wait_for(lambda: any(event.kind == "refused" for event in run.events()), what=run.log_tail())
    ask(run, "stop")
    wait_for_state(run, "stopped")


def test_a_trainer_that_was_started_alone_says_how_to_start_them_all(workspace):
    before = signal.getsignal(signal.SIGTERM)
    run = create_run(workspace, config_of(workspace))
    try:
        assert main.main(str(workspace.root), run.id) == 1
    finally:
        signal.signal(signal.SIGTERM, before)
    assert run.status().state == "failed"
    assert "not started as one of 2 processes. Resume the run" in str(run.status().error)
