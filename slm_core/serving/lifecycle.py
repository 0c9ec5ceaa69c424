"""One model server for a workspace, however many ask for it: found, or started, or replaced."""

import errno
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import httpx2
from filelock import FileLock, Timeout
from pydantic import Field

from slm_core.errors import NO_MEMORY, DamagedFileError, ServingError, is_out_of_memory
from slm_core.hardware.machine import describe_machine
from slm_core.messages import Message, as_given, msg
from slm_core.processes.spawn import spawn
from slm_core.records import read_record
from slm_core.storage import friendly_os_errors
from slm_core.workspace import Workspace

START_SECONDS = 120.0
"""Longest wait for a server to answer; on a busy machine torch alone takes 20 s to load."""

KEEP_SECONDS = 50.0
"""For which a client keeps a connection; less than the server does, or it would write into one
that is being closed."""


@dataclass(frozen=True)
class Address:
    """How to reach a model server on this machine."""

    port: Annotated[int, Field(gt=0, lt=65_536)]
    key: str

    @property
    def url(self) -> str:
        """Where its paths begin."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """What every request must carry."""
        return {"Authorization": f"Bearer {self.key}"}

    def connection(self, *, timeout: float) -> httpx2.Client:
        """An HTTP client that waits at most so many seconds for a word from the server."""
        return httpx2.Client(
            base_url=self.url,
            headers=self.headers,
            timeout=httpx2.Timeout(timeout, connect=5.0),
            limits=httpx2.Limits(keepalive_expiry=KEEP_SECONDS),
            trust_env=False,  # a proxy has no business on the loopback
            verify=False,  # no TLS there, and setting it up takes 20 of a request's 23 ms
        )


def ensure_server(workspace: Workspace) -> Address:
    """The workspace's server, started if there is none. Raises ServingError, WorkspaceError."""
    address = running_server(workspace)
    if address:
        return address
    with friendly_os_errors(workspace.serving):
        _own_folder(workspace)
        lock = FileLock(workspace.serving.with_suffix(".lock"), timeout=START_SECONDS)
        try:
            with lock:
                return running_server(workspace) or _start(workspace)
        except Timeout:
            raise ServingError(
                msg(
                    "Another process has been starting the model server for "
                    "{start_seconds:.0f} s now. Try again, and if that does not help, look "
                    "into {log} in the workspace folder.",
                    start_seconds=START_SECONDS,
                    log=_log(workspace).name,
                )
            ) from None


def running_server(workspace: Workspace) -> Address | None:
    """The server that serving.json names, if it is there, takes the key and is this workspace's."""
    try:
        address = read_record(Address, workspace.serving)
    except DamagedFileError:  # what is started now writes it anew
        return None
    if address is None:
        return None
    try:
        with address.connection(timeout=5.0) as http:
            answer = http.get("/v1/server")
            known = answer.status_code == 200 and answer.json()
    except (httpx2.HTTPError, ValueError):
        return None  # nobody there, or somebody else who took the port
    return address if known and known.get("workspace") == workspace.fingerprint else None


def _own_folder(workspace: Workspace) -> None:
    """Make the folder of serving.json where it is not the workspace's own. Raises
    PermissionError where somebody else made it, who could read the key."""
    folder = workspace.serving.parent
    if folder == workspace.root:
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.name == "posix":
        found = folder.lstat()
        if found.st_uid != os.getuid() or found.st_mode & 0o077 or folder.is_symlink():
            raise PermissionError(errno.EACCES, "another user made it", str(folder))


def _start(workspace: Workspace) -> Address:
    _log(workspace).write_bytes(b"")  # that of an earlier one is of no use
    # One token at a time is too little work for many threads: a second one gains a tenth.
    threads = max(1, min(4, describe_machine().cores // 2))
    process = spawn(
        "slm_core.serving.server",
        *("--workspace", str(workspace.root)),
        variables={"OMP_NUM_THREADS": str(threads)},
        log=_log(workspace),
    )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None and is_out_of_memory(_told(workspace)):
            raise ServingError(NO_MEMORY)
        if process.poll() is not None:
            raise ServingError(
                msg(
                    "The model server ended as soon as it was started: {line} "
                    "{log} in the workspace folder has the details.",
                    line=_last_line(workspace),
                    log=_log(workspace).name,
                )
            )
        address = running_server(workspace)
        if address:
            return address
        time.sleep(0.05)
    process.terminate()
    raise ServingError(
        msg(
            "The model server did not answer within {start_seconds:.0f} s of its "
            "start. The machine may be too busy: try again, and if that does not "
            "help, look into {log} in the workspace folder.",
            start_seconds=START_SECONDS,
            log=_log(workspace).name,
        )
    )


def _log(workspace: Workspace) -> Path:
    return workspace.serving.with_suffix(".log")


def _told(workspace: Workspace) -> str:
    """What the server said before it ended."""
    return _log(workspace).read_text(encoding="utf-8", errors="replace")


def _last_line(workspace: Workspace) -> Message:
    lines = [line for line in _told(workspace).splitlines() if line.strip()]
    return as_given(lines[-1].strip()) if lines else msg("it said nothing.")
