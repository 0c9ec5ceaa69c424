"""Trials as their runs would leave them, without training any."""

import math
from dataclasses import replace
from pathlib import Path

from slm_core.runs.config import RunConfig
from slm_core.runs.run import Run
from slm_core.runs.status import RunStatus, State
from slm_core.training.settings import BudgetSettings
from slm_core.tuning.search_space import Values, with_values
from slm_core.tuning.sweep import Sweep
from slm_core.tuning.trials import Trial
from slm_core.workspace import Workspace

BASE = RunConfig(corpus="pumps-000000000000", name="Pumps", budget=BudgetSettings(minutes=1.0))


def made_sweep(folder: Path, base: RunConfig = BASE, *, minutes: float = 12.0) -> Sweep:
    """A sweep that nobody has written down."""
    return Sweep(Workspace(folder), "pumps-sweep", "sweep", base, minutes, 1, 0.0)


def made_trial(
    name: str,
    values: Values | None = None,
    *,
    bits: float | None = 2.0,
    state: State = "finished",
    share: float = 1.0,
    config: RunConfig = BASE,
) -> Trial:
    """A trial whose bits fell evenly to `bits` by the end of its budget, of which it has spent a
    `share`."""
    config = with_values(config, values) if values else config
    config = replace(config, trial=name, sweep="pumps-sweep")
    checks = ()
    if bits is not None:
        places = [place / 20 for place in range(1, 21) if place / 20 <= share + 1e-9]
        checks = tuple((place, bits + 2.0 * (1.0 - place)) for place in places)
    status = RunStatus(state=state, asked=1.0, fraction=share, seconds=60.0 * share)
    now = min((score for _place, score in checks), default=math.nan)
    known = None if bits is None or not checks else now
    return Trial(Run(Workspace(Path("/nowhere")), f"run-{name}"), config, status, known, checks)
