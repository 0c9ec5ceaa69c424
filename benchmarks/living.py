"""How soon a page that is being watched shows what is new, and what that costs the trainer."""

import random
import time
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.figures import Figure
from benchmarks.window import Window, window
from benchmarks.workplace import add_long_run, add_young_run, studio, temporary_home, training
from slm_core.durable import LineFile
from slm_core.runs.run import Run
from slm_core.workspace import open_workspace
from tests.pages.run_folders import RunFolder, train_record, validation_record

LONG = 200_000
"""Records of a run of days."""
_WATCHED = 15.0
"""Seconds for which drawings are counted."""
_SETTLING, _LOOKING = 4.0, 20.0
"""Seconds after opening or closing the page that do not count, and those that do."""


def live_update(browser: Browser, repetitions: int) -> list[Figure]:
    """From a new record in metrics.jsonl to the drawn page, while another run uses both cores."""
    with temporary_home() as home:
        workspace = open_workspace(home)
        with studio(home) as running, training(workspace):
            folder = add_young_run(workspace)
            with window(browser, running) as seen:
                seen.open(f"/training?run={folder.run.id}")
                seconds = _updates(seen, folder, repetitions)
                ticks, kilobytes = _ticks(seen, folder)
            folder.lock.release()
    return [
        Figure("live update, from record to drawing", "s", seconds, target=0.5),
        Figure("live update, from asking to drawing", "s", ticks),
        Figure("live update, sent to the browser", "kB", kilobytes),
    ]


def long_run(browser: Browser, repetitions: int) -> list[Figure]:
    """The same for a run of 200,000 records, and its page on a server that has not seen it yet."""
    opened: list[float] = []
    with temporary_home() as home:
        workspace = open_workspace(home)
        folder = add_long_run(workspace, LONG)
        address = f"/training?run={folder.run.id}"
        for _ in range(min(repetitions, 5)):
            with studio(home) as running, window(browser, running) as seen:
                began = time.time()
                opened.append(seen.open(address) - began)
        with studio(home) as running, training(workspace), window(browser, running) as seen:
            seen.open(address)
            seconds = _updates(seen, folder, repetitions)
            ticks, kilobytes = _ticks(seen, folder)
        folder.lock.release()
    name = f"run of {LONG:,} records"
    return [
        Figure(f"{name}, first page of a new server", "s", tuple(opened), target=3.0),
        Figure(f"{name}, from record to drawing", "s", seconds, target=0.5),
        Figure(f"{name}, from asking to drawing", "s", ticks),
        Figure(f"{name}, sent to the browser", "kB", kilobytes),
    ]


def trainer(browser: Browser, repetitions: int) -> list[Figure]:
    """Tokens per second with the run's page open over the mean of before and after, in one run."""
    with temporary_home() as home:
        workspace = open_workspace(home)
        with studio(home) as running, training(workspace) as run:
            closed, opened = [_speed(run)], []
            for _ in range(repetitions):
                with window(browser, running) as seen:
                    seen.open(f"/training?run={run.id}")
                    opened.append(_speed(run))
                closed.append(_speed(run))
    shares = [
        100 * speed / ((before + after) / 2)
        for speed, before, after in zip(opened, closed, closed[1:], strict=False)
    ]
    return [
        Figure("trainer keeps, page open", "%", tuple(shares), target=93.0, at_least=True),
        Figure("trainer, page closed", "ktok/s", tuple(speed / 1000 for speed in closed)),
        Figure("trainer, page open", "ktok/s", tuple(speed / 1000 for speed in opened)),
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
    metrics = LineFile(folder.run.folder / "metrics.jsonl")
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


def _speed(run: Run) -> float:
    """Tokens per second of training time, over a while that starts when things have settled."""
    time.sleep(_SETTLING)
    tokens, seconds = _at(run.folder)
    time.sleep(_LOOKING)
    more, later = _at(run.folder)
    return (more - tokens) / (later - seconds)


def _at(folder: Path) -> tuple[float, float]:
    """Tokens read and seconds trained, of the newest record; both by the trainer's own count."""
    file = LineFile(folder / "metrics.jsonl")
    records, _ = file.read(max(0, file.size() - 4096))
    return float(str(records[-1]["tokens"])), float(str(records[-1]["seconds"]))
