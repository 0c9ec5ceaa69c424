"""Sweeps of real runs: to their end, stopped, killed and taken up, and failing throughout."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from slm_core.corpus.store import Corpus, delete_corpus
from slm_core.errors import ArgotError, RunError, SettingsError
from slm_core.hardware.machine import describe_machine
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import create_run, start_run
from slm_core.tuning.ablation import worths
from slm_core.tuning.conductor import start_sweep
from slm_core.tuning.deleting import delete_sweep
from slm_core.tuning.plan import ask_for_ablation, ask_for_sweep, sweep_base, trial_minutes
from slm_core.tuning.sweep import Sweep, damaged_sweeps, list_sweeps, open_sweep
from slm_core.tuning.trials import PRESET, trials_of, winner_of
from slm_core.tuning.verdict import sweep_verdict
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, text_of, wait_for, wait_for_state, workspace_in


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


def test_a_sweep_tries_settings_stops_the_hopeless_and_judges_the_best_once(
    workspace, corpus
) -> None:
    sweep = ask_for_sweep(workspace, small(corpus, 0.12), minutes=0.12, slots=2)
    again = ask_for_sweep(workspace, sweep.base, minutes=0.12, slots=2)
    assert again.id == sweep.id, "two quick clicks are one wish"
    wait_for(lambda: over(sweep), seconds=120)
    assert sweep.state() == "done"
    trials = trials_of(sweep)
    assert trials[0].name == PRESET
    assert trials[0].is_whole
    assert len(trials) >= 4
    assert {trial.status.state for trial in trials} <= {"finished", "stopped"}
    assert sum(trial.status.seconds for trial in trials) / 2 < 1.6 * 60 * 0.12
    verdict = str(sweep_verdict(sweep, trials))
    outcome, winner = sweep.outcome(), winner_of(trials)
    assert outcome.winner == winner.run.id
    opened = [
        trial.name for trial in trials if "test_opened" in [e.kind for e in trial.run.events()]
    ]
    if winner.name == PRESET:
        assert opened == []
        assert "Nothing was gained" in verdict
    else:
        assert sorted(opened) == sorted([winner.name, PRESET])
        assert outcome.low <= outcome.preset_bits - outcome.winner_bits <= outcome.high
        assert ("is better than the preset" in verdict) == outcome.gained
    delete_sweep(sweep)
    assert list_sweeps(workspace) == []


def test_an_ablation_tells_what_each_setting_was_worth(workspace, corpus) -> None:
    config = make_config(
        corpus,
        training={
            "schedule": "constant",
            "warmup": 0.0,
            "clip_norm": 1.0,
            "state_reset": 0.0,
            "weight_decay": 0.0,
            "learning_rate": 0.02,
        },
    )
    run = start_run(workspace, config, slots=2)
    wait_for_state(run, "finished")
    sweep = ask_for_ablation(workspace, run, repeats=2, slots=2)
    wait_for(lambda: over(sweep), seconds=120)
    assert sweep.state() == "done"
    trials = trials_of(sweep)
    assert {trial.name for trial in trials} == {
        "all#1",
        "all#2",
        "training.clip_norm#1",
        "training.clip_norm#2",
    }
    assert all(trial.config.budget.steps == run.status().step for trial in trials)
    (worth,) = worths(trials)
    assert worth.path == "training.clip_norm"
    assert worth.interval.low < worth.gain < worth.interval.high


def test_a_sweep_whose_every_trial_fails_says_so(workspace, corpus) -> None:
    base = small(corpus, 0.12, learning_rate=1000.0, clip_norm=0.0)
    sweep = ask_for_sweep(workspace, base, minutes=0.12, slots=2)
    wait_for(lambda: over(sweep), seconds=120)
    assert sweep.state() == "failed"
    verdict = str(sweep_verdict(sweep, trials_of(sweep)))
    assert verdict.startswith("Every trial of this sweep failed.")
    assert "learning_rate" in verdict


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


@pytest.mark.exhaustive
def test_a_sweep_survives_ten_kills_of_whatever_works_for_it(workspace, corpus) -> None:
    minutes = 0.4
    sweep = ask_for_sweep(workspace, small(corpus, minutes), minutes=minutes, slots=2)
    kills = 0
    until = time.monotonic() + 350
    while kills < 10 and time.monotonic() < until:
        there = processes_of(workspace)
        if sweep.state() == "running" and there:
            for process in there[: 1 + kills % 2]:  # now one of them, now two
                os.kill(process.pid, signal.SIGKILL)
            kills += 1
        time.sleep(2.0)
        if over(sweep) and sweep.state() == "interrupted":
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


def test_what_cannot_be_is_refused_and_what_is_damaged_is_listed(workspace, corpus) -> None:
    with pytest.raises(SettingsError, match=r"0\.1 to 10,000 minutes"):
        sweep_base(corpus, minutes=0.01, machine=describe_machine())
    run = create_run(workspace, make_config(corpus))
    delete_corpus(workspace, corpus.id)
    with pytest.raises(ArgotError, match="was deleted"):
        ask_for_ablation(workspace, run)
    folder = workspace.sweep_folder("broken")
    folder.mkdir(parents=True)
    (folder / "sweep.json").write_text("{")
    (damaged,) = damaged_sweeps(workspace)
    assert damaged.id == "broken"
    with pytest.raises(RunError, match="each by itself"):
        open_sweep(workspace, "broken")
    with pytest.raises(RunError, match="no sweep called"):
        open_sweep(workspace, "another")
