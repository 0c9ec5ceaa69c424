"""Workspaces to measure on: ten runs with real models, a run of days, a run that really trains."""

import shutil
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from slm_core.corpus.samples import add_sample
from slm_core.errors import RunError
from slm_core.hardware.machine import describe_machine
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.control import ask
from slm_core.runs.launching.create import start_run
from slm_core.runs.planning.presets import PRESETS
from slm_core.runs.run import Run
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace, new_run_id, open_workspace
from tests.browser.studio import (
    CHROMIUM_FLAGS,
    Studio,
    end_processes_of,
    find_browser,
    launch_studio,
)
from tests.pages.run_folders import RunFolder, write_long_metrics, write_run

_SAMPLES = ("health_news", "customer_service_zh")
_RUNS, _STEPS = 10, 400


@contextmanager
def chromium() -> Generator[Browser]:
    """The browser, started before any clock runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=CHROMIUM_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def studio(home: Path) -> Generator[Studio]:
    """A server that has just started on `home`; it and all that works there ends with the block."""
    running = launch_studio(home)
    try:
        yield running
    finally:
        running.stop()
        end_processes_of(home)


@contextmanager
def temporary_home() -> Generator[Path]:
    """A workspace folder that is gone afterwards, with every process that works on it."""
    with TemporaryDirectory(prefix="argot-bench-") as folder:
        home = Path(folder) / "home"
        try:
            yield home
        finally:
            end_processes_of(home)


def add_ten_runs(home: Path) -> Workspace:
    """Two sample corpora, and ten finished runs: one is trained, the others are copies of it."""
    workspace = open_workspace(home)
    config = [_quick(workspace, sample) for sample in reversed(_SAMPLES)][-1]
    first = start_run(workspace, replace(config, budget=BudgetSettings(steps=_STEPS), preset=""))
    wait_until_over(first)
    for _ in range(_RUNS - 1):
        copy = workspace.run_folder(new_run_id(config.name, now=datetime.now()))
        shutil.copytree(first.folder, copy)
    return workspace


def add_long_run(workspace: Workspace, records: int) -> RunFolder:
    """A run that seems to be in training since days, with so many lines of metrics."""
    folder = write_run(workspace, "running", step=1, name="a run of days")
    write_long_metrics(folder.run.folder / "metrics.jsonl", records)
    folder.step = records
    folder.status("running")
    return folder


def add_young_run(workspace: Workspace) -> RunFolder:
    """A run that seems to be half a minute old."""
    return write_run(workspace, "running", step=1240, name="a run of seconds")


@contextmanager
def training(workspace: Workspace, *, minutes: float) -> Generator[Run]:
    """A run with the settings of the quick preset that really trains, stopped with the block."""
    config = _quick(workspace, _SAMPLES[0])
    run = start_run(workspace, replace(config, budget=BudgetSettings(minutes=minutes)))
    try:
        _wait(run, lambda: run.status().step > 50)
        yield run
    finally:
        with suppress(RunError):  # it has ended by itself
            ask(run, "stop")
        wait_until_over(run)


def wait_until_over(run: Run) -> None:
    """Return when the run has ended. RuntimeError where it did not end well."""
    _wait(run, lambda: run.status().is_over)
    status = run.status()
    if status.state not in ("finished", "stopped"):
        raise RuntimeError(f"{run.id} ended as {status.state}: {status.error}\n{run.log_tail()}")


def _quick(workspace: Workspace, sample: str) -> RunConfig:
    corpus = add_sample(workspace, sample)
    return replace(PRESETS["quick"].config(corpus.card, describe_machine()), corpus=corpus.id)


def _wait(run: Run, done: Callable[[], bool], *, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not done():
        status = run.status()
        if time.monotonic() > end or status.state in ("failed", "interrupted"):
            raise RuntimeError(f"{run.id} is {status.state}: {status.error}\n{run.log_tail()}")
        time.sleep(0.1)
