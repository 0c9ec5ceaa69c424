"""Work on the parts of a corpus in several processes, its results in order. Knows no corpora.

Not an executor of the standard library: those cannot be stopped in the middle of a task, and may
wait forever where a process is ended from outside.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, TypeVar

from slm_core.errors import CorpusError

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 2
"""Results of each process that may wait for their turn: what bounds the memory."""
_MOST = 8


class Workers:
    """Processes that are started with the first work that is worth it."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._processes: list[SpawnProcess] = []
        self._idle: list[Connection] = []
        self._busy: dict[Connection, tuple[_Call, int]] = {}

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
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()
        for connection in (*self._idle, *self._busy):
            connection.close()
        self._processes, self._idle, self._busy = [], [], {}

    def _start(self) -> None:
        # Not forked: whoever asks may have threads, and a page's server has many.
        context = multiprocessing.get_context("spawn")
        while len(self._processes) < self.count:
            here, there = context.Pipe()
            process = context.Process(target=_serve, args=(there,))
            process.start()
            there.close()
            self._processes.append(process)
            self._idle.append(here)

    def _send(self, work: Callable, task: object, call: "_Call", place: int) -> None:
        while not self._idle:
            self._receive()
        connection = self._idle.pop()
        self._busy[connection] = (call, place)
        try:
            connection.send((work, task))
        except OSError:
            raise _ended() from None

    def _receive(self) -> None:
        """Wait until a process is done, for whichever call it worked."""
        for ready in wait(list(self._busy)):
            assert isinstance(ready, Connection)
            call, place = self._busy.pop(ready)
            self._idle.append(ready)
            try:
                call.results[place] = ready.recv()
            except (EOFError, OSError):
                raise _ended() from None


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


def _serve(connection: Connection) -> None:
    """Do one task after the other, until whoever sends them is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    with suppress(EOFError, OSError):
        while True:
            work, task = connection.recv()
            try:
                done = (True, work(task))
            except Exception as error:  # noqa: BLE001 it is raised again where the result is taken
                done = (False, error)
            connection.send(done)


def _ended() -> CorpusError:
    return CorpusError(
        "A process that read or cleaned text was ended by the system, most likely because the "
        "memory was full. Close other programs, or give fewer or smaller files."
    )
