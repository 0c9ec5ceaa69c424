"""Sweeps as processes: stopped, killed and taken up again. Each takes a minute or more."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from slm_core.corpus.store import Corpus
from slm_core.errors import RunError
from slm_core.runs.config import RunConfig
from slm_core.tuning.conductor import start_sweep
from slm_core.tuning.deleting import delete_sweep
from slm_core.tuning.plan import ask_for_sweep, trial_minutes
from slm_core.tuning.sweep import Sweep, create_sweep
from slm_core.tuning.trials import trials_of
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, text_of, wait_for, workspace_in

pytestmark = pytest.mark.exhaustive


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    home = workspace_in(tmp_path)
    yield home
    for process in processes_of(home):
        process.kill()


@pytest.fixture
def corpus(workspace: Workspace) -> Corpus:
    return make_corpus(workspace, text_of(30_000), name="Pumps")


def processes_of(workspace: Workspace) -> list[psutil.Process]:
    """Whatever works for this workspace."""
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if str(workspace.root) in (process.info["cmdline"] or [])
    ]


def small(corpus: Corpus, minutes: float, **settings) -> RunConfig:
    """Trials of a fraction of a second."""
    base = make_config(corpus, training={"batch_size": 16, "sequence_length": 16, **settings})
    budget = replace(base.budget, steps=None, minutes=trial_minutes(minutes))
    return replace(base, budget=budget, name="Pumps")


def over(sweep: Sweep) -> bool:
    return sweep.state() != "running"


def test_what_is_stopped_keeps_its_trials_and_goes_on_when_it_is_asked_to(
    workspace, corpus
) -> None:
    sweep = ask_for_sweep(workspace, small(corpus, 2.0), minutes=2.0, slots=1)
    wait_for(lambda: any(trial.status.step for trial in trials_of(sweep)))
    with pytest.raises(RunError, match="Stop it first"):
        delete_sweep(sweep)
    sweep.stop()
    wait_for(lambda: over(sweep))
    assert sweep.state() == "stopped"
    (trial,) = trials_of(sweep)
    assert trial.status.state == "stopped"
    start_sweep(sweep, slots=1)
    wait_for(lambda: len(trials_of(sweep)) > 1, seconds=90)
    sweep.stop()
    wait_for(lambda: over(sweep))
    assert not [run for run in trials_of(sweep) if run.status.is_active]


def test_a_sweep_survives_ten_kills_of_whatever_works_for_it(workspace, corpus) -> None:
    sweep = create_sweep(workspace, "sweep", small(corpus, 0.1), minutes=0.05)
    start_sweep(sweep, slots=2)
    kills = 0
    until = time.monotonic() + 380
    while kills < 10 and time.monotonic() < until:
        there = processes_of(workspace)
        if sweep.state() == "running" and there:
            for process in there[: 1 + kills % 2]:  # now one of them, now two
                os.kill(process.pid, signal.SIGKILL)
            kills += 1
        time.sleep(1.5)
        if sweep.state() == "interrupted":
            start_sweep(sweep, slots=2)
    assert kills == 10
    while sweep.state() != "done" and time.monotonic() < until:
        if sweep.state() == "interrupted":
            start_sweep(sweep, slots=2)
        time.sleep(1.0)
    assert sweep.state() == "done", sweep.outcome()
    trials = trials_of(sweep)
    names = [trial.name for trial in trials]
    assert len(names) == len({*names}), "no trial is there twice"
    assert trials[0].is_whole
    assert not any(trial.status.is_active for trial in trials)
    wait_for(lambda: not processes_of(workspace), seconds=20, what="for the last to leave")
