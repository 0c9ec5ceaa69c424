"""When a run saves checkpoints."""

import time

from slm_core.json_log import JsonLog
from slm_core.runs.run import Run
from slm_core.training.checkpoints.checkpoint import save_checkpoint
from slm_core.training.checkpoints.checkpoint_paths import newest_step
from slm_core.training.loop import StepReport
from slm_core.training.stopping.budget import Clock
from slm_core.training.stopping.divergence import check_finite
from slm_core.training.trainer import Trainer

_FIRST_STEPS = 20
"""Steps after which a run can be written with, and has something to go on from."""
_SECONDS = 5.0
"""Training time between checkpoints, at the least."""
_SHARE = 1 / 20
"""Of the training time that saving may take."""


class CheckpointSaver:
    """Saves a trainer into its run's folder."""

    def __init__(self, run: Run, trainer: Trainer, clock: Clock) -> None:
        self._folder = run.folder
        self._trainer = trainer
        self._clock = clock
        self._saved_at = clock.seconds()
        self._cost = 0.0  # seconds that the last one took
        self._has_any = newest_step(run.folder) is not None

    def save_if_due(self, report: StepReport) -> None:
        """Save after a step, often enough and no more. Raises DivergedError, WorkspaceError."""
        if report.train is None:
            return  # nobody has looked whether the numbers still are numbers
        since = self._clock.seconds() - self._saved_at
        is_due = since > max(_SECONDS, self._cost / _SHARE)
        if is_due or (not self._has_any and report.progress.step >= _FIRST_STEPS):
            self.save()

    def save(self) -> None:
        """Save now. Raises DivergedError, WorkspaceError."""
        check_finite(self._trainer)  # do not save diverged weights
        began = time.perf_counter()
        # Before: else a machine that loses power may have the step and not its records.
        JsonLog(self._folder / "metrics.jsonl").sync()
        save_checkpoint(self._folder, self._trainer)
        self._cost = time.perf_counter() - began
        self._saved_at = self._clock.seconds()
        self._has_any = True
