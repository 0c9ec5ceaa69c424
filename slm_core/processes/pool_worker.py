"""A process that does one task after the other, until its input ends: see workers.py."""

import os
import pickle
import signal
import sys


def main() -> int:
    """Read tasks from standard input and answer each on standard output; the exit status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the business of who sends the tasks
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no answer
    while True:
        try:
            work, task = pickle.load(sys.stdin.buffer)
        except EOFError:
            return 0
        try:
            answer = (True, work(task))
        except Exception as error:  # noqa: BLE001 it is raised again where the result is taken
            answer = (False, error)
        try:
            pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
        except BrokenPipeError:
            return 0


if __name__ == "__main__":
    sys.exit(main())
