import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from slm_core.runs.launching import queue
from slm_core.runs.launching.control import ask
from slm_core.runs.launching.create import create_run
from slm_core.runs.launching.launch import launch
from slm_core.runs.launching.queue import take_slot, take_slot_soon, waiting
from slm_core.runs.run import Run
from slm_core.runs.status import lock_of, read_status, write_status
from slm_core.training.settings import BudgetSettings
from tests.tiny import make_config, make_corpus, wait_for, wait_for_state, workspace_in


def queued(tmp_path: Path, count: int, *, budget: BudgetSettings | None = None) -> list[Run]:
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    runs = [create_run(workspace, make_config(corpus, budget=budget)) for _ in range(count)]
    now = time.time()
    for place, run in enumerate(runs):
        write_status(run.folder, replace(read_status(run.folder), asked=now - count + place))
    return runs


def never() -> bool:
    return False


def test_the_oldest_gets_the_slot_however_they_come(tmp_path):
    runs = queued(tmp_path, 3)
    locks = [lock_of(run.folder) for run in runs]
    order: list[str] = []

    def wait_and_work(run: Run) -> None:
        slot = take_slot(run, slots=1, give_up=never)
        assert slot is not None
        order.append(run.id)
        write_status(run.folder, replace(read_status(run.folder), state="running"))
        time.sleep(0.05)
        slot.release()

    for lock in locks:
        lock.acquire()
    assert waiting(runs[0].workspace) == runs
    threads = [threading.Thread(target=wait_and_work, args=(run,)) for run in reversed(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert order == [run.id for run in runs]
    for lock in locks:
        lock.release()


def test_as_many_work_as_there_are_slots(tmp_path):
    runs = queued(tmp_path, 3)
    first, second = (take_slot(run, slots=2, give_up=never) for run in runs[:2])
    assert first is not None
    assert second is not None
    assert first.lock_file != second.lock_file
    looks = iter([False, False, True])
    assert take_slot(runs[2], slots=2, give_up=lambda: next(looks)) is None
    first.release()
    assert take_slot(runs[2], slots=2, give_up=never) is not None


def test_a_run_whose_process_is_gone_keeps_nobody_waiting(tmp_path):
    older, younger = queued(tmp_path, 2)
    with lock_of(older.folder):
        pass
    status = replace(read_status(older.folder), pid=1)
    write_status(older.folder, status)
    assert take_slot(younger, slots=1, give_up=never) is not None


def test_folders_that_come_and_go_are_passed_over(tmp_path):
    (run,) = queued(tmp_path, 1)
    (run.workspace.runs / ".deleted-x").mkdir()
    (run.workspace.runs / ".deleted-x" / "run.lock").touch()
    assert take_slot(run, slots=1, give_up=never) is not None


@pytest.mark.slow
def test_a_second_run_waits_and_goes_when_the_first_pauses_or_ends(tmp_path):
    first, second = queued(tmp_path, 2, budget=BudgetSettings(steps=1_000_000))
    launch(first, slots=1)
    wait_for_state(first, "running")
    launch(second, slots=1)
    wait_for(lambda: second.status().pid is not None)
    time.sleep(0.5)
    assert second.status().state == "queued"
    assert waiting(first.workspace) == [second]

    ask(first, "pause")
    wait_for_state(first, "paused")
    wait_for_state(second, "running")
    ask(first, "resume")
    wait_for_state(first, "queued")
    ask(second, "stop")
    wait_for_state(second, "stopped")
    wait_for_state(first, "running")
    ask(first, "stop")
    wait_for_state(first, "stopped")


@pytest.mark.exhaustive
def test_paused_again_while_it_waits_it_goes_on_once(tmp_path):
    (run,) = queued(tmp_path, 1, budget=BudgetSettings(steps=1_000_000))
    launch(run, slots=1)
    wait_for_state(run, "running")
    ask(run, "pause")
    wait_for_state(run, "paused")
    with FileLock(run.workspace.slots / "slot-0.lock"):
        ask(run, "resume")
        wait_for_state(run, "queued")
        ask(run, "pause")
        wait_for_state(run, "paused")
    ask(run, "resume")
    wait_for_state(run, "running")
    ask(run, "stop")
    wait_for_state(run, "stopped")
    kinds = [event.kind for event in run.events()]
    assert kinds == ["started", "paused", "paused", "resumed", "stopped"]


def test_a_run_can_be_stopped_while_it_waits(tmp_path):
    (run,) = queued(tmp_path, 1)
    slot = take_slot(run, slots=1, give_up=never)
    assert slot is not None
    launch(run, slots=1)
    wait_for(lambda: run.status().pid is not None)
    ask(run, "stop")
    wait_for_state(run, "stopped")
    assert [event.kind for event in run.events()] == ["stopped"]
    slot.release()


def test_somebody_who_cannot_wait_long_goes_without(tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "_SOON", 0.2)
    (run,) = queued(tmp_path, 1)
    with FileLock(run.workspace.slots / "slot-0.lock"):
        assert take_slot_soon(run, slots=1) is None
    assert take_slot_soon(run, slots=1) is not None
