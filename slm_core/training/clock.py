"""Training time: runs while the model learns, stands still in a pause."""

import time
from collections.abc import Callable


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
