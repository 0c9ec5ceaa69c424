"""Work on the parts of a corpus in several processes, its results in order. Knows no corpora."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TypeVar

from slm_core.errors import CorpusError

Task = TypeVar("Task")
Result = TypeVar("Result")

WAITING = 2
"""Results of each process that may wait for their turn: what bounds the memory."""


class Workers:
    """Processes that are started with the first work that is worth it."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    def map(
        self, work: Callable[[Task], Result], tasks: Iterable[Task], *, worth: bool = True
    ) -> Iterator[Result]:
        """`work` on each task, in order, only as many ahead as there are processes to feed.

        In this process where there is one only, or starting others is not `worth` it. Raises
        what `work` raises, and CorpusError where a process was ended from outside.
        """
        if self.count < 2 or not worth:
            yield from map(work, tasks)
            return
        pool = self._started()
        ahead: deque[Future[Result]] = deque()
        try:
            for task in tasks:
                ahead.append(pool.submit(work, task))
                if len(ahead) > WAITING * self.count:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        except BrokenProcessPool:
            raise CorpusError(
                "A process that read or cleaned text was ended by the system, most likely because "
                "the memory was full. Close other programs, or give fewer or smaller files."
            ) from None

    def close(self) -> None:
        """End the processes; what they have begun is thrown away."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked: whoever asks may have threads, and a page's server has many.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.count, context, initializer=_prepare)
        return self._pool


@contextmanager
def workers(count: int | None = None) -> Generator[Workers]:
    """So many processes, by default one for each core up to eight; gone when the block ends."""
    made = Workers(count or max(1, min(8, os.cpu_count() or 1)))
    try:
        yield made
    finally:
        made.close()


def _prepare() -> None:
    """In a new process: Ctrl-C is its parent's business, and it ends when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
