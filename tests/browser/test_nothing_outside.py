"""Nothing that Argot does asks anybody outside this machine, also where somebody wants it to."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from slm_core.runs.run import list_runs
from tests.browser.http import open_websocket
from tests.serving.servers import serving

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
GUARD = str(ROOT / "tests" / "network_guard")


@pytest.fixture
def guarded(tmp_path, monkeypatch) -> Path:
    """Every process started from here notes in this file what would leave the machine."""
    log = tmp_path / "outside.txt"
    monkeypatch.setenv("ARGOT_NETWORK_LOG", str(log))
    monkeypatch.setenv("PYTHONPATH", GUARD)
    return log


def asked_outside(log: Path) -> str:
    return log.read_text() if log.exists() else ""


def test_the_guard_sees_what_leaves(guarded):
    for code in (
        "socket.create_connection(('192.0.2.1', 80), timeout=1)",
        "socket.getaddrinfo('example.org', 80)",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('8.8.8.8', 1))",
    ):
        subprocess.run([sys.executable, "-c", f"import socket; {code}"], check=False)
    assert asked_outside(guarded).count("\n") == 3


def test_a_whole_visit_asks_nobody(guarded, start_studio, open_tab, tmp_path):
    home = tmp_path / "home"
    train = ["train", "health_news", "--steps", "20", "--workspace", str(home)]
    subprocess.run([sys.executable, "-m", "slm_core", *train], check=True, cwd=ROOT)
    studio = start_studio(home)
    run = list_runs(studio.workspace)[0]
    generate = ["generate", run.id, "The", "--tokens", "5", "--workspace", str(home)]
    subprocess.run([sys.executable, "-m", "slm_core", *generate], check=True, cwd=ROOT)
    with serving(studio.workspace, key="a key of the tests"):
        pass
    # Whoever opens the websocket from another page makes Streamlit look for its own address.
    for origin in ("http://192.0.2.9", "http://evil.example", "null"):
        open_websocket(studio.port, Origin=origin)
        open_websocket(studio.port, Origin=origin, Host=origin.rpartition("/")[2])
    tab = open_tab(studio, f"/writing?run={run.id}")
    tab.page.locator(".st-key-write_go button").click()
    tab.page.get_by_text(re.compile(r"\d tokens? · ")).first.wait_for()
    for address in ("/", "/corpora", "/training", f"/training?run={run.id}"):
        tab.open(address)
    tab.check()  # the browser asked the studio alone
    assert asked_outside(guarded) == ""


def test_what_is_not_python_asks_nobody_either(tmp_path):
    """Libraries in C and Rust, as the system sees them."""
    strace = which("strace")
    if strace is None:
        pytest.skip("strace is not installed.")
    calls = tmp_path / "calls.txt"
    watched = [strace, "-f", "-q", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg"]
    command = [sys.executable, "-m", "slm_core", "train", "health_news", "--steps", "5"]
    done = subprocess.run(
        [*watched, "-o", str(calls), *command, "--workspace", str(tmp_path / "home")],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ},
    )
    if not calls.exists() or "ptrace" in done.stderr.lower():
        pytest.skip("This machine lets no process be watched.")
    assert done.returncode == 0, done.stderr
    addresses = re.findall(r'sin6?_addr=[^"]*"([^"]+)"', calls.read_text())
    assert {address for address in addresses if not address.startswith(("127.", "::1"))} == set()
