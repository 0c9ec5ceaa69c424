"""The model server as a process: listens, and for the studio says where and ends when idle.

The studio starts it as `python -m slm_core.serving.server --workspace FOLDER`.
"""

import argparse
import asyncio
import contextlib
import errno
import json
import logging
import os
import secrets
import shutil
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Callable

import torch
import uvicorn
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from slm_core.errors import ArgotError, ServingError
from slm_core.leftovers import use_temporary_folder
from slm_core.messages import Message, msg
from slm_core.serving.app import create_app
from slm_core.serving.auth import ApiKeyMiddleware
from slm_core.serving.model_cache import ModelCache
from slm_core.serving.protection.body import BodyMiddleware
from slm_core.serving.protection.connections import (
    BACKLOG,
    KEEP_ALIVE_SECONDS,
    Connections,
    protocol,
    raise_file_limit,
)
from slm_core.serving.protection.host_check import HostCheckMiddleware, Refusal
from slm_core.serving.protection.hosts import AllowedHosts
from slm_core.serving.protection.quiet_log import quiet_logs
from slm_core.serving.schema import error_answer
from slm_core.storage import read_json, write_json
from slm_core.workspace import Workspace, open_workspace

IDLE_SECONDS = 600.0
"""The studio's own server ends when nobody has asked it anything for this long."""


def serve(  # noqa: PLR0913 each is an option of the command
    workspace: Workspace,
    *,
    host: str,
    port: int,
    key: str,
    tell: Callable[[int], None] = lambda port: None,
    allowed: AllowedHosts | None = None,
    int8: bool = False,
) -> None:
    """Answer until told to stop (Ctrl-C, SIGTERM). Raises ServingError where it cannot listen.

    `tell` hears the port once it listens, which matters where 0 was asked for. `allowed` has the
    names to answer to, by themselves `host` and those of the loopback. `int8` rounds weights as
    they are loaded.
    """
    if not key.strip():
        raise ServingError(msg("The key is empty: anybody could use the server. Choose a key."))
    listening = _listen(host, port)
    tell(listening.getsockname()[1])
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again when it has ended
        _run(workspace, listening, key, allowed=allowed or AllowedHosts.of(host), int8=int8)


def serve_studio(workspace: Workspace, *, idle_seconds: float = IDLE_SECONDS) -> None:
    """Answer the studio on a free loopback port with a random key, both told in serving.json.

    Ends when idle, and when serving.json names another server. Raises ServingError, WorkspaceError.
    """
    listening = _listen("127.0.0.1", 0)
    me = {
        "port": listening.getsockname()[1],
        "key": secrets.token_urlsafe(32),
        "pid": os.getpid(),
        "host": socket.gethostname(),
    }
    address = workspace.serving  # once: by the end the workspace may be one that can be written to
    write_json(address, me, mode=0o600)

    def is_over(gate: ApiKeyMiddleware) -> bool:
        idle = gate.idle_seconds()
        replaced = read_json(address) != me
        return idle > idle_seconds or (replaced and idle > 0)

    try:
        _run(workspace, listening, str(me["key"]), allowed=AllowedHosts(), is_over=is_over)
    finally:
        if read_json(address) == me:
            address.unlink(missing_ok=True)
            if address.parent != workspace.root:  # a folder of its own among temporary files
                shutil.rmtree(address.parent, ignore_errors=True)


def _run(
    workspace: Workspace,
    listening: socket.socket,
    key: str,
    *,
    allowed: AllowedHosts,
    is_over: Callable[[ApiKeyMiddleware], bool] | None = None,
    int8: bool = False,
) -> None:
    # oneDNN packs an LSTM's weights anew for each token: see generation/generate.py. Set once for
    # the whole process, so that no two requests compute differently.
    torch.backends.mkldnn.set_flags(False, _fp32_precision=None)
    app = create_app(ModelCache(workspace, int8=int8))
    gate = ApiKeyMiddleware(BodyMiddleware(app), key)
    room = Connections.within_files(raise_file_limit())
    quiet_logs()
    server = uvicorn.Server(
        uvicorn.Config(
            protected(gate, allowed),
            http=protocol(room),  # ty: ignore[invalid-argument-type]
            log_level="warning",
            lifespan="on",
            backlog=BACKLOG,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=5,
            log_config=None,
        )
    )

    async def watch(over: Callable[[ApiKeyMiddleware], bool]) -> None:
        while not over(gate):
            await asyncio.sleep(1.0)
        server.should_exit = True

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        watcher = asyncio.create_task(watch(is_over)) if is_over else None
        yield
        if watcher:
            watcher.cancel()

    app.router.lifespan_context = lifespan
    server.run(sockets=[listening])


def protected(app: ASGIApp, allowed: AllowedHosts) -> ASGIApp:
    """`app` for these hosts only, and for pages of these origins, which a browser asks about
    before it asks anything else, without the key."""

    def refuse(problem: Message) -> Refusal:
        answer = error_answer(str(problem), "invalid_request_error", code="host_not_allowed")
        return "application/json", json.dumps(answer).encode()

    if allowed.origins:
        app = CORSMiddleware(
            app, allow_origins=[*allowed.origins], allow_methods=["*"], allow_headers=["*"]
        )
    return HostCheckMiddleware(app, lambda: allowed, refuse)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServingError(
                msg(
                    "Port {port} on {host} is in use by another program. Choose another with "
                    "--port, or 0 for any that is free.",
                    port=port,
                    host=host,
                )
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM):
            raise ServingError(
                msg(
                    "This user may not listen on port {port}. Choose one above 1023 with --port.",
                    port=port,
                )
            ) from error
        raise ServingError(
            msg(
                "Cannot listen on {host} port {port}: {strerror}. Choose an address of "
                "this machine with --host, such as 127.0.0.1.",
                host=host,
                port=port,
                strerror=error.strerror or error,
            )
        ) from error
    except OverflowError as error:
        raise ServingError(
            msg("Port {port} is not one: ports go from 0 to 65535.", port=port)
        ) from error


def main() -> int:
    """Run the studio's own server."""
    parser = argparse.ArgumentParser(description="The studio's own model server.")
    parser.add_argument("--workspace", required=True)
    parser.add_argument("--idle-seconds", type=float, default=IDLE_SECONDS)
    options = parser.parse_args()
    # uvicorn ends in order and then repeats the signal: let that run what is left to do, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        workspace = open_workspace(options.workspace)
        if not workspace.is_read_only():
            use_temporary_folder(workspace.root)
        serve_studio(workspace, idle_seconds=options.idle_seconds)
    except ArgotError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
