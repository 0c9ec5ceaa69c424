"""Several runs that take turns: whole or not at all, each as if it were alone."""

import os
import signal
import time
from dataclasses import replace

import pytest
from filelock import FileLock

from slm_core.corpus.store import delete_corpus
from slm_core.errors import RunError, SettingsError
from slm_core.hardware.machine import describe_machine
from slm_core.json_log import JsonLog
from slm_core.runs.config import RunConfig
from slm_core.runs.launching import race as races
from slm_core.runs.launching.control import ask
from slm_core.runs.launching.create import create_run, delete_run
from slm_core.runs.launching.launch import launch
from slm_core.runs.launching.race import (
    Race,
    create_race,
    delete_race,
    interrupted_members,
    list_races,
    open_race,
    resume_race,
    start_race,
    stop_race,
)
from slm_core.runs.planning.memory import check_race_memory
from slm_core.runs.run import Run, list_runs
from slm_core.runs.trainer.slot import TimeSlice
from slm_core.storage import remove_folder
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, wait_for, wait_for_state, workspace_in


def entries(
    workspace: Workspace, *kinds: str, budget: BudgetSettings, turn: float = 0.0
) -> list[RunConfig]:
    corpus = make_corpus(workspace)
    return [
        make_config(
            corpus,
            budget=budget,
            model={"kind": kind},
            machine={"turn_seconds": turn, "replicas": 1},
        )
        for kind in kinds
    ]


def curve(run: Run) -> dict[tuple[str, int], float]:
    records, _ = JsonLog(run.folder / "metrics.jsonl").read()
    return {(str(r["kind"]), int(str(r["step"]))): float(str(r["loss"])) for r in records}


def ends(race: Race) -> list[str]:
    return [run.status().state for run in race.members()]


LONG = BudgetSettings(steps=1_000_000)


def test_a_race_is_written_and_read_back(tmp_path):
    workspace = workspace_in(tmp_path)
    made = create_race(
        workspace,
        entries(workspace, "lstm", "gru", budget=BudgetSettings(minutes=1.0)),
        rule="minutes",
    )
    assert open_race(workspace, made.id) == made
    assert list_races(workspace) == [made]
    members = made.members()
    assert [run.config().model.kind for run in members] == ["lstm", "gru"]
    assert {run.config().race for run in members} == {made.id}
    assert {run.config().machine.turn_seconds for run in members} == {7.5}
    with pytest.raises(RunError, match="There is no race called 'other'"):
        open_race(workspace, "other")


def test_turns_are_shorter_in_a_short_race(tmp_path):
    workspace = workspace_in(tmp_path)
    for minutes, turn in ((0.1, 1.0), (0.5, 3.8), (5.0, 10.0)):
        configs = entries(workspace, "lstm", "rnn", budget=BudgetSettings(minutes=minutes))
        race = create_race(workspace, configs, rule="minutes")
        assert race.members()[0].config().machine.turn_seconds == turn


def test_a_race_is_whole_or_not_there(tmp_path, monkeypatch):
    workspace = workspace_in(tmp_path)
    configs = entries(workspace, "lstm", "gru", budget=LONG)
    too_wide = replace(configs[1].training, batch_size=128, sequence_length=128)
    with pytest.raises(Exception, match="fewer than one batch"):
        create_race(
            workspace, [configs[0], replace(configs[1], training=too_wide)], rule="parameters"
        )
    assert list_runs(workspace) == []
    assert list_races(workspace) == []

    def no_room(_race: Race) -> None:
        raise RunError("The disk is full.")

    monkeypatch.setattr(races, "_write", no_room)
    with pytest.raises(RunError, match="disk is full"):
        create_race(workspace, configs, rule="parameters")
    assert list_runs(workspace) == []


def test_what_is_no_race_is_refused(tmp_path):
    workspace = workspace_in(tmp_path)
    lstm, gru = entries(workspace, "lstm", "gru", budget=LONG)
    with pytest.raises(SettingsError, match="has 2 to 5 networks; 1 were chosen"):
        create_race(workspace, [lstm], rule="parameters")
    with pytest.raises(SettingsError, match="lstm was chosen twice"):
        create_race(workspace, [lstm, lstm], rule="parameters")
    with pytest.raises(SettingsError, match="needs a budget in minutes, not 1e"):
        create_race(workspace, [lstm, gru], rule="minutes")
    with pytest.raises(SettingsError, match="not by 'luck'"):
        create_race(workspace, [lstm, gru], rule="luck")  # ty: ignore[invalid-argument-type]
    other = replace(gru, budget=BudgetSettings(steps=7))
    with pytest.raises(SettingsError, match="need the same corpus"):
        create_race(workspace, [lstm, other], rule="parameters")
    small = replace(describe_machine(), memory_bytes=500_000_000, gpus=())
    with pytest.raises(SettingsError, match=r"stay in memory together and need about 0\.7 GB"):
        check_race_memory([lstm, gru], small)


@pytest.mark.exhaustive
def test_equally_large_means_what_the_models_count(tmp_path):
    workspace = workspace_in(tmp_path)
    budget = BudgetSettings(steps=20)
    kinds = ("lstm", "rnn", "gru", "awd-lstm", "transformer")
    configs = entries(workspace, *kinds, budget=budget)
    configs = [replace(config, model=config.model.with_hidden_size(128)) for config in configs]
    race = start_race(workspace, configs, rule="parameters", slots=1)
    for run in race.members():
        wait_for_state(run, "finished", seconds=120)
    facts = [run.facts() for run in race.members()]
    sizes = [fact.parameters for fact in facts if fact]
    assert len(sizes) == 5
    assert all(abs(size / sizes[0] - 1) <= 0.05 for size in sizes), sizes
    assert {fact.tokenizer_seconds for fact in facts if fact} == {0.0}


@pytest.mark.exhaustive
def test_members_take_turns_and_end_as_if_each_were_alone(tmp_path):
    workspace = workspace_in(tmp_path)
    budget = BudgetSettings(steps=1500)
    configs = entries(workspace, "lstm", "gru", "rnn", budget=budget, turn=0.3)
    alone = create_run(workspace, configs[0])
    launch(alone, slots=1)
    wait_for_state(alone, "finished", seconds=120)

    race = start_race(workspace, configs, rule="parameters", slots=1)
    members = race.members()
    order: list[str] = []
    while not all(run.status().is_over for run in members):
        busy = [run.id for run in members if run.status().state == "running"]
        order += busy[-1:] if busy[-1:] != order[-1:] else []
        time.sleep(0.02)
    assert ends(race) == ["finished"] * 3
    assert len(order) >= 6, order
    assert all(order[n] != order[n + 1] for n in range(len(order) - 1))
    assert set(order[:3]) == {run.id for run in members}
    again = members[0]
    assert [event.kind for event in again.events()] == ["started", "finished"]
    assert curve(again) == curve(alone)
    assert again.score() == alone.score()


@pytest.mark.exhaustive
@pytest.mark.slow
def test_neither_pause_nor_stop_nor_death_keeps_the_others_from_their_turn(tmp_path):
    workspace = workspace_in(tmp_path)
    configs = entries(workspace, "lstm", "gru", "rnn", budget=LONG, turn=0.3)
    race = start_race(workspace, configs, rule="parameters", slots=1)
    first, second, third = race.members()
    for run in race.members():
        wait_for(lambda: run.status().step > 20)  # noqa: B023 used before the next run
    wait_for_state(first, "queued")
    ask(first, "pause")
    wait_for_state(first, "paused")  # though it waited for its turn
    killed_at = second.status().step
    pid = second.status().pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    wait_for_state(second, "interrupted")
    spoilt = first.folder.with_name("runs copied by hand")
    spoilt.mkdir()
    assert [found.id for found in list_races(workspace)] == [race.id]
    steps = third.status().step
    wait_for(lambda: third.status().step > steps + 50)

    wait_for(
        lambda: interrupted_members(race) == [second]
    )  # whoever looks holds its lock for a moment
    assert resume_race(race, slots=1) == [second]
    wait_for(lambda: second.status().step > killed_at)
    ask(first, "resume")
    paused_at = first.status().step
    wait_for(lambda: first.status().step > paused_at)
    stop_race(race)
    for run in race.members():
        wait_for_state(run, "stopped")
    with_score = [run for run in race.members() if run.score()]
    assert with_score == race.members()


def test_a_racer_stopped_without_a_slot_evaluates_when_it_has_one(tmp_path):
    workspace = workspace_in(tmp_path)
    (config,) = entries(workspace, "lstm", budget=LONG)
    run = create_run(workspace, replace(config, race="some-race"))
    launch(run, slots=1)
    wait_for(lambda: run.status().step > 0, what="its first steps")
    ask(run, "pause")
    wait_for_state(run, "paused")
    with FileLock(workspace.slots / "slot-0.lock"):  # another one's minutes
        ask(run, "stop")
        wait_for_state(run, "queued")
        time.sleep(1.0)
        assert run.status().state == "queued"
        assert run.score("validation") is None
    wait_for_state(run, "stopped")
    assert run.score("validation") is not None


def test_a_run_alone_goes_on_when_its_turn_is_over(tmp_path):
    workspace = workspace_in(tmp_path)
    (config,) = entries(workspace, "lstm", budget=BudgetSettings(steps=800), turn=0.1)
    run = create_run(workspace, config)
    launch(run, slots=1)
    wait_for_state(run, "finished")
    assert [event.kind for event in run.events()] == ["started", "finished"]


def test_a_turn_is_over_when_it_was_long_enough_and_somebody_waits(tmp_path):
    workspace = workspace_in(tmp_path)
    config, other = entries(workspace, "lstm", "gru", budget=LONG)
    run = create_run(workspace, config)
    clock = [0.0]
    turn = TimeSlice(run, 2.0, now=lambda: clock[0])
    endless = TimeSlice(run, 0.0, now=lambda: clock[0])
    clock[0] = 2.5
    assert not turn.is_over()  # nobody waits
    waits = create_run(workspace, other)
    blocker = launch_blocked(waits)
    assert not turn.is_over()  # it looked a moment ago
    clock[0] = 3.1
    assert turn.is_over()
    assert not endless.is_over()
    turn.begin()
    assert not turn.is_over()
    blocker()


def launch_blocked(run: Run):
    """Its process waits for the only slot; call the result to let it end."""
    from slm_core.runs.launching.queue import take_slot

    holder = create_run(run.workspace, run.config())
    slot = take_slot(holder, slots=1, give_up=lambda: False)
    assert slot is not None
    launch(run, slots=1)
    wait_for(lambda: run.status().pid is not None)

    def let_end() -> None:
        ask(run, "stop")
        wait_for_state(run, "stopped")
        slot.release()

    return let_end


@pytest.mark.exhaustive
def test_a_race_goes_with_its_runs_and_a_run_goes_without_its_race(tmp_path):
    workspace = workspace_in(tmp_path)
    configs = entries(workspace, "lstm", "gru", budget=BudgetSettings(steps=3))
    race = start_race(workspace, configs, rule="parameters", slots=1)
    for run in race.members():
        wait_for_state(run, "finished")
    assert interrupted_members(race) == []
    with pytest.raises(RunError, match="there is nothing to resume"):
        resume_race(race)
    delete_run(race.members()[0])
    assert [run.config().model.kind for run in race.members()] == ["gru"]
    delete_corpus(workspace, race.corpus)
    assert list_races(workspace) == [race]
    delete_race(race)
    assert not workspace.race_folder(race.id).exists()
    assert list_races(workspace) == []
    assert list_runs(workspace) == []


def test_a_member_that_is_damaged_is_left_out_and_the_others_stay(tmp_path):
    workspace = workspace_in(tmp_path)
    race = create_race(workspace, entries(workspace, "lstm", "gru", budget=LONG), rule="parameters")
    first, second = race.members()
    (first.folder / "config.json").write_text("{")
    (workspace.races / "copied by hand").mkdir()
    (found,) = list_races(workspace)
    assert found.members() == [second]
    remove_folder(second.folder)
    assert [race.id for race in list_races(workspace)] == [race.id], "a damaged run is left"
    remove_folder(first.folder)
    assert list_races(workspace) == []
    assert list_races(workspace) == []
