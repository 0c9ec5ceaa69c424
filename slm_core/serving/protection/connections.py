"""HTTP connections that cannot stop a server: a time limit for requests that were begun and not
finished, a limit on how many connections wait at once, and no delay of small answers."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 10.0
"""From a connection's start, or from the first byte of another request on it, to the end of the
request's headers. A browser on this machine takes milliseconds."""
BODY_SECONDS = 60.0
"""Without a byte of the body of a request that has begun."""
KEEP_ALIVE_SECONDS = 60
"""For which a connection is kept between two requests."""
BACKLOG = 128
"""Connections that the system holds for us until we take them. asyncio takes as many at once as
this, and only then do we see one of them and can close another."""
_MOST_FILES = 8192
_SPARE_FILES = 300
"""For everything else that is open: sockets just taken, files of the workspace, libraries."""


@dataclass
class Connections:
    """What all connections of one server share."""

    most_waiting: int
    """Connections with no request in progress; one more closes the oldest of them."""
    most: int
    """Connections altogether; another one is closed at once."""
    waiting: dict["LimitedProtocol", None] = field(default_factory=dict)
    """Those that have not asked for anything yet, or not again, the oldest first."""

    @classmethod
    def within_files(cls, files: int) -> "Connections":
        """As many as so many open files allow, and no more than a studio can need."""
        most = max(32, min(1000, files - _SPARE_FILES))
        return cls(most_waiting=max(16, min(256, most // 2)), most=most)

    def add(self, connection: "LimitedProtocol") -> None:
        """Note that it waits, from now on; the oldest one goes where there are too many."""
        self.waiting.pop(connection, None)
        self.waiting[connection] = None
        if len(self.waiting) > self.most_waiting:
            next(iter(self.waiting)).drop()

    def remove(self, connection: "LimitedProtocol") -> None:
        """Note that it waits no more."""
        self.waiting.pop(connection, None)


class LimitedProtocol(H11Protocol):
    """One HTTP connection of uvicorn's, among others that share `room`."""

    def __init__(self, *arguments: Any, room: Connections, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._room = room
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """See asyncio."""
        super().connection_made(transport)
        if len(self.connections) > self._room.most:
            self.drop()
            return
        # asyncio turns Nagle's algorithm off only where a listening socket was made with TCP's
        # number. Else an answer on a connection that is kept waits 40 ms for an acknowledgement.
        with contextlib.suppress(OSError):  # a socket of another family, or gone already
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._room.add(self)
        self._start_timer(HEADER_SECONDS, self.drop)

    def data_received(self, data: bytes) -> None:
        """See asyncio."""
        if self._timer is None and self in self._room.waiting:
            self._start_timer(HEADER_SECONDS, self.drop)
        super().data_received(data)
        upgraded = self.transport.get_protocol() is not self
        if upgraded or self._is_asking():
            self._stop_waiting()
        if not upgraded and self._is_asking() and self.cycle.more_body:
            self._start_timer(BODY_SECONDS, self._miss_body)

    def on_response_complete(self) -> None:
        """See uvicorn: the connection is free for the next request."""
        self._stop_waiting()
        super().on_response_complete()
        if not self._is_asking() and not self.transport.is_closing():
            self._room.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio."""
        self._stop_waiting()
        super().connection_lost(exc)

    def drop(self) -> None:
        """Close it now, without an answer."""
        self._stop_waiting()
        self.transport.abort()

    def _is_asking(self) -> bool:
        """Whether a request has begun that is not answered yet."""
        return self.cycle is not None and not self.cycle.response_complete

    def _miss_body(self) -> None:
        """Nothing came for a while. It may be us who do not read on."""
        if self._is_asking() and self.cycle.more_body:
            if not self.flow.read_paused:
                self.drop()
            else:
                self._start_timer(BODY_SECONDS, self._miss_body)

    def _start_timer(self, seconds: float, call: Callable[[], None]) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, call)

    def _stop_waiting(self) -> None:
        self._room.remove(self)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def protocol(room: Connections) -> Callable[..., LimitedProtocol]:
    """What uvicorn's `http` setting takes: makes connections that share `room`."""
    return lambda *arguments, **named: LimitedProtocol(*arguments, room=room, **named)


def raise_file_limit() -> int:
    """Let this process open as many files as it may, up to 8192; how many that is.

    The hard limit, which only the system's administrator raises, stays what it is. Where there is
    no such limit (Windows), 8192.
    """
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return _MOST_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(_MOST_FILES, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return _MOST_FILES if soft == resource.RLIM_INFINITY else soft
    with contextlib.suppress(ValueError, OSError):  # some systems cap it below their own limit
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
