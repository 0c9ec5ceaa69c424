import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.training.settings import BudgetSettings
from slm_core.training.stopping.budget import _FORWARD, _LEAST, _MOST_WARM_UP, Budget, Progress
from slm_core.training.trainer_state import TrainerState

STEP = 1024


def progress_of(budget: Budget, step: int, seconds: float) -> Progress:
    return budget.progress(TrainerState(step=step, seconds=seconds), tokens_per_epoch=1)


@given(
    steps=st.integers(1, 2_000_000),
    available=st.integers(2, 10_000_000),
    step_tokens=st.integers(1, 100_000),
)
def test_looking_costs_at_most_a_twentieth_of_a_budget_in_steps(steps, available, step_tokens):
    plan = Budget(BudgetSettings(steps=steps), steps_per_epoch=100)
    limit = plan.validation_limit(available, step_tokens=step_tokens, speed=1.0)
    marks = plan.validation_fractions(limit, step_tokens=step_tokens, speed=1.0)
    cost = len(marks) * (limit + min(limit, _MOST_WARM_UP)) * _FORWARD
    assert 1 <= limit <= available
    assert cost <= 0.05 * steps * step_tokens or (len(marks) == 2 and limit <= _LEAST)


@given(st.floats(0.01, 1000.0), st.integers(2, 10_000_000), st.floats(10.0, 1e7))
def test_looking_costs_at_most_a_twentieth_of_a_budget_in_minutes(minutes, available, speed):
    plan = Budget(BudgetSettings(minutes=minutes), steps_per_epoch=100)
    limit = plan.validation_limit(available, step_tokens=STEP, speed=speed)
    marks = plan.validation_fractions(limit, step_tokens=STEP, speed=speed)
    cost = len(marks) * limit / speed
    assert cost <= 0.05 * 60 * minutes or (len(marks) == 2 and limit <= _LEAST)


@given(st.integers(1, 100_000), st.integers(2, 1_000_000))
def test_the_first_and_the_last_moment_are_always_looked_at(steps, available):
    plan = Budget(BudgetSettings(steps=steps), steps_per_epoch=100)
    limit = plan.validation_limit(available, step_tokens=STEP, speed=1.0)
    marks = plan.validation_fractions(limit, step_tokens=STEP, speed=1.0)
    assert (marks[0], marks[-1]) == (0.0, 1.0)
    assert list(marks) == sorted(set(marks))


def test_the_speed_of_the_machine_decides_nothing_about_steps_and_epochs():
    for budget in (BudgetSettings(steps=500), BudgetSettings(epochs=2.5)):
        plan = Budget(budget, steps_per_epoch=100)
        slow, fast = (plan.validation_limit(10**6, step_tokens=STEP, speed=s) for s in (10.0, 1e7))
        assert slow == fast
        assert plan.validation_fractions(
            slow, step_tokens=STEP, speed=10.0
        ) == plan.validation_fractions(slow, step_tokens=STEP, speed=1e7)


def test_epochs_are_steps():
    assert Budget(BudgetSettings(epochs=2.5), steps_per_epoch=100).steps == 250
    assert Budget(BudgetSettings(epochs=0.01), steps_per_epoch=7).steps == 1
    assert Budget(BudgetSettings(steps=9), steps_per_epoch=7).steps == 9
    assert Budget(BudgetSettings(minutes=1), steps_per_epoch=7).steps is None


def test_a_stretch_is_reckoned_from_where_it_begins():
    plan = Budget(BudgetSettings(steps=50), 10, first_step=100, first_second=9.0)
    assert plan.fraction(100, 9.0) == 0.0
    assert plan.fraction(125, 99.0) == 0.5
    assert plan.fraction(500, 99.0) == 1.0
    assert progress_of(plan, 110, 19.0).seconds_left == pytest.approx(40.0)
    assert progress_of(plan, 100, 9.0).seconds_left is None
    plan = Budget(BudgetSettings(minutes=1), 10, first_step=100, first_second=30.0)
    assert plan.fraction(0, 60.0) == 0.5
    assert plan.fraction(0, 600.0) == 1.0
    assert progress_of(plan, 0, 60.0).seconds_left == 30.0
    assert progress_of(plan, 0, 600.0).seconds_left == 0.0
