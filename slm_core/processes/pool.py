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
        self._tasks: _Tasks = queue.SimpleQueue()
        self._done: _Done = queue.SimpleQueue()

    def map(
        self,
        work: Callable[[Task], Result],
        tasks: Iterable[Task],
        *,
        worth: bool = True,
        ahead: int = AHEAD,
    ) -> Iterator[Result]:
        """`work` on each task, in order, `ahead` tasks for each process before they are taken.

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
            while not is_over and sent - given < ahead * self.count:
                try:
                    task = next(coming)
                except StopIteration:
                    is_over = True
                    break
                self._tasks.put((call, sent, pickle.dumps((work, task), pickle.HIGHEST_PROTOCOL)))
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
            worker.kill()
            self._tasks.put(None)
        for worker in self._all:
            worker.join()
        self._all = []
        self._tasks, self._done = queue.SimpleQueue(), queue.SimpleQueue()

    def _start(self) -> None:
        while len(self._all) < self.count:
            self._all.append(_Worker(self._tasks, self._done))

    def _receive(self) -> None:
        """Wait until a process is done, for whichever call it worked."""
        call, place, result = self._done.get()
        if result is None:
            raise CorpusError(
                "A process that read or cleaned text was ended by the system, most likely because "
                "the memory was full. Close other programs, or give fewer or smaller files."
            )
        call.results[place] = result


class _Worker:
    """A process, and the thread that sends it one task after the other and waits for it.

    So the process goes on while whoever wants the results is busy with something else.
    """

    def __init__(self, tasks: "_Tasks", done: "_Done") -> None:
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "slm_core.processes.pool_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self._thread = threading.Thread(target=self._serve, args=(tasks, done), daemon=True)
        self._thread.start()

    def kill(self) -> None:
        """End the process; the thread ends with its task, or when there is none left."""
        self._process.kill()

    def join(self) -> None:
        """Wait for both."""
        self._process.wait()
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it was not sent any more
                    pipe.close()

    def _serve(self, tasks: "_Tasks", done: "_Done") -> None:
        while (item := tasks.get()) is not None:
            call, place, work = item
            result = self._result(work)
            done.put((call, place, result))
            if result is None:
                return

    def _result(self, work: bytes) -> "tuple[bool, Any] | None":
        """Whether it went well, and what came of it; None where the process is gone."""
        sending, receiving = self._process.stdin, self._process.stdout
        assert sending is not None
        assert receiving is not None
        try:
            sending.write(work)
            sending.flush()
            return pickle.load(receiving)
        except (EOFError, OSError, pickle.UnpicklingError):
            return None
        except Exception as error:  # noqa: BLE001 it is raised again where the result is taken
            return False, error


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


_Tasks = queue.SimpleQueue[tuple[_Call, int, bytes] | None]
_Done = queue.SimpleQueue[tuple[_Call, int, tuple[bool, Any] | None]]


@contextmanager
def workers(count: int | None = None) -> Generator[Workers]:
    """So many processes, by default one for each core up to eight; gone when the block ends."""
    made = Workers(count or max(1, min(_MOST, os.cpu_count() or 1)))
    try:
        yield made
    finally:
        made.close()
