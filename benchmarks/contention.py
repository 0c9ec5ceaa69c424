"""What a run keeps of its speed when it is not alone on the machine.

`python -m benchmarks.contention [--only NAME] [--repetitions N] [--json FILE]`. Runs of the command
line on tiny-shakespeare, with the settings anybody gets; speed is tokens by seconds of training, by
the trainer's own count. Quiet and busy are taken in turn, and each ratio is of two neighbours.
"""

import os
import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import patch

from benchmarks.support.command import measure_all
from benchmarks.support.data import real_file
from benchmarks.support.figures import Figure
from benchmarks.support.training import told_by
from benchmarks.support.workplace import temporary_home

_MINUTES = "0.4"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table; 1 where a target is missed."""
    measures = {"busy": (_busy, 3), "two": (_two, 3)}
    return measure_all(measures, arguments, program="benchmarks.contention", about=__doc__)


def _busy(count: int) -> list[Figure]:
    quiet, kept = [], []
    for _ in range(count):
        quiet.append(_speed())
        with _spinning():
            kept.append(100 * _speed() / quiet[-1])
    return [
        Figure("speed alone", "ktok/s", tuple(quiet)),
        Figure("kept beside one busy process", "%", tuple(kept), 45, at_least=True),
    ]


def _two(count: int) -> list[Figure]:
    shares = []
    for _ in range(count):
        alone = _speed()
        with patch.dict(os.environ, ARGOT_SLOTS="2"), ThreadPoolExecutor(2) as pool:
            together = sum(pool.map(lambda _: _speed(), range(2)))
        shares.append(100 * together / alone)
    return [Figure("two at once together, of one alone", "%", tuple(shares), 90, at_least=True)]


def _speed() -> float:
    """Thousands of tokens a second."""
    text = str(real_file("tinyshakespeare", "input.txt"))
    with temporary_home() as home:
        told = told_by(home, [text, "--model", "lstm", "--minutes", _MINUTES])
    return told["tokens_per_second"] / 1e3


@contextmanager
def _spinning() -> Generator[None]:
    """A process that takes a core as long as the block lasts."""
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        busy.kill()
        busy.wait()


if __name__ == "__main__":
    sys.exit(main())
