"""Asking for a sweep or an ablation: what it starts from, checked before anything is written."""

from dataclasses import dataclass, replace
from typing import Literal

from slm_core.corpus.store import Corpus, open_corpus
from slm_core.errors import SettingsError
from slm_core.hardware.machine import Machine
from slm_core.messages import msg, sentences
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import check_fits
from slm_core.runs.launching.once import is_now, one_at_a_time
from slm_core.runs.planning.presets import recommend
from slm_core.runs.run import Run
from slm_core.tuning.ablation import ablated, check_corpus, check_repeats, switches
from slm_core.tuning.cleaning.switches import CleaningSwitches, cleaning_switches
from slm_core.tuning.conductor import start_sweep
from slm_core.tuning.search_space import check_base
from slm_core.tuning.sweep import (
    NOTHING_ELSE,
    Sweep,
    SweepKind,
    Switched,
    create_sweep,
    list_sweeps,
)
from slm_core.workspace import Workspace

WHOLE_TRIALS, USUAL_TRIALS = 12, 30
"""Trials that would fit into a sweep's minutes if none was stopped early, and about how many there
are since hopeless ones are."""
AblationOf = Literal["all", "settings", "cleaning"]
"""What is switched off; of all, cleaning steps where that can be."""
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
    return _asked_once(workspace, _Wish("sweep", base, minutes=minutes), slots=slots)


def ask_for_ablation(
    workspace: Workspace,
    run: Run,
    *,
    repeats: int = 2,
    of: AblationOf = "all",
    slots: int | None = None,
) -> Sweep:
    """An ablation of the run's settings and of the cleaning of its text, likewise. Raises
    SettingsError, CorpusError, other ArgotErrors where it cannot be."""
    return _asked_once(workspace, _ablation(workspace, run, repeats, of), slots=slots)


@dataclass(frozen=True)
class AblationCost:
    """What an ablation of a run takes."""

    runs: int
    """Runs it trains."""
    seconds: float
    """Of training, for one after the other, if each takes as long as the run did."""


def ablation_cost(workspace: Workspace, run: Run, *, repeats: int = 2) -> AblationCost:
    """What `ask_for_ablation` would start. Raises what that raises."""
    wish = _ablation(workspace, run, repeats, "all")
    settings = len(switches(wish.base)) if wish.switched.settings else 0
    runs = repeats * (1 + settings + len(wish.switched.cleaning))
    return AblationCost(runs, runs * run.status().seconds)


def _ablation(workspace: Workspace, run: Run, repeats: int, of: AblationOf) -> "_Wish":
    check_repeats(repeats)
    check_corpus(run)
    base = ablated(run)
    corpus = open_corpus(workspace, base.corpus)
    switched = _switched(base, corpus, run, of=of)
    check_fits(base, corpus)
    return _Wish("ablation", base, repeats, switched=switched)


def _switched(base: RunConfig, corpus: Corpus, run: Run, *, of: AblationOf) -> Switched:
    """What is switched off. Raises SettingsError where that is nothing."""
    found = CleaningSwitches() if of == "settings" else cleaning_switches(corpus)
    has_settings = of != "cleaning" and bool(switches(base))
    if not found.paths and not has_settings:
        if of == "cleaning" and found.reason is not None:
            raise SettingsError(found.reason)
        nothing = msg(
            "{run} has nothing to switch off: no dropout, no schedule, no clipping, one layer.",
            run=run.id,
        )
        raise SettingsError(sentences([nothing, *filter(None, [found.reason])]))
    return Switched(has_settings, found.paths, found.reason)


@dataclass(frozen=True)
class _Wish:
    """What is asked for: equal wishes are the same one."""

    kind: SweepKind
    base: RunConfig
    repeats: int = 1
    minutes: float = 0.0
    switched: Switched = NOTHING_ELSE


def _asked_once(workspace: Workspace, wish: _Wish, *, slots: int | None) -> Sweep:
    with one_at_a_time(workspace):
        for sweep in list_sweeps(workspace):
            asked = _Wish(sweep.kind, sweep.base, sweep.repeats, sweep.minutes, sweep.switched)
            if asked == wish and is_now(sweep.asked) and sweep.state() == "running":
                return sweep
        sweep = create_sweep(
            workspace,
            wish.kind,
            wish.base,
            minutes=wish.minutes,
            repeats=wish.repeats,
            switched=wish.switched,
        )
        start_sweep(sweep, slots=slots)
        return sweep
