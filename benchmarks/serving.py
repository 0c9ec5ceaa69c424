"""How fast the model server answers on this machine, on a connection that is kept open.

`python -m benchmarks.serving [--only NAME] [--repetitions N] [--json FILE]`. README.md says what
each number is. The exit status is 1 where a target is missed.
"""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager

import httpx2

from benchmarks.support.command import Measures, measure_all
from benchmarks.support.figures import Figure
from benchmarks.support.workplace import temporary_home
from slm_core.serving.lifecycle import ensure_server
from slm_core.workspace import open_workspace
from tests.serving.servers import end_server
from tests.serving.writers import SEED_TEXT, writer

TOKENS = 20
_WARM = 5
"""Requests before the first that counts: the model is loaded with the first."""


@contextmanager
def _served() -> Generator[tuple[httpx2.Client, str]]:
    """A connection to a server of the studio's kind, and a run that writes characters."""
    with temporary_home() as home:
        workspace = open_workspace(home)
        run = writer(workspace, hidden=256)
        try:
            with ensure_server(workspace).connection(timeout=60) as http:
                yield http, run.id
        finally:
            end_server(workspace)


def _milliseconds(ask: Callable[[], httpx2.Response], repetitions: int) -> tuple[float, ...]:
    found = []
    for number in range(_WARM + repetitions):
        began = time.perf_counter()
        answer = ask()
        if number >= _WARM:
            found.append(1000 * (time.perf_counter() - began))
        answer.raise_for_status()
    return tuple(found)


def answers(repetitions: int) -> list[Figure]:
    """Milliseconds from asking to the whole answer, one request after the other."""
    with _served() as (http, run):
        completion = {"model": run, "prompt": SEED_TEXT, "max_tokens": TOKENS, "seed": 1}
        asked: dict[str, tuple[Callable[[], httpx2.Response], float]] = {
            "health": (lambda: http.get("/health"), 5.0),
            "what comes next": (
                lambda: http.post("/v1/next", json={"model": run, "prompt": SEED_TEXT}),
                10.0,
            ),
            f"{TOKENS} tokens": (lambda: http.post("/v1/completions", json=completion), 80.0),
            f"{TOKENS} tokens, streamed": (
                lambda: http.post("/v1/completions", json=completion | {"stream": True}),
                80.0,
            ),
        }
        return [
            Figure(f"model server, {what}", "ms", _milliseconds(ask, repetitions), target=most)
            for what, (ask, most) in asked.items()
        ]


MEASURES: Measures = {"answers": (answers, 50)}
"""What can be measured, and how often it is when nobody says otherwise."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for; 1 where a target is missed."""
    return measure_all(MEASURES, arguments, program="benchmarks.serving", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
