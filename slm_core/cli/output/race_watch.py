"""Waiting for a race: a line for each of its runs, and Ctrl-C passed on to all of them."""

import sys
import time

from rich.progress import TextColumn

from slm_core.cli.output.progress_bar import StatusChanges, bars
from slm_core.cli.output.terminal import say, told
from slm_core.cli.output.watch import Interrupts
from slm_core.messages import msg
from slm_core.runs.launching.race import Race, stop_race
from slm_core.runs.run import Run
from slm_core.runs.status import RunStatus

_LOOK_EVERY = 0.3
_LINE_EVERY = 5.0
"""Seconds between two lines about a run where nobody watches bars."""


def follow_race(race: Race, interrupts: Interrupts) -> None:
    """Show the race until all its runs are over, or until the second Ctrl-C came."""
    members = race.members()
    display = _Bars(members) if sys.stderr.isatty() else _Lines(members)
    asked = False
    try:
        while True:
            states = [run.status() for run in members]
            for run, status in zip(members, states, strict=True):
                display.show(run, status)
            if all(status.is_over for status in states):
                return
            if interrupts.count and not asked:
                asked = True
                stop_race(race)
                display.tell(
                    told(msg("Stopping all: what they learned is kept. Ctrl-C again leaves."))
                )
            if interrupts.count > 1:
                left = msg(
                    "Left. `python -m slm_core races {race}` shows how it stands.", race=race.id
                )
                display.tell(told(left))
                return
            time.sleep(_LOOK_EVERY)
    finally:
        display.close()


class _Bars:
    """A bar for each run, on a terminal."""

    def __init__(self, members: list[Run]) -> None:
        self._news = {run.id: StatusChanges(run) for run in members}
        self._bars = bars(TextColumn("{task.description}", markup=False), width=16)
        self._tasks = {
            run.id: self._bars.add_task(run.config().model.title, total=1.0, told="")
            for run in members
        }
        self._bars.start()

    def show(self, run: Run, status: RunStatus) -> None:
        """Move the run's bar."""
        told = self._news[run.id].told(status)
        self._bars.update(self._tasks[run.id], completed=status.fraction, told=told)

    def tell(self, text: str) -> None:
        """A line above the bars."""
        self._bars.console.print(text)

    def close(self) -> None:
        """Leave the bars where they came to."""
        self._bars.stop()


class _Lines:
    """A line about a run that learns every few seconds, and at the end of its race."""

    def __init__(self, members: list[Run]) -> None:
        self._news = {run.id: StatusChanges(run) for run in members}
        self._titles = {run.id: run.config().model.title for run in members}
        self._last = {run.id: ("", 0.0) for run in members}

    def show(self, run: Run, status: RunStatus) -> None:
        """Say how far the run is, unless it only waits, or said so a moment ago."""
        state, said_at = self._last[run.id]
        now = time.monotonic()
        waits = status.state == "queued"
        if waits or (status.state == state and now - said_at < _LINE_EVERY):
            return
        if status.state == state and status.is_over:
            return
        if status.is_active and now - said_at < 1.0:  # turns may be shorter than lines are long
            return
        self._last[run.id] = (status.state, now)
        told = self._news[run.id].told(status)
        say(f"{self._titles[run.id]:<12}{status.fraction:4.0%} {told}")

    def tell(self, text: str) -> None:
        """A line."""
        say(text)

    def close(self) -> None:
        """Nothing to leave behind."""
