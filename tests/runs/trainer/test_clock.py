"""A trainer whose clock is set back obeys and tells; one that is halted is seen to be."""

import os
import signal
import time

import pytest

from slm_core.cli.main import main
from slm_core.runs import heartbeat
from slm_core.runs.launching.control import ask
from slm_core.runs.launching.create import create_run, resume
from slm_core.runs.launching.launch import launch
from slm_core.runs.run import Run
from slm_core.runs.status import read_status
from slm_core.training.settings import BudgetSettings
from tests.tiny import make_config, make_corpus, wait_for, wait_for_state, workspace_in

_CLOCK = """
import os, time
_right = time.time

def _set():
    try:
        with open(os.environ["TEST_CLOCK"]) as file:
            return _right() + float(file.read() or 0)
    except OSError:
        return _right()

time.time = _set
"""


@pytest.fixture
def run(tmp_path) -> Run:
    workspace = workspace_in(tmp_path)
    config = make_config(make_corpus(workspace), budget=BudgetSettings(minutes=5.0))
    return create_run(workspace, config)


@pytest.mark.exhaustive
def test_a_clock_set_back_by_hours_changes_nothing(run, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(_CLOCK)
    clock = tmp_path / "clock"
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("TEST_CLOCK", str(clock))
    launch(run)
    wait_for_state(run, "running")
    clock.write_text("-7200")
    wait_for(lambda: run.status().heartbeat < time.time() - 3600, what="for a heartbeat")
    step = run.status().step
    wait_for(lambda: run.status().step > step, what="for a status with a further step")
    ask(run, "pause")
    wait_for_state(run, "paused")
    ask(run, "stop")
    wait_for_state(run, "stopped")


def test_requests_from_before_the_clock_was_set_forward_are_obeyed(run, tmp_path, monkeypatch):
    """The trainer's clock is ahead of that of whoever asks: two machines."""
    (tmp_path / "sitecustomize.py").write_text(_CLOCK)
    clock = tmp_path / "clock"
    clock.write_text("7200")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("TEST_CLOCK", str(clock))
    launch(run)
    wait_for_state(run, "running")
    ask(run, "stop")
    wait_for_state(run, "stopped")
    steps = run.status().step
    resume(run)  # the stop of the first session is not for the second
    wait_for(lambda: run.status().step > steps)
    ask(run, "stop")
    wait_for_state(run, "stopped")


def test_a_halted_process_is_seen_and_named(run, monkeypatch, capsys):
    monkeypatch.setattr(heartbeat, "SILENT", 3.0)
    launch(run)
    wait_for_state(run, "running")
    pid = run.status().pid
    assert pid
    assert not run.status().is_silent
    os.kill(pid, signal.SIGSTOP)
    try:
        wait_for(lambda: run.status().is_silent, seconds=20)
        assert run.status().state == "running"
        home = ["--workspace", str(run.workspace.root)]
        assert main(["runs", *home]) == 0
        assert f"{run.id}  not responding" in capsys.readouterr().out
        assert main(["stop", run.id, *home]) == 2
        said = capsys.readouterr().err
        assert "does not respond" in said
        assert f"kill -CONT {pid}" in said
    finally:
        os.kill(pid, signal.SIGCONT)
    wait_for(lambda: not run.status().is_silent, seconds=20)
    wait_for_state(run, "stopped")  # it was asked to while it could not hear


@pytest.mark.parametrize("ahead", [-86_400.0, 0.0, 86_400.0])
def test_only_a_change_that_was_seen_counts_where_the_clocks_differ(run, monkeypatch, ahead):
    """Of another machine's file the time says nothing."""
    beat = run.folder / "heartbeat"
    beat.write_text("elsewhere 12 1\n")
    when = time.time() + ahead
    os.utime(beat, (when, when))
    assert not heartbeat.is_silent(run.folder)
    monkeypatch.setattr(heartbeat, "SILENT", -1.0)
    assert heartbeat.is_silent(run.folder), "it has not changed since"
    monkeypatch.undo()
    beat.write_text("elsewhere 12 2\n")
    assert not heartbeat.is_silent(run.folder)


def test_one_asked_for_in_the_future_is_not_waited_for(run):
    asked = run.status().asked
    assert read_status(run.folder, now=asked + 1.0).state == "queued"
    assert read_status(run.folder, now=asked - 3600.0).state == "interrupted"
