"""Work on the parts of a corpus in several processes, its results in order. Knows no corpora.

Not an executor of the standard library: those cannot be stopped in the middle of a task, and may
wait forever where a process is ended from outside. Pickles pass between our own processes only,
never from a file.
"""

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from slm_core.errors import CorpusError

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 2
"""Results of each process that may wait for their turn: what bounds the memory."""
_MOST = 8
_ROOT = Path(__file__).resolve().parents[2]


class Workers:
    """Processes that are started with the first work that is worth it."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._all: list[_Worker] = []
        self._idle: list[_Worker] = []
        self._busy: dict[_Worker, tuple[_Call, int]] = {}
        self._done: queue.SimpleQueue[tuple[_Worker, Any]] = queue.SimpleQueue()

    def map(
        self, work: Callable[[Task], Result], tasks: Iterable[Task], *, worth: bool = True
    ) -> Iterator[Result]:
        """`work` on each task, in order, only as many ahead as there are processes to feed.

        In this process where there is one only, or starting others is not `worth` it. The tasks
        may come from another such call. Raises what `work` raises, and CorpusError where a
        process was ended from outside.
        """
        if self.count < 2 or not worth:
            yield from map(work, tasks)
            return
        self._start()
        call = _Call()
        coming = iter(tasks)
        sent, given, is_over = 0, 0, False
        while True:
            while not is_over and sent - given < AHEAD * self.count:
                try:
                    task = next(coming)
                except StopIteration:
                    is_over = True
                    break
                self._send(work, task, call, sent)
                sent += 1
            if is_over and given == sent:
                return
            while given not in call.results:
                self._receive()
            yield call.take(given)
            given += 1

    def close(self) -> None:
        """End the processes, whatever they are at."""
        for worker in self._all:
            worker.end()
        self._all, self._idle, self._busy = [], [], {}

    def _start(self) -> None:
        while len(self._all) < self.count:
            worker = _Worker(self._done)
            self._all.append(worker)
            self._idle.append(worker)

    def _send(self, work: Callable, task: object, call: "_Call", place: int) -> None:
        while not self._idle:
            self._receive()
        worker = self._idle.pop()
        self._busy[worker] = (call, place)
        worker.send((work, task))

    def _receive(self) -> None:
        """Wait until a process is done, for whichever call it worked."""
        worker, result = self._done.get()
        if result is None:
            raise _ended()
        call, place = self._busy.pop(worker)
        self._idle.append(worker)
        call.results[place] = result


class _Worker:
    """A process that is sent tasks through a pipe, and the thread that waits for what it says."""

    def __init__(self, done: "queue.SimpleQueue[tuple[_Worker, Any]]") -> None:
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "slm_core.corpus.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self._reading = threading.Thread(target=self._read, args=(done,), daemon=True)
        self._reading.start()

    def send(self, work: object) -> None:
        """Give it a task. Raises CorpusError where it is gone."""
        assert self._process.stdin is not None
        try:
            pickle.dump(work, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError:
            raise _ended() from None

    def end(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.wait()
        self._reading.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it was not sent any more
                    pipe.close()

    def _read(self, done: "queue.SimpleQueue[tuple[_Worker, Any]]") -> None:
        assert self._process.stdout is not None
        try:
            while True:
                done.put((self, pickle.load(self._process.stdout)))
        except (EOFError, OSError, pickle.UnpicklingError):
            done.put((self, None))


class _Call:
    """What came back for one `map`, by the task's place."""

    def __init__(self) -> None:
        self.results: dict[int, tuple[bool, Any]] = {}

    def take(self, place: int) -> Any:
        """The result of a task; raises what the work raised."""
        is_well, value = self.results.pop(place)
        if not is_well:
            raise value
        return value


@contextmanager
def workers(count: int | None = None) -> Generator[Workers]:
    """So many processes, by default one for each core up to eight; gone when the block ends."""
    made = Workers(count or max(1, min(_MOST, os.cpu_count() or 1)))
    try:
        yield made
    finally:
        made.close()


def _ended() -> CorpusError:
    return CorpusError(
        "A process that read or cleaned text was ended by the system, most likely because the "
        "memory was full. Close other programs, or give fewer or smaller files."
    )
