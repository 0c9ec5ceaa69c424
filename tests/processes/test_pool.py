"""Worker processes: in order, ahead of whoever takes the results, really killed, never silent."""

import operator
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from slm_core.errors import ArgotError, CorpusError
from slm_core.messages import msg
from slm_core.processes.pool import FailureTexts, WorkerLostError, WorkerPool

TEXTS = FailureTexts(
    slow=msg("Longer than {seconds} s."), ended=msg("Ended."), failed=msg("Failed: {error}.")
)
ROOT = Path(__file__).parents[2]
ASKING = """
import sys, threading, time
from slm_core.processes.pool import WorkerPool
pool = WorkerPool(2)
results = pool.map_ordered(time.sleep, [0.0, float(sys.argv[1]), float(sys.argv[1])])
next(results)
print("begun", flush=True)
time.sleep(60)
"""


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    OTHERS.update(workers_of())
    with WorkerPool(2) as made:
        yield made
    OTHERS.clear()


OTHERS: set[psutil.Process] = set()
"""Workers that tests of pages, in this same process, have left to idle."""


def one(pool: WorkerPool, function, *args, timeout: float = 60.0):
    return pool.run_one(function, *args, timeout=timeout, texts=TEXTS)


def workers_of(pid: int | None = None) -> list[psutil.Process]:
    children = psutil.Process(pid).children()
    ours = [child for child in children if "slm_core.processes.pool_worker" in child.cmdline()]
    return [child for child in ours if child not in OTHERS]


def gone(processes: list[psutil.Process], seconds: float = 30.0) -> bool:
    return not psutil.wait_procs(processes, timeout=seconds)[1]


def works_long(begun: Path) -> None:
    begun.with_suffix(".draft").write_text(str(os.getpid()), encoding="utf-8")
    begun.with_suffix(".draft").rename(begun)
    time.sleep(60)


def kill_when_begun(begun: Path, killed_at: list[float]) -> None:
    end = time.monotonic() + 30
    while not begun.exists() and time.monotonic() < end:
        time.sleep(0.01)
    killed_at.append(time.monotonic())
    os.kill(int(begun.read_text(encoding="utf-8")), signal.SIGKILL)


class Odd(Exception):
    """It cannot be unpickled: what it was told is not what its constructor takes."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def raises_odd() -> None:
    raise Odd("odd", "error")


def raises_ours(text: str) -> None:
    raise ArgotError(msg("{text} is wrong.", text=text))


def prints(text: str) -> str:
    print("a library says something")
    os.write(1, b"and C code does")
    return text


@pytest.mark.parametrize("count", [1, 3])
def test_results_come_in_the_order_of_the_tasks(count):
    with WorkerPool(count) as pool:
        first = pool.map_ordered(operator.neg, range(50))
        expected = [str(-number) for number in range(50)]
        assert list(pool.map_ordered(str, first, ahead=5)) == expected


def test_the_processes_go_on_while_nobody_takes_their_results(tmp_path, pool):
    places = [tmp_path / str(number) for number in range(9)]
    results = pool.map_ordered(Path.touch, places, ahead=4)
    next(results)
    end = time.monotonic() + 30
    while sum(place.exists() for place in places) < 8 and time.monotonic() < end:
        time.sleep(0.01)
    assert [place.exists() for place in places] == [True] * 8 + [False]
    assert len(list(results)) == 8


def test_what_goes_wrong_with_a_task_is_raised_where_its_result_is_taken(pool):
    results = pool.map_ordered(int, ["1", "2", "x", "4"])
    assert [next(results), next(results)] == [1, 2]
    with pytest.raises(ValueError, match="invalid literal"):
        next(results)
    assert list(pool.map_ordered(int, ["5"])) == [5]
    with pytest.raises(ArgotError) as error:
        list(pool.map_ordered(raises_ours, ["This", "That"]))
    assert error.value.message == msg("{text} is wrong.", text="This")


def test_what_cannot_be_sent_is_told_at_once(pool):
    with pytest.raises(Exception, match=r"[Pp]ickle"):
        list(pool.map_ordered(lambda task: task, [1, 2]))
    with pytest.raises(CorpusError, match=r"Failed: TypeError: cannot pickle"):
        one(pool, threading.Lock)


def test_processes_can_be_ended_in_the_middle_of_a_task_and_started_anew(pool):
    assert list(pool.map_ordered(len, ["a", "bb"])) == [1, 2]
    next(pool.map_ordered(time.sleep, [0.0, 60.0, 60.0, 60.0, 60.0]))
    begun = workers_of()
    assert len(begun) == 2
    started = time.monotonic()
    pool.close()
    assert time.monotonic() - started < 5
    assert gone(begun, 0)
    assert list(pool.map_ordered(len, ["a", "bb"])) == [1, 2]


def test_a_killed_process_is_an_error_within_a_second(tmp_path, pool):
    begun, killed_at = tmp_path / "begun", list[float]()
    threading.Thread(target=kill_when_begun, args=(begun, killed_at)).start()
    with pytest.raises(WorkerLostError, match="the memory was full"):
        next(pool.map_ordered(works_long, [begun]))
    assert time.monotonic() - killed_at[0] < 1
    assert list(pool.map_ordered(len, ["a", "bb"])) == [1, 2]


def test_one_task_is_tried_again_where_its_process_was_killed_before(pool):
    first = one(pool, os.getpid)
    assert one(pool, os.getpid) == first
    os.kill(first, signal.SIGKILL)
    assert one(pool, os.getpid) != first


def test_one_task_that_kills_its_process_is_a_sentence(pool):
    with pytest.raises(CorpusError, match=r"Ended\."):
        one(pool, os._exit, 1)
    assert one(pool, len, "abc") == 3


def test_one_task_that_takes_too_long_is_given_up_and_no_other(tmp_path, pool):
    other = pool.map_ordered(time.sleep, [0.0, 2.0])
    next(other)
    with pytest.raises(CorpusError, match=r"Longer than 0\.3 s"):
        one(pool, time.sleep, 60.0, timeout=0.3)
    assert list(other) == [None]


def test_one_task_that_fails_says_so_and_the_process_goes_on(pool):
    first = one(pool, os.getpid)
    with pytest.raises(CorpusError, match=r"Failed: ValueError: invalid literal"):
        one(pool, int, "x")
    with pytest.raises(ArgotError, match=r"^This is wrong\.$"):
        one(pool, raises_ours, "This")
    with pytest.raises(CorpusError, match=r"Failed: RuntimeError: Odd: odd error"):
        one(pool, raises_odd)
    assert one(pool, os.getpid) == first


def test_any_thread_may_ask(pool):
    found: dict[int, int] = {}
    threads = [
        threading.Thread(target=lambda n=n: found.update({n: one(pool, operator.neg, n)}))
        for n in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: -n for n in range(12)}
    assert len(workers_of()) <= 2


def test_what_libraries_print_and_what_no_encoding_holds_does_not_disturb(pool, capfd):
    assert one(pool, prints, "a\ud800b") == "a\ud800b"
    assert "C code" not in capfd.readouterr().out


def test_an_idle_process_ends_and_the_next_task_has_another():
    with WorkerPool(1, idle_seconds=0.2) as pool:
        first = one(pool, os.getpid)
        assert gone([process for process in workers_of() if process.pid == first])
        assert one(pool, os.getpid) != first


def test_ctrl_c_does_not_reach_the_workers(pool):
    pid = one(pool, os.getpid)
    os.kill(pid, signal.SIGINT)
    assert one(pool, os.getpid) == pid


@pytest.mark.parametrize("seconds", ["0", "60"])
def test_no_process_outlives_who_started_it(seconds):
    command = [sys.executable, "-c", ASKING, seconds]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as asking:
        assert asking.stdout.readline() == b"begun\n"
        begun = workers_of(asking.pid)
        assert begun
        asking.kill()
    assert gone(begun, 10)
