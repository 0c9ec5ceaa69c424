"""Asking for a sweep or an ablation: what it starts from, checked before anything is written."""

from dataclasses import replace

from slm_core.corpus.store import Corpus, open_corpus
from slm_core.errors import SettingsError
from slm_core.hardware.machine import Machine
from slm_core.messages import msg
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import check_fits
from slm_core.runs.launching.once import is_now, one_at_a_time
from slm_core.runs.planning.presets import recommend
from slm_core.runs.run import Run
from slm_core.tuning.ablation import ablated, check_corpus, check_repeats
from slm_core.tuning.conductor import start_sweep
from slm_core.tuning.search_space import check_base
from slm_core.tuning.sweep import Sweep, SweepKind, create_sweep, list_sweeps
from slm_core.workspace import Workspace

WHOLE_TRIALS, USUAL_TRIALS = 12, 30
"""Trials that would fit into a sweep's minutes if none was stopped early, and about how many there
are since hopeless ones are."""
FEWEST_MINUTES, MOST_MINUTES = 0.1, 10_000.0
"""Training minutes of a sweep."""


def trial_minutes(minutes: float) -> float:
    """Training minutes of each trial of a sweep of so many. Raises SettingsError."""
    if not FEWEST_MINUTES <= minutes <= MOST_MINUTES:
        raise SettingsError(
            msg(
                "A sweep takes {low:g} to {high:,g} minutes, not {minutes:g}.",
                low=FEWEST_MINUTES,
                high=MOST_MINUTES,
                minutes=minutes,
            )
        )
    return max(0.01, float(f"{minutes / WHOLE_TRIALS:.3g}"))


def sweep_base(
    corpus: Corpus, *, minutes: float, machine: Machine, tokenizer: str | None = None
) -> RunConfig:
    """What is recommended for this text and the minutes of a trial: the preset of the sweep."""
    each = trial_minutes(minutes)
    base = recommend(corpus.card, minutes=each, machine=machine, tokenizer=tokenizer)
    return replace(base, corpus=corpus.id, preset="")


def ask_for_sweep(
    workspace: Workspace, base: RunConfig, *, minutes: float, slots: int | None = None
) -> Sweep:
    """A sweep around `base`, its process started; the one that was asked for a moment ago, if that
    is the same. Raises SettingsError, CorpusError or WorkspaceError where it cannot be."""
    check_base(base)
    trial_minutes(minutes)
    check_fits(base, open_corpus(workspace, base.corpus))
    return _asked_once(workspace, "sweep", base, minutes=minutes, repeats=1, slots=slots)


def ask_for_ablation(
    workspace: Workspace, run: Run, *, repeats: int = 2, slots: int | None = None
) -> Sweep:
    """An ablation of the run's configuration, likewise. Raises SettingsError, CorpusError, other
    ArgotErrors where it cannot be."""
    check_repeats(repeats)
    check_corpus(run)
    base = ablated(run)
    check_fits(base, open_corpus(workspace, base.corpus))
    return _asked_once(workspace, "ablation", base, minutes=0.0, repeats=repeats, slots=slots)


def _asked_once(
    workspace: Workspace,
    kind: SweepKind,
    base: RunConfig,
    *,
    minutes: float,
    repeats: int,
    slots: int | None,
) -> Sweep:
    wish = (kind, base, minutes, repeats)
    with one_at_a_time(workspace):
        for sweep in list_sweeps(workspace):
            same = (sweep.kind, sweep.base, sweep.minutes, sweep.repeats) == wish
            if same and is_now(sweep.asked) and sweep.state() == "running":
                return sweep
        sweep = create_sweep(workspace, kind, base, minutes=minutes, repeats=repeats)
        start_sweep(sweep, slots=slots)
        return sweep
