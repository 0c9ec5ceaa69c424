"""The trials of a sweep, read from the folders of its runs."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slm_core.errors import ArgotError
from slm_core.messages import Message
from slm_core.runs.config import RunConfig
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.run import Run, list_runs
from slm_core.runs.status import RunStatus
from slm_core.tuning.sweep import Sweep

PRESET = "preset"
"""Name of the trial with the settings that a sweep starts from."""


@dataclass(frozen=True)
class Trial:
    """One run of a sweep, as of now."""

    run: Run
    config: RunConfig
    status: RunStatus
    bits: float | None
    """Bits per byte on the validation part: of the best weights at the end, before that of the
    best check; None before the first after a step, and of a run that failed."""
    checks: tuple[tuple[float, float], ...]
    """(share of its budget spent, bits per byte) of each check, in order."""

    @property
    def name(self) -> str:
        """Its number, "preset", or what is switched off."""
        return self.config.trial

    @property
    def is_whole(self) -> bool:
        """Whether it trained to the end of its budget."""
        return self.status.state == "finished"

    @property
    def failed(self) -> bool:
        """Whether it broke."""
        return self.status.state == "failed"

    @property
    def error(self) -> Message | None:
        """Why it failed, as it says."""
        return self.status.error

    def best_by(self, share: float) -> float | None:
        """Its best bits per byte before so much of its budget was spent; None before it was."""
        if self.status.fraction < share and not self.is_whole:
            return None
        known = [bits for spent, bits in self.checks if 0.0 < spent <= share]
        return min(known, default=None)


def trials_of(sweep: Sweep, runs: Iterable[Run] | None = None) -> list[Trial]:
    """Its trials in the order in which they were asked for, of `runs` or of all runs; damaged and
    deleted ones are not among them."""
    found = []
    for run in list_runs(sweep.workspace) if runs is None else runs:
        try:
            config = run.config()
            if config.sweep == sweep.id:
                found.append(_trial(run, config))
        except (ArgotError, OSError):
            continue  # damaged, or deleted at this moment
    return sorted(found, key=lambda trial: (trial.config.trial != PRESET, _order(trial)))


def winner_of(trials: Sequence[Trial]) -> Trial | None:
    """The one with the fewest bits among those that trained to the end; None where none did."""
    whole = [trial for trial in trials if trial.is_whole and trial.bits is not None]
    return min(whole, key=lambda trial: trial.bits or 0.0, default=None)


def preset_of(trials: Sequence[Trial]) -> Trial | None:
    """The trial with the preset's settings."""
    return next((trial for trial in trials if trial.name == PRESET), None)


def _trial(run: Run, config: RunConfig) -> Trial:
    status, score = run.status(), run.score()
    metrics = MetricsFollower(run.folder / "metrics.jsonl")
    metrics.catch_up()
    columns = metrics.validation.columns
    budget = config.budget
    along, whole = columns["seconds"], 60.0 * (budget.minutes or 0.0)
    if budget.minutes is None:
        last = columns["step"][-1] if len(columns["step"]) else 1.0
        along, whole = columns["step"], float(budget.steps or last)
    checks = tuple(
        (min(1.0, place / max(whole, 1e-9)), bits)
        for place, bits in zip(along, columns["bits_per_byte"], strict=True)
        if math.isfinite(bits)
    )
    best = min((bits for place, bits in checks if place > 0.0), default=None)
    bits = None if status.state == "failed" else score.bits_per_byte if score else best
    return Trial(run, config, status, bits, checks)


def _order(trial: Trial) -> tuple[float, str]:
    return (trial.status.asked, trial.run.id)
