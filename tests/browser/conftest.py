"""A real studio in a real Chromium: servers on free ports with workspaces of their own.

`studio` is one server for a test, `start_studio` starts as many as wanted, and `open_tab` opens an
address in a fresh browser context that remembers what went wrong in it.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import psutil
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from slm_core.workspace import Workspace, open_workspace

ROOT = Path(__file__).parents[2]

CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
_PROBE = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")
"""Streamlit's front end asks below the page's address too, to find where the server is: a 404."""


def find_browser() -> str | None:
    """A Chromium on this machine: ARGOT_BROWSER, else an installed one; None: Playwright's own."""
    chosen = os.environ.get("ARGOT_BROWSER")
    if chosen:
        return chosen
    installed = (shutil.which(name) for name in _NAMES)
    return next(filter(None, [*installed, *filter(os.path.exists, _PATHS)]), None)


@dataclass
class Studio:
    """A running server."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]
    seconds_to_start: float

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def workspace(self) -> Workspace:
        """What it works on."""
        return open_workspace(self.home)

    def memory(self) -> int:
        """Bytes of memory the server has in use."""
        return psutil.Process(self.process.pid).memory_info().rss

    def log(self) -> str:
        """What it has said so far."""
        return (self.home / "server.log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End the server, and nothing that it started."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)


StartStudio = Callable[..., Studio]


@pytest.fixture
def start_studio(tmp_path: Path) -> Iterator[StartStudio]:
    """`start_studio()` starts a server; `start_studio(home)` one on a workspace of your choice."""
    started: list[Studio] = []

    def start(home: Path | None = None, **environment: str) -> Studio:
        studio = _started(home or tmp_path / "home", environment)
        started.append(studio)
        return studio

    yield start
    for studio in started:
        studio.stop()
    for home in {studio.home for studio in started}:
        _end_processes_of(home)


@pytest.fixture
def studio(start_studio: StartStudio) -> Studio:
    """A server that has just started, on an empty workspace."""
    return start_studio()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, one for all tests; contexts keep them apart."""
    with sync_playwright() as playwright:
        executable = find_browser()
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@dataclass
class Tab:
    """One page in a browser context of its own, and what went wrong in it."""

    page: Page
    studio: Studio
    errors: list[str] = field(default_factory=list)
    """What the console called an error, and what scripts threw."""
    foreign: list[str] = field(default_factory=list)
    """Addresses outside this machine that were asked for."""

    def open(self, address: str = "/") -> None:
        """Go to an address of the studio, such as "/training?run=x", and wait until it is drawn."""
        self.page.goto(self.studio.url + address)
        self.settle()

    def settle(self, *, seconds: float = 20) -> None:
        """Wait until the page is connected, has a heading, and the server has finished drawing."""
        ready = (
            "[data-testid='stApp'][data-test-connection-state='CONNECTED']"
            "[data-test-script-state='notRunning']"
        )
        self.page.locator(ready).wait_for(timeout=seconds * 1000)
        self.page.get_by_role("heading", level=1).first.wait_for(timeout=seconds * 1000)

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return self.page.evaluate(
            """() => Math.max(...['html', '[data-testid=stMain]', '[data-testid=stSidebarContent]']
                .map(name => document.querySelector(name))
                .filter(element => element && element.clientWidth > 100)
                .map(element => element.scrollWidth - element.clientWidth))"""
        )

    def exceptions(self) -> list[str]:
        """Tracebacks shown on the page."""
        return self.page.locator("[data-testid='stException']").all_inner_texts()

    def check(self) -> None:
        """Nothing went wrong: no exception, no console error, no overflow, nobody else asked."""
        assert self.exceptions() == []
        assert self.errors == []
        assert self.foreign == []
        assert self.overflow() == 0


OpenTab = Callable[..., Tab]


@pytest.fixture
def open_tab(chromium: Browser) -> Iterator[OpenTab]:
    """`open_tab(studio, "/training", theme="dark", width=390)`: a tab that has been drawn."""
    contexts = []

    def opened(
        studio: Studio,
        address: str = "/",
        *,
        theme: Literal["light", "dark"] = "light",
        width: int = 1360,
        height: int = 900,
        locale: str = "en-US",
    ) -> Tab:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, locale=locale
        )
        contexts.append(context)
        tab = Tab(context.new_page(), studio)
        _watch(tab)
        tab.open(address)
        return tab

    yield opened
    for context in contexts:
        context.close()


def _watch(tab: Tab) -> None:
    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not _PROBE.search(message.location.get("url", "")):
            tab.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def asked(url: str) -> None:
        if not url.startswith((tab.studio.url, f"ws://127.0.0.1:{tab.studio.port}", "data:")):
            tab.foreign.append(url)

    tab.page.on("console", heard)
    tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
    tab.page.on("request", lambda request: asked(request.url))
    tab.page.on("websocket", lambda websocket: asked(websocket.url))


def _started(home: Path, environment: dict[str, str]) -> Studio:
    home.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    began = time.monotonic()
    with open(home / "server.log", "wb") as log:
        process = subprocess.Popen(
            [*command, f"--server.port={port}"],
            cwd=ROOT,
            env={**os.environ, "ARGOT_HOME": str(home), **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    studio = Studio(home, port, process, 0.0)
    while not _answers(studio.url):
        if process.poll() is not None or time.monotonic() - began > 30:
            studio.stop()
            pytest.fail(f"The studio did not start:\n{studio.log()}")
        time.sleep(0.05)
    studio.seconds_to_start = time.monotonic() - began
    return studio


def _answers(url: str) -> bool:
    try:  # unknown paths answer 200 too, so the body decides
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
            return answer.read() == b"ok"
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _end_processes_of(home: Path) -> None:
    """End trainers and model servers that work on `home`: its path stands in their command."""
    ended = [process for process in psutil.process_iter() if _works_on(process, home)]
    for process in ended:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(ended, timeout=10)


def _works_on(process: psutil.Process, home: Path) -> bool:
    try:
        return process.pid != os.getpid() and str(home) in " ".join(process.cmdline())
    except psutil.Error:
        return False
