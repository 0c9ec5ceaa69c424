"""Asking about the inside of a model from a page, which loads no torch: another process answers."""

import os

from slm_core.inspection.requests import Question, View
from slm_core.messages import msg
from slm_core.processes.pool import FailureTexts, WorkerPool
from slm_core.runs.run import Run

_TIMEOUT = 180.0
_FAILURES = FailureTexts(
    slow=msg(
        "Looking inside took longer than {seconds} s and was stopped. Try a shorter text, or a "
        "smaller network."
    ),
    ended=msg(
        "The process that looks inside was ended by the system twice, most likely because the "
        "memory was full. Close other programs and try again."
    ),
    failed=msg("Looking inside failed ({error}). This is a mistake in Argot, not in your text."),
)


def look_inside(pool: WorkerPool, run: Run, asked: Question[View]) -> View:
    """The answer of a process of the pool, which keeps the model for the next question.

    Raises what `answer` raises, and CorpusError where the process is ended or takes too long.
    """
    return pool.run_one(_answer, run, asked, timeout=_TIMEOUT, texts=_FAILURES)


def _answer(run: Run, asked: Question[View]) -> View:
    # Must be set before torch loads: spinning threads take the cores from a run beside us.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from slm_core.inspection.answer import answer  # noqa: PLC0415 loads torch

    return answer(run, asked)
