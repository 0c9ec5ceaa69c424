"""Connections that ask for nothing do not keep others from being answered."""

import asyncio
import contextlib
import socket
import threading
import time

import pytest
import uvicorn

from slm_core.serving.protection import connections
from slm_core.serving.protection.connections import (
    BACKLOG,
    Connections,
    protocol,
    raise_file_limit,
)
from slm_core.serving.protection.quiet_log import MOST, SeldomFilter, quiet_logs
from tests.serving.servers import wait_for

ASK = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
SHORT = 0.5


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    while scope["method"] == "POST" and (await receive()).get("more_body"):
        pass
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


@contextlib.contextmanager
def server(room: Connections):
    """A real server in a thread; gives its port, and ends it."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http=protocol(room), backlog=BACKLOG, lifespan="off", log_config=None
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    wait_for(lambda: running.started)
    try:
        yield listening.getsockname()[1]
    finally:
        running.should_exit = True
        thread.join(20)


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(connections, "HEADER_SECONDS", SHORT)
    monkeypatch.setattr(connections, "BODY_SECONDS", SHORT)


def opened(port: int, said: bytes = b"") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(said)
    return connection


def answer(connection: socket.socket) -> bytes:
    connection.sendall(ASK)
    found = b""
    while not found.endswith(b"\r\n\r\nok"):
        part = connection.recv(4096)
        assert part, found
        found += part
    return found


def is_closed(connection: socket.socket) -> bool:
    """Whether the server closes it, within some seconds."""
    connection.settimeout(10 * SHORT)
    try:
        return connection.recv(4096) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


ROOMY = Connections(most_waiting=100, most=100)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc",
    ],
)
def test_what_was_begun_and_not_finished_is_closed(short, said):
    with server(ROOMY) as port, opened(port, said) as connection:
        assert is_closed(connection)


def test_the_second_request_of_a_connection_has_no_more_time_than_the_first(short):
    with server(ROOMY) as port, opened(port) as connection:
        assert b"200 OK" in answer(connection)
        time.sleep(2 * SHORT)  # kept, since nothing was begun
        assert b"200 OK" in answer(connection)
        connection.sendall(b"GET /")
        assert is_closed(connection)


def test_the_oldest_that_waits_makes_room_for_the_next():
    with server(Connections(most_waiting=3, most=100)) as port:
        waiting = [opened(port) for _ in range(3)]
        time.sleep(0.1)
        with opened(port) as last:
            assert b"200 OK" in answer(last)
        assert is_closed(waiting[0])
        for connection in waiting:
            connection.close()


def test_a_flood_of_half_open_connections_stops_nobody():
    room = Connections.within_files(raise_file_limit())
    with server(room) as port:
        half_open = [opened(port, b"GET / HTTP/1.1\r\nHost:") for _ in range(1100)]
        began = time.monotonic()
        with opened(port) as connection:
            assert b"200 OK" in answer(connection)
        assert time.monotonic() - began < 3
        assert len(room.waiting) <= room.most_waiting
        for connection in half_open:
            connection.close()


def test_small_answers_are_not_held_back():
    with server(ROOMY) as port, opened(port) as connection:
        answer(connection)
        seconds = []
        for _ in range(9):
            began = time.perf_counter()
            answer(connection)
            seconds.append(time.perf_counter() - began)
    assert sorted(seconds)[4] < 0.03  # Nagle's algorithm makes it 0.04 and more


def test_every_connection_leaves_no_trace():
    room = Connections(most_waiting=100, most=100)
    with server(room) as port:
        for _ in range(5):
            with opened(port) as connection:
                answer(connection)
        wait_for(lambda: not room.waiting)


def test_there_is_room_however_few_files_may_be_open():
    few, many = Connections.within_files(256), Connections.within_files(1_000_000)
    assert 16 <= few.most_waiting < few.most < 256
    assert (many.most_waiting, many.most) == (256, 1000)


def test_a_log_does_not_grow_by_what_anybody_sends(caplog):
    import logging

    logger = logging.getLogger("tests.quiet")
    logger.addFilter(SeldomFilter())
    for number in range(500):
        logger.warning("Invalid HTTP request received.")
        logger.warning("Cannot read %s.", number)
    assert len(caplog.records) == 2 * MOST
    quiet_logs()
    quiet_logs()
    for name in ("uvicorn.error", "asyncio"):
        filters = logging.getLogger(name).filters
        assert [isinstance(known, SeldomFilter) for known in filters].count(True) == 1


def test_the_loop_says_little_where_no_more_files_can_be_opened(caplog):
    quiet_logs()
    loop = asyncio.new_event_loop()
    for _ in range(300):
        loop.call_exception_handler({"message": "socket.accept() out of system resource"})
    loop.close()
    assert len(caplog.records) <= MOST
