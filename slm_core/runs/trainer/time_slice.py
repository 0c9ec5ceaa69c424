"""How long a run may keep its slot while others wait. Knows no slot and no learning."""

import time
from collections.abc import Callable

from slm_core.runs.launching.queue import somebody_waits
from slm_core.runs.run import Run

_LOOK_EVERY = 0.5
"""Seconds between two looks at who waits, once a turn might be over."""


class TimeSlice:
    """One turn after the other, each of `seconds` at the least; 0 is a turn without end."""

    def __init__(
        self, run: Run, seconds: float, *, now: Callable[[], float] = time.perf_counter
    ) -> None:
        self._run = run
        self._seconds = seconds
        self._now = now
        self.begin()

    def begin(self) -> None:
        """A turn begins now."""
        self._next_look = self._now() + self._seconds

    def is_over(self) -> bool:
        """Whether the turn has lasted long enough and somebody waits; cheap to ask at each step."""
        if not self._seconds or self._now() < self._next_look:
            return False
        self._next_look = self._now() + _LOOK_EVERY
        return somebody_waits(self._run)
