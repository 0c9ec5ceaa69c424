"""The slot a run trains in: given back while it is paused, and while others have their turn."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from filelock import FileLock

from slm_core.hardware.machine import slots
from slm_core.runs.launching.queue import somebody_waits, take_slot, take_slot_soon
from slm_core.runs.logger import RunLogger
from slm_core.runs.run import Run
from slm_core.runs.trainer.checkpoints import CheckpointSaver
from slm_core.runs.trainer.requests import PendingRequests
from slm_core.training.stopping.budget import Clock

_POLL_SECONDS = 0.5
"""Between two looks at who waits, once a time slice might be over."""


class TimeSlice:
    """How long a run may keep its slot while others wait: `seconds` at the least, 0 without end."""

    def __init__(
        self, run: Run, seconds: float, *, now: Callable[[], float] = time.perf_counter
    ) -> None:
        self._run = run
        self._seconds = seconds
        self._now = now
        self.begin()

    def begin(self) -> None:
        """A time slice begins now."""
        self._next_look = self._now() + self._seconds

    def is_over(self) -> bool:
        """Whether it has lasted long enough and somebody waits; cheap to ask at each step."""
        if not self._seconds or self._now() < self._next_look:
            return False
        self._next_look = self._now() + _POLL_SECONDS
        return somebody_waits(self._run)


@dataclass
class Slot:
    """The run's slot, with what stands still or is saved while the run has none."""

    run: Run
    lock: FileLock
    """Held at first."""
    logger: RunLogger
    requests: PendingRequests
    clock: Clock
    checkpoints: CheckpointSaver

    def __post_init__(self) -> None:
        """The run's turn begins now."""
        self._time_slice = TimeSlice(self.run, self.run.config().machine.turn_seconds)

    def is_wanted(self) -> bool:
        """Whether the run has had its turn and another waits; cheap to ask at each step."""
        return self._time_slice.is_over()

    def pause(self) -> bool:
        """Save and give the slot back until somebody asks to resume; False if to stop."""
        self.clock.stop()
        return self._wait_while_paused() and self._wait_for_turn(was_paused=True)

    def let_others_train(self) -> bool:
        """Let those go first who wait, and take a slot again after them; False if to stop."""
        self.clock.stop()
        return self._wait_for_turn(was_paused=False)

    def take_again(self) -> None:
        """Take a slot for the final evaluation, where a race stopped this run while another had
        its turn. Those who race take turns of seconds; for other runs nobody waits."""
        if not self.lock.is_locked:
            self.logger.set_state("queued", asked=time.time())
            self.lock = take_slot_soon(self.run, slots=slots()) or self.lock

    def _wait_for_turn(self, *, was_paused: bool) -> bool:
        """Queue as the youngest, without slot, until it is this run's turn; False if to stop.
        Asked to pause meanwhile, it is paused instead of queued."""
        while (lock := self._queue()) is None:
            if self.requests.has("stop") or not self._wait_while_paused():
                return False
            was_paused = True
        self.lock = lock
        self.logger.set_state("running")
        if was_paused:
            self.logger.event("resumed")
        self._time_slice.begin()
        self.clock.start()
        return True

    def _wait_while_paused(self) -> bool:
        self.checkpoints.save()
        self.logger.set_state("paused", seconds_left=self.logger.status.seconds_left)
        self.logger.event("paused")
        self.lock.release(force=True)  # it was acquired, and then entered as a context
        return self.requests.wait_for_answer() != "stop"

    def _queue(self) -> FileLock | None:
        """A slot, or None where somebody asked to pause or stop meanwhile."""
        # Before the slot goes: others look at the state.
        self.logger.set_state("queued", asked=time.time())
        self.lock.release(force=True)  # it was acquired, and then entered as a context
        return take_slot(
            self.run, slots=slots(), give_up=lambda: self.requests.has("stop", "pause")
        )
