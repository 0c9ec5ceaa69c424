"""Starting what was asked for once, however often it was asked at that moment.

Two quick clicks, or two tabs with the same form, ask for the same run twice. What tells the second
from a wish for another run is that it is the same in every setting, and seconds later.
"""

import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from filelock import FileLock

from slm_core.errors import ArgotError
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import start_run
from slm_core.runs.launching.race import Race, Rule, list_races, start_race
from slm_core.runs.run import Run
from slm_core.workspace import Workspace, names_in

MOMENT = 10.0
"""Seconds within which the same run is taken for the same wish."""


def start_run_once(workspace: Workspace, config: RunConfig, *, slots: int | None = None) -> Run:
    """`start_run`, or the run with these settings that was started within the last MOMENT and is
    not over. Raises what that raises."""
    with one_at_a_time(workspace):
        for run in _recent(workspace):
            if _wish(run.config()) == _wish(config):
                return run
        return start_run(workspace, config, slots=slots)


def start_race_once(
    workspace: Workspace, configs: Sequence[RunConfig], *, rule: Rule, slots: int | None = None
) -> Race:
    """The same for a race: of the same networks on the same text under the same rule."""
    first = configs[0]
    kinds = [config.model.kind for config in configs]
    with one_at_a_time(workspace):
        for race in list_races(workspace):
            same = (race.corpus, race.rule, race.budget) == (first.corpus, rule, first.budget)
            if not same or not is_now(race.asked):
                continue
            members = race.members()
            active = any(run.status().is_active for run in members)
            if active and [run.config().model.kind for run in members] == kinds:
                return race
        return start_race(workspace, configs, rule=rule, slots=slots)


@contextmanager
def one_at_a_time(workspace: Workspace) -> Generator[None]:
    """While it lasts, nobody else of this workspace looks whether something was just asked for."""
    with FileLock(workspace.slots / "start.lock", thread_local=False):
        yield


def is_now(asked: float) -> bool:
    """Whether that was within the last MOMENT; a later time is of a clock that was set back."""
    return abs(time.time() - asked) <= MOMENT


def _recent(workspace: Workspace) -> list[Run]:
    """Runs that were asked for within the last MOMENT and are not over."""
    found = []
    for name in names_in(workspace.runs):
        run = Run(workspace, name)
        try:
            asked = (run.folder / "config.json").stat().st_mtime
            if is_now(asked) and run.status().is_active:
                run.config()
                found.append(run)
        except (ArgotError, OSError):
            continue  # damaged, or deleted at this moment: it is not the one
    return found


def _wish(config: RunConfig) -> tuple[object, ...]:
    """What somebody chose; what is filled in when a run is created left out."""
    start = config.start
    chosen = (config.split, config.tokenizer, config.model, config.training, config.samples)
    return (
        config.corpus,
        config.name,
        config.budget,
        *chosen,
        config.open_test,
        config.race,
        (config.sweep, config.trial, config.follows),
        None if start is None else (start.run, start.tokenizer),
        config.machine.device,
    )
