"""Which trials are hopeless: asynchronous successive halving (Li et al. 2020, arXiv:1810.05934)."""

from collections.abc import Sequence
from contextlib import suppress

from slm_core.errors import ArgotError
from slm_core.runs.launching.control import ask
from slm_core.tuning.trials import PRESET, Trial

RUNGS = (1 / 9, 1 / 3)
"""Shares of its budget at which a trial must be among the best to go on."""
_KEPT = 3
"""One of so many goes on at each rung."""


def is_hopeless(trial: Trial, trials: Sequence[Trial]) -> bool:
    """Whether it is not among the best third at the last rung it has reached.

    The preset is what the others are compared with, so it always goes on.
    """
    if trial.name == PRESET:
        return False
    for share in reversed(RUNGS):
        own = trial.best_by(share)
        if own is None:
            continue
        reached = [bits for one in trials if (bits := one.best_by(share)) is not None]
        return sum(bits < own for bits in reached) >= max(1, len(reached) // _KEPT)
    return False


def stop_hopeless(trials: Sequence[Trial]) -> list[Trial]:
    """Ask those at work that are hopeless to stop and keep what they learned; which they were."""
    hopeless = [
        trial for trial in trials if trial.status.state == "running" and is_hopeless(trial, trials)
    ]
    for trial in hopeless:
        with suppress(ArgotError):  # it ended this very moment
            ask(trial.run, "stop")
    return hopeless
