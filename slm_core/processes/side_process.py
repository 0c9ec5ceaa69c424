"""A process beside this one that answers questions, so that whoever asks stays small.

What takes much memory is loaded there, by the first question, and goes again when nobody has asked
for a while. A question is a line of JSON on its standard input, the answer one on its output; it
ends with its input, so it never outlives whoever started it. Knows no questions.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from slm_core.errors import CorpusError

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Troubles:
    """What people are told when there is no answer, and what to do."""

    slow: str
    """It took too long; {seconds} is how long was waited."""
    ended: str
    """The process ended twice."""
    failed: str
    """It went wrong; {error} says how."""


class SideProcess:
    """One process, started when it is first needed; any thread may ask."""

    def __init__(self, module: str, troubles: Troubles, *, patience: float, idle: float) -> None:
        self._module, self._troubles = module, troubles
        self._patience, self._idle = patience, idle
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._timer: threading.Timer | None = None

    def close(self) -> None:
        """End the process; the next question starts another."""
        with self._lock:
            self._end()

    def _ask(self, request: Mapping[str, object]) -> Mapping[str, object]:
        """The answer. Raises CorpusError where there is none."""
        line = json.dumps(request).encode() + b"\n"  # escapes what no encoding can hold
        with self._lock:
            answer = self._answer(line) or self._answer(line)  # it may have been killed meanwhile
            self._wait_for_idleness()
        if not answer:
            raise CorpusError(self._troubles.ended)
        told = json.loads(answer)
        if "error" in told:
            raise CorpusError(self._troubles.failed.format(error=told["error"]))
        return told

    def _answer(self, line: bytes) -> bytes:
        """The answer to a request, "" where the process ended. Raises CorpusError."""
        process = self._started()
        assert process.stdin is not None
        try:
            process.stdin.write(line)
            process.stdin.flush()
            answer = self._answers.get(timeout=self._patience)
        except OSError:
            answer = b""
        except queue.Empty:
            self._end()
            slow = self._troubles.slow.format(seconds=f"{self._patience:g}")
            raise CorpusError(slow) from None
        if not answer:
            self._end()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
            self._answers = queue.SimpleQueue()
            reading = (self._process, self._answers)
            threading.Thread(target=_read, args=reading, daemon=True).start()
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _wait_for_idleness(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(self._idle, self.close)
        self._timer.daemon = True
        self._timer.start()


def answer_all(answer_to: Callable[[Mapping[str, object]], Mapping[str, object]]) -> int:
    """The other end: answer until the input ends. The process's exit status."""
    for line in sys.stdin.buffer:
        try:
            answer = answer_to(json.loads(line))
        except Exception as error:  # noqa: BLE001 the edge of the process
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return 0


def _read(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        answers.put(line)
    answers.put(b"")
