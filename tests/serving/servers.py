"""Looking at a model server's process from outside, and ending it."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil

from slm_core.storage import read_json
from slm_core.workspace import Workspace


def server_pid(workspace: Workspace) -> int:
    data = read_json(workspace.serving)
    assert data is not None
    return data["pid"]  # ty: ignore[invalid-return-type]


def end_server(workspace: Workspace, *, how: int = signal.SIGTERM) -> None:
    """End the workspace's server, if it has one, and wait until it is gone."""
    data = read_json(workspace.serving)
    if data is None:
        return
    pid = int(data["pid"])  # ty: ignore[invalid-argument-type]
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return
    wait_for(lambda: not alive(pid))


def alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_for(what, *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@contextlib.contextmanager
def serving(workspace: Workspace, *options: str, key: str) -> Iterator[str]:
    """The command line's server on a free port, as a process; gives its address."""
    command = ["serve", "--port", "0", *options, "--workspace", str(workspace.root)]
    process = subprocess.Popen(
        [sys.executable, "-m", "slm_core", *command],
        env={**os.environ, "ARGOT_KEY": key},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said = iter(process.stderr.readline, "")
        found = next(filter(None, (re.search(r"http://\S+?:\d+", line) for line in said)))
        yield found[0]
    finally:
        process.terminate()
        process.wait(20)
