"""How far a sweep or an ablation is, by the training time of its trials."""

import statistics
from collections.abc import Sequence

from slm_core.messages import Message, msg, plural
from slm_core.tuning.ablation import planned
from slm_core.tuning.halving import RUNGS
from slm_core.tuning.sweep import Sweep
from slm_core.tuning.trials import Trial


def has_room(sweep: Sweep, trials: Sequence[Trial], *, slots: int) -> bool:
    """Whether a whole trial more fits into a sweep's minutes, of which `slots` trials spend at
    once. Those at work count as whole, and any as so long as the first rung takes, or a sweep of
    trials that fail at once would have no end."""
    each = 60.0 * (sweep.base.budget.minutes or 0.0)
    least = RUNGS[0] * each
    spent = sum(
        max(each if trial.status.is_active else least, trial.status.seconds) for trial in trials
    )
    return (spent + each) / slots <= 60.0 * sweep.minutes + 1e-6


def share_done(sweep: Sweep, trials: Sequence[Trial], *, slots: int) -> float:
    """Of all that is to be done, 0 to 1."""
    if sweep.kind == "ablation":
        whole = len(planned(sweep))
        done = sum(min(1.0, trial.status.fraction) for trial in trials)
        return min(1.0, done / max(1, whole))
    spent = sum(trial.status.seconds for trial in trials) / slots
    return min(1.0, spent / max(1e-9, 60.0 * sweep.minutes))


def seconds_left(sweep: Sweep, trials: Sequence[Trial], *, slots: int) -> float | None:
    """Estimated seconds until the last trial is over, of which `slots` train at once; None of an
    ablation whose first run has not ended."""
    share = 1.0 - share_done(sweep, trials, slots=slots)
    if sweep.kind == "sweep":
        return 60.0 * sweep.minutes * share
    whole = [trial.status.seconds for trial in trials if trial.status.state == "finished"]
    if not whole:
        return None
    return share * len(planned(sweep)) * statistics.fmean(whole) / slots


def progress_message(sweep: Sweep, trials: Sequence[Trial]) -> Message:
    """How many trials are over: of all that an ablation has; of a sweep, whose number is open, how
    many were stopped early."""
    over = sum(trial.status.is_over for trial in trials)
    if sweep.kind == "ablation":
        return msg("{n} of {all} runs are over", n=over, all=len(planned(sweep)))
    early = sum(trial.status.state == "stopped" for trial in trials)
    if not early:
        return plural("{n} trial is over", "{n} trials are over", n=over)
    return plural(
        "{n} trial is over, {early} of them stopped early",
        "{n} trials are over, {early} of them stopped early",
        n=over,
        early=early,
    )
