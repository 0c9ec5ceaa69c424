"""Columns of metrics: many at once as one by one, replays replaced, long files in little memory."""

import random
import tracemalloc
from pathlib import Path

import orjson

from slm_core.json_log import JsonLog
from slm_core.runs.metrics import TRAIN_COLUMNS, MetricsFollower, Series


def record(step: int, loss: float | None = 1.0) -> dict[str, object]:
    return {"kind": "train", "step": step, "seconds": step * 0.1, "loss": loss}


def test_many_at_once_are_the_same_as_one_by_one() -> None:
    dice = random.Random(3)
    for _ in range(50):
        records = [record(dice.randrange(1, 12)) for _ in range(dice.randrange(0, 9))]
        at_once, one_by_one = Series(TRAIN_COLUMNS), Series(TRAIN_COLUMNS)
        at_once.extend(records[:4])
        at_once.extend(records[4:])
        for item in records:
            one_by_one.add(item)
        for name in ("step", "seconds", "loss"):
            assert list(at_once.columns[name]) == list(one_by_one.columns[name])


def test_a_loss_that_is_no_number_neither_stops_the_reading_nor_the_thinning() -> None:
    series = Series(TRAIN_COLUMNS)
    series.extend([record(step, None if step == 7 else 1.0) for step in range(1, 1000)])
    assert len(series) == 999
    assert len(series.thinned("loss", points=50)) <= 50


def test_a_file_is_read_in_pieces_and_a_long_line_still_comes_in(tmp_path: Path) -> None:
    file = JsonLog(tmp_path / "lines.jsonl")
    for number in range(10):
        file.append({"number": number, "text": "x" * 50})
    found, offset = file.read(most=200)
    assert [item["number"] for item in found] == [0, 1]
    rest, _ = file.read(offset)
    assert [item["number"] for item in rest] == list(range(2, 10))
    assert file.read(most=10) == ([], 0)


def test_two_hundred_thousand_records_are_followed_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "metrics.jsonl"
    with open(path, "wb") as lines:
        for step in range(1, 200_001):
            lines.write(orjson.dumps(record(step)) + b"\n")
    follower = MetricsFollower(path)
    tracemalloc.start()
    assert follower.catch_up()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(follower.train) == 200_000
    assert peak < 120e6
    assert not follower.catch_up()
