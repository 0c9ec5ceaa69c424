"""Commands that need not wait for Python to start and import: a fork for each.

`Preloaded()` starts one process that has imported the command line and what its commands use; each
call forks a real process off it, with arguments, environment, folder and output of its own, which
ends as `python -m slm_core` ends. It spares a second or two a command. What a command imports by
itself, and how it takes signals, is not seen here: `Shell.start` has real starts.
"""

import atexit
import gc
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[2]
_LONGEST = 1 << 20
"""Bytes of a request, or fewer."""


class Preloaded:
    """The process that commands are forked off."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.cli.preloaded", str(theirs.fileno())],
                cwd=ROOT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], *, seconds: float
    ) -> tuple[int, str, str]:
        """Exit status, standard output and error of `python -m slm_core ARGUMENTS`."""
        asked = json.dumps({"arguments": list(arguments), "environment": dict(environment)})
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            socket.send_fds(self._socket, [asked.encode()], [out.fileno(), err.fileno()])
            self._socket.settimeout(seconds)
            told = self._socket.recv(64)
            if not told:
                raise AssertionError("the process that commands are forked off has ended")
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read().decode().replace("\r\n", "\n"))
        return int(told), texts[0], texts[1]

    def end(self) -> None:
        self._socket.close()
        self._process.wait(timeout=30)


def serve(connection: socket.socket) -> None:
    """Fork for each request; returns in the forked process only, once it is as it shall be."""
    while True:
        asked, files, _, _ = socket.recv_fds(connection, _LONGEST, 2)
        if not asked:
            os._exit(0)
        child = os.fork()
        if child:
            for file in files:
                os.close(file)
            _, status = os.waitpid(child, 0)
            with suppress(BrokenPipeError):
                connection.send(str(os.waitstatus_to_exitcode(status)).encode())
            continue
        connection.close()
        told = json.loads(asked)
        for number, file in zip((1, 2), files, strict=True):
            os.dup2(file, number)
            os.close(file)
        os.environ.clear()
        os.environ.update(told["environment"])
        sys.argv = ["python -m slm_core", *told["arguments"]]
        return


def end_with(status: int) -> NoReturn:
    """End as Python does, but without taking all modules apart: that takes half a second."""
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)


if __name__ == "__main__":
    # What nearly every command imports only when it is called.
    import torch  # noqa: F401

    import slm_core.corpus.ingest.ingest
    import slm_core.generation.generate
    import slm_core.runs.launching.create
    import slm_core.training.trainer  # noqa: F401
    from slm_core.cli.main import main

    gc.freeze()  # else the first collection in a fork copies every page
    serve(socket.socket(fileno=int(sys.argv[1])))
    end_with(main())
