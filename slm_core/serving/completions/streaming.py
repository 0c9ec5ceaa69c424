"""Carries what a thread makes into an asynchronous answer, and the client's leaving back to it."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TypeVar

from starlette.requests import Request

T = TypeVar("T")

_LOOK_EVERY = 0.25
"""Seconds between two looks at whether the client is still there, when nothing else happens."""

_END = object()


async def stream_from_thread(
    request: Request, work: Callable[[Callable[[], bool]], Iterator[T]]
) -> AsyncIterator[T | None]:
    """What `work(should_stop)` yields in a thread of its own; None now and then while it is silent.

    When the client has gone, or the answer ends for any other reason, `should_stop` says so and
    this ends. What `work` raises is raised here.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[object] = asyncio.Queue()
    gone = threading.Event()

    def put(item: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody waits any more
            loop.call_soon_threadsafe(queue.put_nowait, item)

    def run() -> None:
        try:
            for item in work(gone.is_set):
                put(item)
            put(_END)
        except BaseException as error:  # noqa: BLE001 - raised again on the other side
            put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        while True:
            try:
                item = await asyncio.wait_for(queue.get(), _LOOK_EVERY)
            except TimeoutError:
                item = None
            if item is _END or await request.is_disconnected():
                return
            if isinstance(item, BaseException):
                raise item
            yield item  # ty: ignore[invalid-yield]
    finally:
        gone.set()
