"""Processes that work on parts: in order, ahead of whoever takes the results, never silent."""

import operator
import time
from pathlib import Path

import pytest

from slm_core.processes.pool import workers


@pytest.mark.parametrize("count", [1, 3])
def test_results_come_in_the_order_of_the_tasks(count):
    with workers(count) as pool:
        first = pool.map(operator.neg, range(50))
        assert list(pool.map(str, first, ahead=5)) == [str(-number) for number in range(50)]


def test_the_processes_go_on_while_nobody_takes_their_results(tmp_path):
    places = [tmp_path / str(number) for number in range(9)]
    with workers(2) as pool:
        results = pool.map(Path.touch, places, ahead=4)
        next(results)
        end = time.monotonic() + 30
        while sum(place.exists() for place in places) < 8 and time.monotonic() < end:
            time.sleep(0.01)
        assert [place.exists() for place in places] == [True] * 8 + [False]
        assert len(list(results)) == 8


def test_what_goes_wrong_with_a_task_is_raised_where_its_result_is_taken():
    with workers(2) as pool:
        results = pool.map(int, ["1", "2", "x", "4"])
        assert [next(results), next(results)] == [1, 2]
        with pytest.raises(ValueError, match="invalid literal"):
            next(results)
        assert list(pool.map(int, ["5"])) == [5]


def test_what_cannot_be_sent_is_told_at_once():
    with workers(2) as pool, pytest.raises(Exception, match=r"[Pp]ickle"):
        list(pool.map(lambda task: task, [1, 2]))


def test_processes_can_be_ended_in_the_middle_of_a_task_and_started_anew():
    with workers(2) as pool:
        assert list(pool.map(len, ["a", "bb"])) == [1, 2]
        next(pool.map(time.sleep, [0.0, 60.0, 60.0]))
        pool.close()
        assert list(pool.map(len, ["a", "bb"])) == [1, 2]
