"""How a race stands, and how long it still takes with few and with many slots."""

from dataclasses import replace

import pytest

from slm_core.runs.config import RunConfig
from slm_core.runs.launching.race_progress import race_state, seconds_left
from slm_core.runs.status import RunStatus
from slm_core.training.settings import BudgetSettings

MINUTES = RunConfig(name="a", corpus="b", budget=BudgetSettings(minutes=2))
STEPS = RunConfig(name="a", corpus="b", budget=BudgetSettings(steps=100))
WAITS = RunStatus("queued", 0.0)
HALF = RunStatus("running", 0.0, fraction=0.5, seconds_left=60.0)
OVER = RunStatus("finished", 0.0, fraction=1.0, seconds_left=0.0)
STOPPED = RunStatus("stopped", 0.0, fraction=0.5)
GONE = RunStatus("interrupted", 0.0, fraction=0.5)


@pytest.mark.parametrize(
    ("slots", "left"),
    [(1, 60.0 + 2 * 120.0), (2, 150.0), (3, 120.0)],
)
def test_members_that_wait_take_as_long_as_their_minutes(slots, left):
    members = [(MINUTES, OVER), (MINUTES, HALF), (MINUTES, WAITS), (MINUTES, WAITS)]
    assert seconds_left(members, at_once=slots) == left


def test_members_that_count_steps_take_as_long_as_the_others_on_average():
    slower = replace(HALF, seconds_left=100.0)
    members = [(STEPS, HALF), (STEPS, slower), (STEPS, WAITS)]
    assert seconds_left(members, at_once=1) == pytest.approx(240.0)


def test_nobody_can_tell_before_one_of_them_trains_nor_is_anything_left_at_the_end():
    assert seconds_left([(STEPS, WAITS), (STEPS, WAITS)], at_once=1) is None
    assert seconds_left([(MINUTES, OVER)], at_once=1) is None


@pytest.mark.parametrize(
    ("members", "state"),
    [
        ((OVER, HALF), "racing"),
        ((OVER, OVER), "over"),
        ((OVER, STOPPED), "stopped"),
        ((STOPPED, GONE), "interrupted"),
        ((replace(OVER, state="failed"), OVER), "interrupted"),
    ],
)
def test_what_somebody_ended_is_stopped_and_what_lost_a_process_interrupted(members, state):
    assert race_state(members) == state
