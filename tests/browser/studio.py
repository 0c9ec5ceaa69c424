"""A studio's server as a process with a workspace of its own, and the Chromium to look at it with.

It does not depend on pytest: benchmarks start studios in the same way.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

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
    "--font-render-hinting=none",  # widths of words as windows have them
]

HEADLESS = "chromium-headless-shell"
"""Chromium without windows: it needs a third less of the processor for the same page."""
_NAMES = (
    HEADLESS,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
_PATHS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


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


def launch_studio(
    home: Path,
    environment: dict[str, str] | None = None,
    *,
    options: Sequence[str] = (),
    port: int | None = None,
) -> Studio:
    """Start a server on a free port, or on this one, with more `options` of Streamlit's command
    line, and wait until it answers. RuntimeError where it does not."""
    home.mkdir(parents=True, exist_ok=True)
    port = port or _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    began = time.monotonic()
    with open(home / "server.log", "wb") as log:
        process = subprocess.Popen(
            [*command, f"--server.port={port}", *options],
            cwd=ROOT,
            env={**os.environ, "ARGOT_HOME": str(home), **(environment or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    studio = Studio(home, port, process, 0.0)
    while not _answers(studio.url):
        if process.poll() is not None or time.monotonic() - began > 30:
            studio.stop()
            raise RuntimeError(f"The studio did not start:\n{studio.log()}")
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


def end_processes_of(home: Path) -> None:
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
