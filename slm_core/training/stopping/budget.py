"""The share of a budget that is spent, and when to validate: pure arithmetic over steps and
seconds."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from slm_core.training.settings import BudgetSettings
from slm_core.training.trainer_state import TrainerState

VALIDATION_SHARE = 0.035
"""Share of the training time that validation may take; asked for are at most 0.05."""
_MARKS = (0.0, 0.01, 0.02, 0.035, 0.05, *(k / 40 for k in range(3, 41)))
"""Shares of the budget at which the model is looked at: often at first, when it changes fast."""
_LEAST = 2048
"""Predictions below which a look says too little to be worth it: with 512 of health news a run
seemed to stand at 1.38 bits per byte that had 0.90 on the whole part."""
_FORWARD = 1.0 / 3.0
"""Cost of reading a token over that of learning from it: forward, not backward."""
_MOST_WARM_UP = 32 * 32
"""Tokens that an evaluation reads uncounted before its streams, at the most; of a small one it
reads about as many as it counts."""


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    step: int
    epoch: float
    """Times the training part has been read."""
    tokens: int
    seconds: float
    """Training time so far."""
    fraction: float
    """Share of the phase's budget that is spent, 0 to 1."""
    seconds_left: float | None
    """Training time to go in this phase at the speed so far; None before there is any."""


@dataclass(frozen=True)
class Budget:
    """The budget of a phase of training, and the step and second of the run at which it begins."""

    budget: BudgetSettings
    steps_per_epoch: int
    first_step: int = 0
    first_second: float = 0.0

    @property
    def steps(self) -> int | None:
        """Steps of the phase; None where the clock decides."""
        if self.budget.steps is not None:
            return self.budget.steps
        if self.budget.epochs is not None:
            return max(1, math.ceil(self.budget.epochs * self.steps_per_epoch))
        return None

    def fraction(self, step: int, seconds: float) -> float:
        """Share of the budget spent, 0 to 1, after `step` steps and `seconds` of the whole run."""
        if self.budget.minutes is not None:
            return min(1.0, (seconds - self.first_second) / (60.0 * self.budget.minutes))
        assert self.steps is not None
        return min(1.0, (step - self.first_step) / self.steps)

    def progress(self, state: TrainerState, *, tokens_per_epoch: int) -> Progress:
        """How far a run with this `state` is."""
        step = state.step + state.phase.step_shift
        return Progress(
            step=state.step,
            epoch=state.tokens / tokens_per_epoch,
            tokens=state.tokens,
            seconds=state.seconds,
            fraction=self.fraction(step, state.seconds),
            seconds_left=self._seconds_left(step, state.seconds),
        )

    def _seconds_left(self, step: int, seconds: float) -> float | None:
        if self.budget.minutes is not None:
            return max(0.0, 60.0 * self.budget.minutes - (seconds - self.first_second))
        done = self.fraction(step, seconds)
        if done <= 0.0:
            return None
        return (seconds - self.first_second) * (1.0 - done) / done

    def validation_limit(self, available: int, *, step_tokens: int, speed: float) -> int:
        """Predictions a look may make, so that all of them cost VALIDATION_SHARE of the time.

        `available` are the predictions of the whole part, `step_tokens` the tokens of a training
        step, `speed` the predictions a second, measured; it matters to a budget in minutes only,
        so that the other budgets are the same run on any machine.
        """
        each = self._allowed(step_tokens, speed) / len(_MARKS)
        if self.steps is not None:
            each = max(each / 2.0, each - _MOST_WARM_UP)
        return int(min(available, max(_LEAST, each)))

    def validation_fractions(
        self, limit: int, *, step_tokens: int, speed: float
    ) -> tuple[float, ...]:
        """Shares of the budget at which to look: fewer where even small looks would cost much.

        The first and the last moment are always among them.
        """
        read = limit if self.steps is None else limit + min(limit, _MOST_WARM_UP)
        looks = max(2, int(self._allowed(step_tokens, speed) / max(1, read)))
        keep_every = math.ceil((len(_MARKS) - 1) / (looks - 1))
        return (_MARKS[0], *_MARKS[:0:-1][::keep_every][::-1])

    def _allowed(self, step_tokens: int, speed: float) -> float:
        """What all looks together may cost: predictions in a budget of minutes, where `speed` has
        the warm-up in it; else tokens read."""
        if self.steps is not None:
            return VALIDATION_SHARE / _FORWARD * self.steps * step_tokens
        assert self.budget.minutes is not None
        return VALIDATION_SHARE * 60.0 * self.budget.minutes * speed


class Clock:
    """Seconds of training so far; goes on from `seconds` when a run is taken up again."""

    def __init__(
        self, seconds: float = 0.0, *, now: Callable[[], float] = time.perf_counter
    ) -> None:
        self._now = now
        self._before = seconds
        self._since: float | None = None

    def start(self) -> None:
        """Let it run."""
        if self._since is None:
            self._since = self._now()

    def stop(self) -> None:
        """Let it stand."""
        self._before = self.seconds()
        self._since = None

    def seconds(self) -> float:
        """What it shows."""
        return self._before + (self._now() - self._since if self._since is not None else 0.0)
