"""How far a sweep or an ablation is, by the training time of its trials."""

from collections.abc import Sequence

from slm_core.messages import Message, plural
from slm_core.tuning.ablation import planned
from slm_core.tuning.sweep import Sweep
from slm_core.tuning.trials import Trial


def has_room(sweep: Sweep, trials: Sequence[Trial], *, slots: int) -> bool:
    """Whether a whole trial more fits into a sweep's minutes, of which `slots` trials spend at
    once; those at work count as whole."""
    each = 60.0 * (sweep.base.budget.minutes or 0.0)
    spent = sum(
        max(each, trial.status.seconds) if trial.status.is_active else trial.status.seconds
        for trial in trials
    )
    return (spent + each) / slots <= 60.0 * sweep.minutes + 1e-6


def share_done(sweep: Sweep, trials: Sequence[Trial], *, slots: int) -> float:
    """Of all that is to be done, 0 to 1."""
    if sweep.kind == "ablation":
        whole = len(planned(sweep.base, repeats=sweep.repeats))
        done = sum(min(1.0, trial.status.fraction) for trial in trials)
        return min(1.0, done / max(1, whole))
    spent = sum(trial.status.seconds for trial in trials) / slots
    return min(1.0, spent / max(1e-9, 60.0 * sweep.minutes))


def progress_message(trials: Sequence[Trial]) -> Message:
    """How many trials are over, and how many of them were stopped early."""
    over = sum(trial.status.is_over for trial in trials)
    early = sum(trial.status.state == "stopped" for trial in trials)
    if not early:
        return plural("{n} trial is over", "{n} trials are over", n=over)
    return plural(
        "{n} trial is over, {early} of them stopped early",
        "{n} trials are over, {early} of them stopped early",
        n=over,
        early=early,
    )
