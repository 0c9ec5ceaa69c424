"""A trainer's heartbeat: a counter that its process raises for as long as it runs.

A process that is halted (SIGSTOP) keeps its lock and raises nothing. Readers time the changes by
their own monotonic clock, so that a clock that is set, or another machine's, misleads nobody.
"""

import functools
import os
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

SILENT = 15.0
"""Seconds without a beat after which a process counts as halted."""
_EVERY = 2.0
"""Seconds between two beats."""
_FILE = "heartbeat"
_WATCHED = 256
"""Runs whose last beat a reader remembers."""


class Heartbeat:
    """Beats in a thread of its own while its block lasts: a step may take minutes."""

    def __init__(self, folder: Path) -> None:
        """`folder` is that of a run whose lock this process holds."""
        self._path = folder / _FILE
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        """The first beat comes at once."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """No beat follows."""
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        beats = 0
        while True:
            # Without room on the disk a run ends anyway, and its status says so.
            with suppress(OSError):
                self._path.write_text(f"{socket.gethostname()} {os.getpid()} {beats}\n")
            beats += 1
            if self._over.wait(_EVERY):
                return


@dataclass
class _Watch:
    """The newest beat that this process has seen, and since when, in monotonic seconds."""

    beat: str = ""
    since: float = 0.0


def is_silent(folder: Path) -> bool:
    """Whether the process that holds the run's lock has not beaten for `SILENT` seconds.

    False where there is no heartbeat to judge by.
    """
    path = folder / _FILE
    try:
        beat, age = path.read_text(encoding="utf-8"), time.time() - path.stat().st_mtime
    except (OSError, ValueError):
        return False
    watch, now = _watch_of(folder), time.monotonic()
    if not beat.strip():  # it is being written at this moment
        return False
    if beat != watch.beat:
        # At the first look the file's own time is all there is, and only here it means something.
        is_first_here = not watch.beat and beat.split()[0] == socket.gethostname()
        watch.beat, watch.since = beat, now - (age if is_first_here else 0.0)
    return now - watch.since > SILENT


@functools.lru_cache(maxsize=_WATCHED)
def _watch_of(_folder: Path) -> _Watch:
    return _Watch()
