"""Waiting for a run that trains in a process of its own, and passing Ctrl-C on to it."""

import signal
import time
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any

from slm_core.cli.output.progress_bar import Display, progress_of
from slm_core.cli.output.run_output import GOOD_ENDS, format_run, problem, run_output
from slm_core.cli.output.terminal import NOTHING, Answer, answer, say, told
from slm_core.errors import RunError
from slm_core.messages import msg
from slm_core.runs.launching.control import ask
from slm_core.runs.run import Run
from slm_core.runs.status import RunStatus

_LOOK_EVERY = 0.2


class Interrupts:
    """Counts Ctrl-C while its block lasts, instead of ending the program at the first."""

    def __init__(self) -> None:
        self.count = 0
        self._before: Any = None

    def __enter__(self) -> "Interrupts":
        """Begin to count."""
        self._before = signal.signal(signal.SIGINT, self._counted)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Ctrl-C does again what it did before."""
        signal.signal(signal.SIGINT, self._before)

    def _counted(self, _signal: int, _frame: FrameType | None) -> None:
        self.count += 1


def wait_and_print(
    run: Run, *, interrupts: Interrupts, as_json: bool, more: Answer = NOTHING
) -> int:
    """Show the run until it is over, print what came of it; the exit status of the command.

    With `--json`, `more` is said beside it.
    """
    display = progress_of(run)
    try:
        status = _watch(run, display, interrupts)
    finally:
        display.close()
    trouble = problem(run, status)
    if trouble and not run.folder.is_dir():
        raise RunError(trouble)
    values = {**run_output(run, status), **more}
    answer(values, text=format_run(run, status), as_json=as_json)
    if trouble:
        say(trouble)
    elif status.state in GOOD_ENDS and not as_json and run.facts():
        say(msg('Write with it: python -m slm_core generate {run} "…"', run=run.id))
    return 0 if status.state in GOOD_ENDS else 1


def _watch(run: Run, display: Display, interrupts: Interrupts) -> RunStatus:
    """The run's status when it is over, or when the second Ctrl-C came."""
    asked = False
    while True:
        status = run.status()
        display.show(status)
        if status.is_over:
            return status
        if interrupts.count and not asked:
            asked = True
            with suppress(RunError):  # it has ended this very moment: the next look sees that
                ask(run, "stop")
            display.tell(
                told(
                    msg("Stopping: what was learned is kept. Ctrl-C again leaves without waiting.")
                )
            )
        if interrupts.count > 1:
            left = msg(
                "Left. {run} was asked to stop and ends by itself. `python -m slm_core runs` "
                "shows whether it has; `python -m slm_core stop {run}` asks again and waits.",
                run=run.id,
            )
            display.tell(told(left))
            return status
        time.sleep(_LOOK_EVERY)
