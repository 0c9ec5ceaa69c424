import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.training.optim.schedules import lr_and_momentum, lr_factor, rescale_schedule
from slm_core.training.settings import TrainingSettings
from slm_core.training.stopping.budget import Clock


@given(st.floats(0.0, 1.0), st.floats(0.0, 0.9), st.sampled_from(["linear", "constant"]))
def test_the_rate_never_leaves_zero_to_its_largest(fraction, warmup, schedule):
    settings = TrainingSettings(warmup=warmup, schedule=schedule)
    assert 0.0 <= lr_factor(settings, fraction) <= 1.0


def test_the_rate_rises_then_falls_to_nothing():
    settings = TrainingSettings(warmup=0.1, schedule="linear")
    found = [lr_factor(settings, k / 100) for k in range(101)]
    assert found[0] == 0.02, "the first step teaches something"
    assert found[10] == 1.0
    assert all(a <= b for a, b in pairwise(found[:11]))
    assert all(a > b for a, b in pairwise(found[10:]))
    assert found[100] == 0.0
    assert found[55] == pytest.approx(0.5)


def test_a_constant_rate_stays_and_no_warm_up_starts_at_the_largest():
    assert lr_factor(TrainingSettings(warmup=0.0, schedule="constant"), 1.0) == 1.0
    assert lr_factor(TrainingSettings(warmup=0.0), 0.0) == 1.0


@given(st.floats(0.05, 0.98), st.floats(1e-4, 1.0))
def test_a_rate_that_is_set_is_the_rate_there(fraction, rate):
    settings = TrainingSettings(warmup=0.04)
    peak = rescale_schedule(settings, fraction, rate=rate)
    assert peak * lr_factor(settings, fraction) == pytest.approx(rate)


@pytest.mark.parametrize("fraction", [0.0, 0.02, 0.999, 1.0])
def test_in_the_warm_up_and_at_the_end_a_rate_that_is_set_is_the_largest(fraction):
    assert rescale_schedule(TrainingSettings(warmup=0.04), fraction, rate=0.5) == 0.5


def test_a_clock_stands_still_while_it_is_stopped():
    times = iter([10.0, 13.0, 20.0, 21.0])
    clock = Clock(5.0, now=lambda: next(times))
    assert clock.seconds() == 5.0
    clock.start()
    clock.stop()
    assert clock.seconds() == 8.0
    clock.start()
    clock.start()  # it runs already
    assert clock.seconds() == 9.0


def test_stopping_a_clock_that_stands_changes_nothing():
    clock = Clock(2.0, now=lambda: 7.0)
    clock.stop()
    clock.stop()
    assert clock.seconds() == 2.0


SCHEDULES = ["linear", "cosine", "one-cycle", "plateau", "constant"]


@given(st.floats(0.0, 1.0), st.sampled_from(SCHEDULES), st.sampled_from([None, 0.0, 0.5]))
def test_every_schedule_stays_between_nothing_and_its_largest(fraction, schedule, warmup):
    settings = TrainingSettings(schedule=schedule, warmup=warmup)
    assert 0.0 <= lr_factor(settings, fraction) <= 1.0


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        # At 0, in the middle of the rise, at its end, in the middle of the fall, near the end.
        ("linear", (0.02, 0.5, 1.0, 0.5, 0.1)),
        ("cosine", (0.02, 0.5, 1.0, 0.5, (1 - math.cos(math.pi * 0.1)) / 2)),
        ("one-cycle", (0.04, 0.52, 1.0, 0.5, (1 - math.cos(math.pi * 0.1)) / 2)),
        ("plateau", (0.02, 0.5, 1.0, 1.0, 1.0)),
        ("constant", (0.02, 0.5, 1.0, 1.0, 1.0)),
    ],
)
def test_the_rate_at_five_moments(schedule, expected):
    settings = TrainingSettings(schedule=schedule, warmup=0.2)
    found = [lr_factor(settings, fraction) for fraction in (0.0, 0.1, 0.2, 0.6, 0.92)]
    assert found == pytest.approx(expected)


def test_what_falls_is_nothing_in_the_end():
    for schedule in ("linear", "cosine", "one-cycle"):
        assert lr_factor(TrainingSettings(schedule=schedule), 1.0) == pytest.approx(0.0)


def test_the_rise_is_short_but_for_one_cycle_unless_it_is_set():
    assert TrainingSettings().rise == 0.04
    assert TrainingSettings(schedule="one-cycle").rise == 0.3
    assert TrainingSettings(schedule="one-cycle", warmup=0.1).rise == 0.1
    assert lr_factor(TrainingSettings(schedule="one-cycle"), 0.3) == 1.0


def test_one_cycle_lowers_the_momentum_of_sgd_while_the_rate_is_large():
    settings = TrainingSettings(schedule="one-cycle", optimizer="sgd")
    found = [lr_and_momentum(settings, fraction, max_lr=1.0)[1] for fraction in (0.0, 0.3, 1.0)]
    assert found == pytest.approx([0.946, 0.85, 0.95])
    for other in ({"momentum": 0.9}, {"schedule": "linear"}, {"optimizer": "adamw"}):
        chosen = {"schedule": "one-cycle", "optimizer": "sgd", **other}
        assert lr_and_momentum(TrainingSettings(**chosen), 0.3, max_lr=1.0)[1] is None
