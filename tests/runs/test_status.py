import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from slm_core.messages import as_given
from slm_core.runs import status as module
from slm_core.runs.status import FINAL, RunStatus, lock_of, read_status, write_status

ASKED = 1000.0


def folder_with(tmp_path: Path, state, **changes) -> Path:
    write_status(tmp_path, RunStatus(state=state, asked=ASKED, **changes))
    return tmp_path


@pytest.mark.parametrize("state", ["queued", "starting", "running", "paused"])
def test_a_run_whoseis_locked_is_as_its_process_says(tmp_path, state):
    folder = folder_with(tmp_path, state, pid=1)
    with lock_of(folder):
        found = read_status(folder, now=ASKED + 9999)
        assert found.state == state
        assert found.is_active


@pytest.mark.parametrize("state", ["starting", "running", "paused"])
def test_a_run_whose_process_is_gone_is_interrupted(tmp_path, state):
    folder = folder_with(tmp_path, state, pid=1, step=7, seconds_left=3.0, doing="x")
    with lock_of(folder):
        pass
    found = read_status(folder, now=ASKED + 1)
    assert found.state == "interrupted"
    assert (found.step, found.seconds_left, found.doing) == (7, None, None)
    assert found.is_over


@pytest.mark.parametrize("state", sorted(FINAL))
def test_a_run_that_has_ended_stays_ended(tmp_path, state):
    folder = folder_with(tmp_path, state, pid=1)
    assert read_status(folder, now=ASKED + 9999).state == state
    with lock_of(folder):
        assert read_status(folder).state == state


def test_a_run_just_asked_for_has_half_a_minute_to_start(tmp_path):
    folder = folder_with(tmp_path, "queued")
    assert read_status(folder, now=ASKED + 29).state == "queued"
    assert read_status(folder, now=ASKED + 31).state == "interrupted"
    folder = folder_with(tmp_path, "queued", pid=5)  # it had started to wait, and is gone
    assert read_status(folder, now=ASKED + 1).state == "interrupted"


def test_a_run_that_ends_between_the_two_looks_is_not_called_interrupted(tmp_path, monkeypatch):
    folder = folder_with(tmp_path, "running", pid=1)

    def ends_now(path: Path) -> bool:
        write_status(folder, RunStatus(state="finished", asked=ASKED))
        return False

    monkeypatch.setattr(module, "is_locked", ends_now)
    assert read_status(folder).state == "finished"


@pytest.mark.parametrize(
    "content", [None, b"", b'{"state": "runn', b"{}", b'{"state": "x", "asked": 1}', b"[]"]
)
def test_a_missing_or_damaged_status_is_an_interrupted_run(tmp_path, content):
    if content is not None:
        (tmp_path / "status.json").write_bytes(content)
    assert read_status(tmp_path).state == "interrupted"


def test_fields_of_a_later_version_are_no_trouble(tmp_path):
    (tmp_path / "status.json").write_text('{"state": "failed", "asked": 1, "new": 2}')
    assert read_status(tmp_path).state == "failed"


def test_a_status_comes_back_as_written(tmp_path):
    status = RunStatus("failed", ASKED, pid=3, host="h", step=4, epoch=0.5, error=as_given("é 文"))
    write_status(tmp_path, status)
    assert read_status(tmp_path) == status
    assert replace(status, state="running").is_active


def test_people_who_look_do_not_keep_a_trainer_from_its_lock(tmp_path):
    folder = folder_with(tmp_path, "queued")
    with lock_of(folder):
        pass
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            read_status(folder)

    watchers = [threading.Thread(target=look) for _ in range(3)]
    for watcher in watchers:
        watcher.start()
    try:
        for _ in range(50):
            lock = lock_of(folder)
            lock.acquire(timeout=5.0, poll_interval=0.01)  # raises where it is not given
            assert lock.is_locked
            lock.release()
    finally:
        over.set()
        for watcher in watchers:
            watcher.join()


def test_a_lock_that_is_held_is_given_up_after_the_time_asked(tmp_path):
    with lock_of(tmp_path):
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            lock_of(tmp_path).acquire(timeout=0.3)
        assert 0.25 < time.monotonic() - started < 5.0
