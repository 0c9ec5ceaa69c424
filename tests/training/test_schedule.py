from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.training.clock import Clock
from slm_core.training.schedule import rate_factor, rescaled
from slm_core.training.settings import TrainingSettings


@given(st.floats(0.0, 1.0), st.floats(0.0, 0.9), st.sampled_from(["linear", "constant"]))
def test_the_rate_never_leaves_zero_to_its_largest(fraction, warmup, schedule):
    settings = TrainingSettings(warmup=warmup, schedule=schedule)
    assert 0.0 <= rate_factor(settings, fraction) <= 1.0


def test_the_rate_rises_then_falls_to_nothing():
    settings = TrainingSettings(warmup=0.1, schedule="linear")
    found = [rate_factor(settings, k / 100) for k in range(101)]
    assert found[0] == 0.02, "the first step teaches something"
    assert found[10] == 1.0
    assert all(a <= b for a, b in pairwise(found[:11]))
    assert all(a > b for a, b in pairwise(found[10:]))
    assert found[100] == 0.0
    assert found[55] == pytest.approx(0.5)


def test_a_constant_rate_stays_and_no_warm_up_starts_at_the_largest():
    assert rate_factor(TrainingSettings(warmup=0.0, schedule="constant"), 1.0) == 1.0
    assert rate_factor(TrainingSettings(warmup=0.0), 0.0) == 1.0


@given(st.floats(0.05, 0.98), st.floats(1e-4, 1.0))
def test_a_rate_that_is_set_is_the_rate_there(fraction, rate):
    settings = TrainingSettings(warmup=0.04)
    peak = rescaled(settings, fraction, rate=rate)
    assert peak * rate_factor(settings, fraction) == pytest.approx(rate)


@pytest.mark.parametrize("fraction", [0.0, 0.02, 0.999, 1.0])
def test_in_the_warm_up_and_at_the_end_a_rate_that_is_set_is_the_largest(fraction):
    assert rescaled(TrainingSettings(warmup=0.04), fraction, rate=0.5) == 0.5


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
