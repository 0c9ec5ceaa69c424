import math
import random

import pytest

from slm_core.json_log import JsonLog
from slm_core.runs.metrics import TRAIN_COLUMNS, MetricsFollower, Series


def record(step: int, loss: float = 1.0, kind: str = "train") -> dict[str, object]:
    return {"kind": kind, "step": step, "loss": loss, "seconds": step / 10}


def followed(tmp_path) -> tuple[JsonLog, MetricsFollower]:
    path = tmp_path / "metrics.jsonl"
    return JsonLog(path), MetricsFollower(path)


def test_only_what_is_new_is_read_and_a_torn_line_waits(tmp_path):
    file, follower = followed(tmp_path)
    assert not follower.catch_up()
    file.append(record(1))
    file.append(record(0, 2.0, "validation"))
    assert follower.catch_up()
    assert not follower.catch_up()
    with open(file.path, "ab") as raw:
        raw.write(b'{"kind": "train", "step": 2, "lo')
    assert not follower.catch_up()
    with open(file.path, "ab") as raw:
        raw.write(b'ss": 0.5}\n')
    assert follower.catch_up()
    assert list(follower.train.columns["loss"]) == [1.0, 0.5]
    assert list(follower.validation.columns["loss"]) == [2.0]
    assert follower.train.last("loss") == 0.5
    assert follower.validation.last("accuracy") != follower.validation.last("accuracy")  # nan


def test_a_check_that_gave_no_number_is_not_the_best(tmp_path):
    file, follower = followed(tmp_path)
    assert follower.best_bits_per_byte is None
    for step, bits in enumerate((None, 2.5, 2.0, None)):
        file.append({**record(step, kind="validation"), "bits_per_byte": bits})
    follower.catch_up()
    assert follower.best_bits_per_byte == 2.0


def test_steps_that_were_replayed_count_once_and_the_last_wins(tmp_path):
    file, follower = followed(tmp_path)
    for step in range(1, 11):
        file.append(record(step))
        file.append(record(step, 5.0, "validation"))
    follower.catch_up()
    for step in range(6, 9):
        file.append(record(step, 0.25))
    follower.catch_up()
    assert list(follower.train.columns["step"]) == [float(s) for s in range(1, 9)]
    assert list(follower.train.columns["loss"])[4:] == [1.0, 0.25, 0.25, 0.25]
    assert len(follower.validation) == 10, "the other kind is another series"


def test_a_file_that_was_cut_short_is_read_anew(tmp_path):
    file, follower = followed(tmp_path)
    for step in range(5):
        file.append(record(step))
    follower.catch_up()
    file.path.write_bytes(b"")
    file.append(record(0, 7.0))
    assert follower.catch_up()
    assert list(follower.train.columns["loss"]) == [7.0]


def test_lines_of_other_kinds_and_without_a_step_are_passed_over(tmp_path):
    file, follower = followed(tmp_path)
    for odd in ({"kind": "news", "step": 1}, {"kind": "train"}, {"step": 3}):
        file.append(odd)
    file.append({**record(4), "loss": None})
    follower.catch_up()
    assert list(follower.train.columns["step"]) == [4.0]
    assert math.isnan(follower.train.columns["loss"][0])


@pytest.mark.parametrize("count", [0, 1, 299, 300, 301, 5000])
def test_thinning_keeps_the_ends_and_every_extreme(count):
    chance = random.Random(count)
    series = Series(TRAIN_COLUMNS)
    for step in range(count):
        series.add(record(step, chance.random()))
    if count > 300:
        series.columns["loss"][count // 3] = 99.0
        series.columns["loss"][count // 2] = -99.0
    chosen = series.thinned("loss")
    assert chosen == sorted(set(chosen))
    assert len(chosen) <= max(302, min(count, 300))
    if count > 300:
        assert {0, count - 1, count // 3, count // 2} <= set(chosen)
    else:
        assert chosen == list(range(count))
