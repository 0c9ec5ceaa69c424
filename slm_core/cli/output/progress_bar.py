"""Progress of a run on standard error: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, TaskProgressColumn, TextColumn
from rich.table import Column

from slm_core.cli.output.terminal import clock, say, told
from slm_core.messages import msg
from slm_core.runs.launching.queue import waiting
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.run import Run
from slm_core.runs.status import RunStatus, silence, state_message

_LINE_EVERY = 5.0
"""Seconds between two lines where nobody watches a bar."""


class Display(Protocol):
    """Something that shows a run's progress."""

    def show(self, status: RunStatus) -> None:
        """The run as it is now."""

    def tell(self, text: str) -> None:
        """A sentence for the person."""

    def close(self) -> None:
        """Leave the terminal as it was found."""


def progress_of(run: Run) -> Display:
    """A display that suits where standard error goes."""
    return ProgressBar(run) if sys.stderr.isatty() else PlainProgress(run)


def bars(*columns: ProgressColumn, width: int) -> Progress:
    """Bars on standard error, with `columns` before them and what is `told` behind."""
    return Progress(
        *columns,
        BarColumn(bar_width=width),
        TaskProgressColumn(),
        TextColumn(
            "{task.fields[told]}",
            markup=False,
            table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1),
        ),
        console=Console(stderr=True, highlight=False, markup=False),
        expand=True,
        refresh_per_second=4,  # what is drawn takes time from the trainers
    )


class ProgressBar:
    """One updating line on a terminal."""

    def __init__(self, run: Run) -> None:
        self._news = StatusChanges(run)
        self._bar = bars(width=20)
        self._task = self._bar.add_task("", total=1.0, told="")
        self._bar.start()

    def show(self, status: RunStatus) -> None:
        """Move the bar."""
        told = self._news.told(status)
        self._bar.update(self._task, completed=status.fraction, told=told)

    def tell(self, text: str) -> None:
        """A line above the bar."""
        self._bar.console.print(text)

    def close(self) -> None:
        """Leave the bar where it came to."""
        self._bar.stop()


class PlainProgress:
    """A line every few seconds, and whenever the state changes."""

    def __init__(self, run: Run) -> None:
        self._news = StatusChanges(run)
        self._last = ("", "")
        self._said_at = 0.0

    def show(self, status: RunStatus) -> None:
        """Say how far the run is, if that is news or some seconds have passed."""
        state = (status.state, status.doing)
        now = time.monotonic()
        if state == self._last and now - self._said_at < _LINE_EVERY:
            return
        self._last, self._said_at = state, now
        say(f"{status.fraction:4.0%} {self._news.told(status)}")

    def tell(self, text: str) -> None:
        """A line."""
        say(text)

    def close(self) -> None:
        """Nothing to leave behind."""


class StatusChanges:
    """What there is to say of a run, in one line."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._metrics = MetricsFollower(run.folder / "metrics.jsonl")

    def told(self, status: RunStatus) -> str:
        """State and numbers, the most telling first."""
        if status.is_silent:
            return told(silence(status))
        if status.state == "queued":
            return self._place_in_queue() if status.pid else told(msg("starting its process"))
        if status.state in ("starting", "paused") or status.doing:
            return told(status.doing or state_message(status))
        self._metrics.catch_up()
        left = status.seconds_left if status.is_active else None
        loss = self._metrics.train.last("loss")
        bits = self._metrics.validation.last("bits_per_byte")
        speed = self._metrics.train.last("tokens_per_second")
        parts = [
            state_message(status) if left is None else msg("{time} left", time=clock(left)),
            None if loss is None else msg("loss {loss:.3f}", loss=loss),
            None if bits is None else msg("validation {bits:.3f} bits/byte", bits=bits),
            None if speed is None else msg("{speed:,.0f} tokens/s", speed=speed),
            msg("step {n:,}", n=status.step),
        ]
        return " · ".join(told(part) for part in parts if part is not None)

    def _place_in_queue(self) -> str:
        before = [run.id for run in waiting(self._run.workspace)]
        place = before.index(self._run.id) if self._run.id in before else 0
        if place:
            return told(msg("waiting for its turn, {n} before it", n=place))
        return told(msg("waiting for its turn"))
