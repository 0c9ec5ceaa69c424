"""Stopping a run, leaving it, taking it up again."""

import re
import signal
import time
from pathlib import Path

import psutil
import pytest

from tests.cli.shell import SCORES, TINY, Shell, ended, learning, until


def test_ctrl_c_stops_and_keeps_and_resume_goes_on(shell: Shell, text: Path) -> None:
    process = shell.start("train", text, *TINY, "--steps=500000", "--json")
    run = until(lambda: learning(shell))
    process.send_signal(signal.SIGINT)
    said = ended(process)
    assert said.code == 0, said.err
    values = said.json()
    assert values["state"] == "stopped"
    assert set(values["validation"]) == SCORES
    assert "what was learned is kept" in said.err
    assert any((run.folder / "checkpoints").glob("step-*"))

    process = shell.start("resume", run.id, "--json")
    until(lambda: run.status().step > values["steps"])
    assert shell("pause", run.id, "--json").json()["state"] == "paused"
    assert process.poll() is None
    assert shell("set", run.id, "learning_rate", "0.001").code == 0
    refused = shell("resume", run.id, "--set", "layers=2")
    assert (refused.code, "layers cannot change while a run trains" in refused.err) == (2, True)
    second = shell.start("resume", run.id, "--set", "learning_rate=0.0005", "--json")
    until(lambda: run.status().state == "running")
    stopped = shell("stop", run.id, "--json")
    assert (stopped.code, stopped.json()["state"]) == (0, "stopped")
    for waiting in (process, second):
        assert ended(waiting).json()["state"] == "stopped"
    assert [event.details["value"] for event in run.events() if event.kind == "set"] == [
        0.001,
        0.0005,
    ]


def test_the_second_ctrl_c_leaves_at_once(shell: Shell, text: Path) -> None:
    process = shell.start("train", text, *TINY, "--steps=500000", "--json")
    run = until(lambda: (shell.runs() or [None])[0])
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said = ended(process)
    # It left while the run was on its way out, or the run had ended before the second came.
    assert said.code in (0, 1)
    assert said.json()["run"] == run.id
    if said.code == 1:
        assert f"python -m slm_core stop {run.id}" in said.err
    until(lambda: run.status().state == "stopped")


@pytest.mark.exhaustive
def test_the_run_outlives_its_command_and_a_killed_trainer_can_be_resumed(
    shell: Shell, text: Path
) -> None:
    process = shell.start("train", text, *TINY, "--steps=500000")
    run = until(lambda: learning(shell))
    process.kill()
    process.communicate()
    before = run.status().step
    until(lambda: run.status().step > before)
    waiting = shell.start("train", text, *TINY, "--steps=1", "--json")
    until(lambda: len(shell.runs()) == 2)
    psutil.Process(run.status().pid).kill()
    assert ended(waiting).json()["state"] == "finished"  # the slot came free with the death
    assert run.status().state == "interrupted"
    listed = shell("runs", "--json").json()["runs"]
    assert "interrupted" in [row["state"] for row in listed]
    (told,) = [line for line in shell("runs").out.splitlines() if line.startswith(run.id)]
    assert re.search(r"interrupted .*\d\.\d{3} bits/byte so far$", told)
    resumed = shell.start("resume", run.id, "--json")
    until(lambda: any(event.kind == "resumed" for event in run.events()))
    assert shell("stop", run.id).code == 0
    said = ended(resumed)
    assert said.code == 0, said.err
    assert said.json()["state"] == "stopped"


@pytest.mark.exhaustive
def test_a_finished_run_is_trained_on_and_not_resumed(shell: Shell, text: Path) -> None:
    shell("train", text, *TINY, "--steps=5", "--json")
    run = shell.runs()[0]
    for command in ("resume", "stop", "pause"):
        said = shell(command, run.id, "--json")
        assert said.code == 2
        assert "finished" in said.json()["error"]
    assert shell("train-on", run.id).code == 2
    more = shell("train-on", run.id, "--steps=7", "--json")
    assert more.code == 0, more.err
    assert (more.json()["steps"], more.json()["state"]) == (12, "finished")
