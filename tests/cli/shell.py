"""A person at a command line: real processes on a workspace of their own, real tiny runs."""

import atexit
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from slm_core.runs.run import Run, list_runs
from slm_core.workspace import Workspace, open_workspace
from tests.cli.preloaded import Preloaded

ROOT = Path(__file__).parents[2]
TINY = (
    "--tokenizer=char",
    "--set=model.hidden_size=8",
    "--set=model.embedding_size=8",
    "--set=samples.length=0",
    "--set=training.batch_size=8",
)
SCORES = {"loss", "nats_per_character", "perplexity", "accuracy", "bits_per_byte"}


@dataclass
class Said:
    """What one command did."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        """The one object on standard output."""
        value = json.loads(self.out)
        assert isinstance(value, dict)
        return value


@dataclass
class Shell:
    """Runs commands on one workspace."""

    home: Path

    @property
    def workspace(self) -> Workspace:
        return open_workspace(self.home)

    def start(self, *arguments: str | Path, stderr: int = subprocess.PIPE) -> subprocess.Popen[str]:
        """A command that goes on by itself."""
        return subprocess.Popen(
            [sys.executable, "-m", "slm_core", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "ARGOT_HOME": str(self.home)},
            stdout=subprocess.PIPE,
            stderr=stderr,
            encoding="utf-8",
        )

    def __call__(self, *arguments: str | Path) -> Said:
        """A command to its end."""
        environment = {**os.environ, "ARGOT_HOME": str(self.home)}
        said = Said(*preloaded().run([*map(str, arguments)], environment, seconds=120))
        assert "Traceback" not in said.err, said.err
        return said

    def runs(self) -> list[Run]:
        return list_runs(self.workspace)

    def end(self) -> None:
        """End the trainers of this workspace that are still there."""
        for process in psutil.process_iter():
            try:
                if str(self.home) in process.cmdline():
                    process.kill()
            except psutil.Error:
                continue


@cache
def preloaded() -> Preloaded:
    """One for all tests of this process."""
    started = Preloaded()
    atexit.register(started.end)
    return started


def ended(process: subprocess.Popen[str]) -> Said:
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in (err or ""), err
    return Said(process.returncode, out, err or "")


def until(condition: Callable[[], Any], *, seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def learning(shell: Shell) -> Run | None:
    """The run once it has a checkpoint and goes on learning."""
    runs = shell.runs()
    there = runs and any((runs[0].folder / "checkpoints").glob("step-*"))
    return runs[0] if there and runs[0].status().state == "running" else None
