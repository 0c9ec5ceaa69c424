"""How soon a page that is being watched shows what is new, and what that costs the trainer."""

import random
import time
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.support.figures import Figure
from benchmarks.support.window import Window, window
from benchmarks.support.workplace import (
    add_long_run,
    add_young_run,
    studio,
    temporary_home,
    training,
)
from slm_core.json_log import JsonLog
from slm_core.runs.run import Run
from slm_core.workspace import open_workspace
from tests.browser.studio import Studio
from tests.pages.run_folders import RunFolder, train_record, validation_record

LONG = 200_000
"""Records of a run of days."""
_WATCHED = 15.0
"""Seconds for which drawings are counted."""
_SETTLING = 3.0
"""Seconds after opening or closing the page that do not count."""
_SHORT, _LOOKING = 13.0, 20.0
"""Seconds that count, of a run of a minute and of a longer one."""
_ENDLESS = 60.0
"""Minutes: more than any of this takes."""


def live_update(browser: Browser, repetitions: int) -> list[Figure]:
    """From a new record in metrics.jsonl to the drawn page, while another run uses both cores."""
    with temporary_home() as home:
        workspace = open_workspace(home)
        with studio(home) as running, training(workspace, minutes=_ENDLESS):
            folder = add_young_run(workspace)
            with window(browser, running) as seen:
                seen.open(f"/training?run={folder.run.id}")
                seconds = _updates(seen, folder, repetitions)
                ticks, kilobytes = _ticks(seen, folder)
            folder.lock.release()
    return [
        Figure("live update, from asking to drawing", "s", ticks, target=0.5),
        Figure("live update, from record to drawing", "s", seconds),
        Figure("live update, sent to the browser", "kB", kilobytes),
    ]


def long_run(browser: Browser, repetitions: int) -> list[Figure]:
    """The same for a run of 200,000 records; and its page on a server that has not seen it yet,
    beside that of a young run."""
    with temporary_home() as home:
        workspace = open_workspace(home)
        young, folder = add_young_run(workspace), add_long_run(workspace, LONG)
        opened: dict[str, list[float]] = {young.run.id: [], folder.run.id: []}
        for run, seconds in list(opened.items()) * min(repetitions, 5):
            with studio(home) as running, window(browser, running) as seen:
                began = time.time()
                seconds.append(seen.open(f"/training?run={run}") - began)
        with (
            studio(home) as running,
            training(workspace, minutes=_ENDLESS),
            window(browser, running) as seen,
        ):
            seen.open(f"/training?run={folder.run.id}")
            waits = _updates(seen, folder, repetitions)
            ticks, kilobytes = _ticks(seen, folder)
        for each in (young, folder):
            each.lock.release()
    name = f"run of {LONG:,} records"
    return [
        Figure("young run, first page of a new server", "s", tuple(opened[young.run.id])),
        Figure(f"{name}, first page of a new server", "s", tuple(opened[folder.run.id]), 3.0),
        Figure(f"{name}, from asking to drawing", "s", ticks, target=0.5),
        Figure(f"{name}, from record to drawing", "s", waits),
        Figure(f"{name}, sent to the browser", "kB", kilobytes),
    ]


def trainer(browser: Browser, repetitions: int) -> list[Figure]:
    """Tokens per second with the run's page open over the mean of before and after, in one run.

    The quick preset: a new run of a minute each time. And a longer run, whose page is drawn less
    often: one run, its page opened and closed in turn.
    """
    figures = []
    with temporary_home() as home:
        workspace = open_workspace(home)
        with studio(home) as running:
            runs = []
            for _ in range(repetitions):
                with training(workspace, minutes=1.0) as run:
                    runs.append(_alternated(browser, running, run, times=1, seconds=_SHORT))
            figures += _kept("quick preset", runs)
            with training(workspace, minutes=_ENDLESS) as run:
                longer = _alternated(browser, running, run, times=repetitions, seconds=_LOOKING)
            figures += _kept("longer run", [longer])
    return figures


def _alternated(
    browser: Browser, running: Studio, run: Run, *, times: int, seconds: float
) -> tuple[list[float], list[float]]:
    """Speeds of the run with its page closed and open, closed first and last."""
    closed, opened = [_speed(run, seconds)], []
    for _ in range(times):
        with window(browser, running) as seen:
            seen.open(f"/training?run={run.id}")
            opened.append(_speed(run, seconds))
        closed.append(_speed(run, seconds))
    if run.status().state != "running":
        raise RuntimeError(f"{run.id} was {run.status().state} before it was measured to the end.")
    return closed, opened


def _kept(name: str, runs: list[tuple[list[float], list[float]]]) -> list[Figure]:
    shares = [
        100 * speed / ((before + after) / 2)
        for closed, opened in runs
        for speed, (before, after) in zip(opened, pairwise(closed), strict=True)
    ]
    closed_speeds = [speed / 1000 for closed, _ in runs for speed in closed]
    return [
        Figure(f"trainer keeps, {name}", "%", tuple(shares), target=93.0, at_least=True),
        Figure(f"trainer alone, {name}", "ktok/s", tuple(closed_speeds)),
    ]


def _updates(seen: Window, folder: RunFolder, repetitions: int) -> tuple[float, ...]:
    """Seconds from each new record, written at a random moment, to the drawing that shows it."""
    found = []
    dice = random.Random(0)
    for number in range(repetitions):
        time.sleep(1.0 + dice.random())
        loss = 5.0 + number / 100  # no other number on the page looks like it
        wanted = f"{loss:.2f}"
        seen.look_for(wanted)
        written = _add_record(folder, loss)
        found.append(seen.shown(wanted) - written)
    return tuple(found)


def _add_record(folder: RunFolder, loss: float) -> float:
    """A training step and a validation of such a loss; when they were in the file."""
    folder.step += 1
    metrics = JsonLog(folder.run.folder / "metrics.jsonl")
    metrics.append(train_record(folder.step))
    metrics.append(validation_record(folder.step) | {"loss": loss})
    written = time.time()
    folder.status("running")
    return written


def _ticks(seen: Window, folder: RunFolder) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Seconds and kilobytes of each drawing, while the run goes on at 20 records a second."""
    seen.forget()
    end = time.monotonic() + _WATCHED
    while time.monotonic() < end:
        folder.train(1)
        folder.status("running")
        time.sleep(0.05)
    found = seen.ticks()
    return tuple(seconds for seconds, _ in found), tuple(size / 1000 for _, size in found)


def _speed(run: Run, seconds: float) -> float:
    """Tokens per second of training time, over a while that starts when things have settled."""
    time.sleep(_SETTLING)
    tokens, began = _at(run.folder)
    time.sleep(seconds)
    more, ended = _at(run.folder)
    return (more - tokens) / (ended - began)


def _at(folder: Path) -> tuple[float, float]:
    """Tokens read and seconds trained, of the newest record; both by the trainer's own count."""
    file = JsonLog(folder / "metrics.jsonl")
    records, _ = file.read(max(0, file.size() - 4096))
    return float(str(records[-1]["tokens"])), float(str(records[-1]["seconds"]))
