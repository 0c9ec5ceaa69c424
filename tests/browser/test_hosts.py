"""The studio answers to its own names and to its own pages, whatever asks."""

import json
import resource
import socket
import sys
import time

import psutil
import pytest

from tests.browser.http import STREAM, ask, open_websocket, status
from tests.browser.studio import CHROMIUM_FLAGS, find_browser

pytestmark = pytest.mark.browser

EVIL = "rebound.example"
PATHS = (
    ("GET", "/"),
    ("GET", "/corpora"),
    ("GET", "/_stcore/health"),
    ("GET", "/_stcore/host-config"),
    ("GET", "/_stcore/metrics"),
    ("GET", "/media/a.txt"),
    ("PUT", "/_stcore/upload_file/a/b"),
    ("DELETE", "/_stcore/upload_file/a/b"),
    ("OPTIONS", "/_stcore/upload_file/a/b"),
    ("GET", STREAM),
)


def test_only_its_own_names_and_pages_are_answered(studio):
    port = studio.port
    for name in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"):
        assert status(port, "/_stcore/health", Host=name) == 200
        assert open_websocket(port, Host=name, Origin=f"http://{name}") == 101
    for method, path in PATHS:
        assert status(port, path, method=method, Host=f"{EVIL}:{port}") == 403, path
        foreign = {"Origin": f"http://{EVIL}:{port}"}
        assert status(port, path, method=method, **foreign) == 403, path
    # As rebinding has it: the page's own name in both.
    rebound = {"Host": f"{EVIL}:{port}", "Origin": f"http://{EVIL}:{port}"}
    assert open_websocket(port, **rebound) == 403
    assert open_websocket(port, Origin=f"http://{EVIL}") == 403
    assert open_websocket(port, Origin="null") == 403
    assert open_websocket(port, Host=EVIL) == 403
    assert open_websocket(port, Origin=f"http://127.0.0.1:{port + 1}") == 403


def test_a_name_that_was_allowed_opens_the_studio(start_studio):
    studio = start_studio(options=("--", "--allow-host", EVIL))
    named = {"Host": f"{EVIL}:{studio.port}", "Origin": f"http://{EVIL}:{studio.port}"}
    assert status(studio.port, **named) == 200
    assert open_websocket(studio.port, **named) == 101
    assert status(studio.port, Host=f"other.{EVIL}") == 403


def test_a_browser_shows_why_in_both_languages(studio, chromium):
    rule = f"--host-resolver-rules=MAP {EVIL} 127.0.0.1"
    browser = chromium.browser_type.launch(
        executable_path=find_browser(), args=[*CHROMIUM_FLAGS, rule]
    )
    page = browser.new_page(viewport={"width": 390, "height": 600})
    answer = page.goto(f"http://{EVIL}:{studio.port}/")
    assert answer is not None
    assert answer.status == 403
    words = page.locator("body").inner_text()
    browser.close()
    assert f"does not answer to the address {EVIL}:{studio.port}" in words
    assert "--allow-host" in words
    assert "请" in words


def test_markup_in_a_name_is_text(studio):
    page = ask(studio.port, Host="<script>alert(1)</script>")
    assert page.startswith((b"HTTP/1.1 400", b"HTTP/1.1 403"))
    assert b"<script>" not in page


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit of open files.")
def test_half_open_connections_stop_neither_the_studio_nor_fill_its_log(studio):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    opened = []
    for _ in range(1100):
        connection = socket.create_connection(("127.0.0.1", studio.port), timeout=20)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: ")
        opened.append(connection)
    began = time.monotonic()
    for _ in range(5):
        assert status(studio.port, "/_stcore/health") == 200
    assert time.monotonic() - began < 5
    assert psutil.Process(studio.process.pid).num_fds() < 700
    assert len(studio.log()) < 20_000
    for connection in opened:
        connection.close()


def test_small_answers_of_the_studio_are_not_held_back(studio):
    with socket.create_connection(("127.0.0.1", studio.port), timeout=20) as connection:
        seconds = []
        for _ in range(9):
            began = time.perf_counter()
            connection.sendall(b"GET /_stcore/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            found = b""
            while not found.endswith(b"\r\n\r\nok"):
                found += connection.recv(4096)
            seconds.append(time.perf_counter() - began)
    assert sorted(seconds)[4] < 0.035, json.dumps(seconds)
