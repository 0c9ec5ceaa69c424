"""A process that runs one function after the other, sent by a WorkerPool, until its input ends."""

import os
import pickle
import queue
import signal
import sys
import threading
from contextlib import suppress
from typing import BinaryIO, NoReturn


def main() -> NoReturn:
    """Run the tasks that come on standard input; their results go to standard output.

    The argument, where there is one, is after how many seconds without a task to end.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the business of who sends the tasks
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no answer
    idle_seconds = float(sys.argv[1]) if len(sys.argv) > 1 else None
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, tasks), daemon=True).start()
    while True:
        try:
            task = tasks.get(timeout=idle_seconds)
        except queue.Empty:
            os._exit(0)
        with suppress(BrokenPipeError):  # nobody is left, which the other thread is about to see
            pickle.dump(_answer(task), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


def _receive(sending: BinaryIO, tasks: queue.SimpleQueue[bytes]) -> None:
    """Where the input ends, nobody is left who would want what is being worked at."""
    while True:
        try:
            tasks.put(pickle.load(sending))
        except (EOFError, pickle.UnpicklingError):
            os._exit(0)


def _answer(task: bytes) -> bytes:
    try:
        function, args = pickle.loads(task)
        return pickle.dumps((True, function(*args)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 it is raised again where the result is taken
        return _pickled_error(error)


def _pickled_error(error: Exception) -> bytes:
    try:
        pickled = pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(pickled)  # some have a constructor that does not take what they were told
    except Exception:  # noqa: BLE001 whatever it is, it has words
        said = RuntimeError(f"{type(error).__name__}: {error}")
        pickled = pickle.dumps((False, said), pickle.HIGHEST_PROTOCOL)
    return pickled


if __name__ == "__main__":
    main()
