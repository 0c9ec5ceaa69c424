"""Functions run in other processes: many tasks with their results in order, or one with a timeout.

Why not an executor of the standard library or of loky: docs/design.md has the measurements. Pickles
pass between our own processes only, never from a file.
"""

import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Self, TypeVar

from slm_core.errors import ArgotError, CorpusError
from slm_core.messages import Message, msg
from slm_core.processes.spawn import spawn

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 2
"""Results of each process that may wait for their turn: what bounds the memory."""
_MOST = 8


class WorkerLostError(CorpusError):
    """A worker process ended in the middle of a task, most likely for want of memory."""

    def __init__(self) -> None:
        super().__init__(
            msg(
                "A process that read or cleaned text was ended by the system, most likely because "
                "the memory was full. Close other programs, or give fewer or smaller files."
            )
        )


class _TimeoutError(Exception):
    """A task took too long."""


@dataclass(frozen=True)
class FailureTexts:
    """What people are told when `run_one` has no result, and what to do."""

    slow: Message
    """It took too long; {seconds} is how long was waited."""
    ended: Message
    """The process was ended twice."""
    failed: Message
    """The function raised {error}."""


class WorkerPool:
    """Worker processes that are started when they are needed; any thread may call.

    In a `with` block, they are gone when the block ends.
    """

    def __init__(self, count: int | None = None, *, idle_seconds: float | None = None) -> None:
        """At most `count` processes, by default one for each core up to eight.

        With `idle_seconds`, a process that had nothing to do for so long ends.
        """
        self.count = count or max(1, min(_MOST, os.cpu_count() or 1))
        self._idle_seconds = idle_seconds
        self._threads = ThreadPoolExecutor(self.count)  # each waits for a process
        self._room = threading.BoundedSemaphore(self.count)
        self._lock = threading.Lock()
        self._workers: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._closings = 0

    def map_ordered(
        self,
        function: Callable[[Task], Result],
        tasks: Iterable[Task],
        *,
        worth: bool = True,
        ahead: int = AHEAD,
    ) -> Iterator[Result]:
        """The function's result for each task, in order, begun `ahead` for each process.

        In this process where there is one worker only, or starting others is not `worth` it. The
        tasks may come from another such call. Raises what the function raises, and CorpusError
        where a process was ended from outside.
        """
        if self.count < 2 or not worth:
            yield from map(function, tasks)
            return
        waiting: deque[Future[Result]] = deque()
        for task in tasks:
            work = pickle.dumps((function, (task,)), pickle.HIGHEST_PROTOCOL)
            waiting.append(self._threads.submit(self._run, work, self._closings))
            if len(waiting) == ahead * self.count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def run_one(
        self, function: Callable[..., Result], *args: object, timeout: float, texts: FailureTexts
    ) -> Result:
        """What the function returns, run in a process whose module globals may serve as caches.

        Raises the function's ArgotError, and CorpusError where it raises anything else, takes
        longer than `timeout` seconds, or the process is ended twice.
        """
        work = pickle.dumps((function, args), pickle.HIGHEST_PROTOCOL)
        closings = self._closings
        for _ in range(2):  # it may have been killed since the last time, or be just ending idle
            try:
                return self._run(work, closings, timeout)
            except WorkerLostError:
                continue
            except _TimeoutError:
                seconds = {"seconds": f"{timeout:g}"}
                raise CorpusError(replace(texts.slow, values=seconds)) from None
            except ArgotError:  # it says itself what to do
                raise
            except Exception as error:  # the edge of the process
                values = {"error": f"{type(error).__name__}: {error}"}
                raise CorpusError(replace(texts.failed, values=values)) from error
        raise CorpusError(texts.ended)

    def close(self) -> None:
        """End the processes, whatever they are at; the next call starts others."""
        with self._lock:
            self._closings += 1
            threads, self._threads = self._threads, ThreadPoolExecutor(self.count)
            for worker in self._workers:
                worker.kill()
            self._workers.clear()
            self._idle.clear()
        threads.shutdown(cancel_futures=True)

    def __enter__(self) -> Self:
        """Nothing is started yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """See `close`."""
        self.close()

    def _run(self, work: bytes, closings: int, timeout: float | None = None) -> Any:
        with self._room, self._worker(closings) as worker:
            answer = worker.run(work, timeout)
        is_well, value = pickle.loads(answer)
        if not is_well:
            raise value
        return value

    @contextmanager
    def _worker(self, closings: int) -> Generator["_Worker"]:
        """A process for one task; none for a task of before the last time all were ended."""
        with self._lock:
            if closings != self._closings:
                raise WorkerLostError
            worker = self._idle.pop() if self._idle else _Worker(self._idle_seconds)
            self._workers.add(worker)
        try:
            yield worker
        except BaseException:  # it is gone, or in the middle of something
            worker.kill()
            with self._lock:
                self._workers.discard(worker)
            raise
        with self._lock:
            if worker in self._workers:
                self._idle.append(worker)


class _Worker:
    """A process that runs one task after the other, see pool_worker.py."""

    def __init__(self, idle_seconds: float | None) -> None:
        arguments = () if idle_seconds is None else (str(idle_seconds),)
        self._process = spawn("slm_core.processes.pool_worker", *arguments)
        self._is_late = False

    def run(self, work: bytes, timeout: float | None) -> bytes:
        """Whether it went well and the result, pickled; the work is function and arguments."""
        tasks, answers = self._process.stdin, self._process.stdout
        assert tasks is not None
        assert answers is not None
        timer = threading.Timer(timeout or 0.0, self._give_up)
        timer.daemon = True
        if timeout is not None:
            timer.start()
        try:
            pickle.dump(work, tasks, pickle.HIGHEST_PROTOCOL)
            tasks.flush()
            return pickle.load(answers)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise (_TimeoutError if self._is_late else WorkerLostError) from None
        finally:
            timer.cancel()

    def kill(self) -> None:
        """End it in the middle of its task; who waits for that sees its answers end."""
        self._process.kill()
        self._process.wait()

    def _give_up(self) -> None:
        self._is_late = True
        self._process.kill()
