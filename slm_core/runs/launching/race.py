"""A race: several runs on one corpus under one rule, taking turns where there are too few slots.

Its members are ordinary runs, each of which is opened, resumed and deleted by itself; the race only
knows which they are.
"""

import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from slm_core.corpus.store import open_corpus
from slm_core.errors import (
    ArgotError,
    DamagedFileError,
    RunError,
    SettingsError,
    WorkspaceError,
)
from slm_core.hardware.machine import describe_machine
from slm_core.messages import msg
from slm_core.records import Damaged, Seconds, read_record
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.control import ask
from slm_core.runs.launching.create import create_run, delete_run, resume
from slm_core.runs.launching.launch import launch
from slm_core.runs.planning.memory import check_race_memory
from slm_core.runs.planning.parameter_matching import match_parameters
from slm_core.runs.run import Run, open_run
from slm_core.settings_schema import from_dict
from slm_core.storage import new_folder, remove_folder, write_json
from slm_core.tokenizers.encoded.token_store import prepare_tokens
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace, names_in, new_run_id

Rule = Literal["minutes", "parameters"]
"""What is the same for all: the minutes they learn, or how many numbers they have to learn."""

RACERS = ("lstm", "gru", "rnn", "transformer")
"""Networks that race where nobody chose others."""
FEWEST, MOST = 2, 5
"""Networks in a race; of more, curves could not be told apart."""
_TURN, _SHORTEST_TURN = 10.0, 1.0
"""Seconds of a turn."""
_TURNS = 8
"""Turns of each member at the least: fewer, and one is far ahead of the others for long."""


@dataclass(frozen=True)
class Race:
    """One race of a workspace; `create_race`, `open_race` and `list_races` give them."""

    workspace: Workspace
    id: str
    name: str
    """That of the corpus, unless somebody chose one."""
    corpus: str
    """Id of the corpus."""
    rule: Rule
    budget: BudgetSettings
    """Of each member."""
    runs: tuple[str, ...]
    """Ids of the members, in the order they were chosen."""
    asked: float
    """When, in seconds since 1970."""

    def members(self) -> list[Run]:
        """The runs that are still there and can be read, in the order they were chosen."""
        found = []
        for name in self.runs:
            with suppress(ArgotError, FileNotFoundError):  # deleted, or damaged
                run = open_run(self.workspace, name)
                run.config()
                found.append(run)
        return found


def create_race(
    workspace: Workspace, configs: Sequence[RunConfig], *, rule: Rule, slots: int | None = None
) -> Race:
    """A race of runs with these settings, queued but with no process yet: `launch_race` follows.

    They have one corpus, one tokenizer and one budget. Where the rule is "parameters", the text is
    cut into tokens first, which may take a while, and the sizes of all but the first are changed
    to fit the first's. All of it is there afterwards, or nothing: raises SettingsError or
    CorpusError where one of the runs cannot be, WorkspaceError where nothing can be written.
    """
    check_race(configs, rule)
    configs = [_as_member(config) for config in configs]
    first = configs[0]
    if rule == "parameters":
        corpus = open_corpus(workspace, first.corpus)
        tokens = prepare_tokens(workspace, corpus, first.split, first.tokenizer)
        configs = match_parameters(configs, tokens.tokenizer().vocabulary_size)
    check_race_memory(configs, describe_machine())
    race = new_run_id(first.name, now=datetime.now())
    names = []
    with ExitStack() as undo:
        for config in configs:
            run = create_run(workspace, replace(config, race=race), slots=slots)
            undo.callback(delete_run, run)
            names.append(run.id)
        about = (first.name, first.corpus, rule, first.budget, tuple(names), time.time())
        made = Race(workspace, race, *about)
        _write(made)
        undo.pop_all()
    return made


def start_race(
    workspace: Workspace, configs: Sequence[RunConfig], *, rule: Rule, slots: int | None = None
) -> Race:
    """`create_race`, and a trainer for each member."""
    race = create_race(workspace, configs, rule=rule, slots=slots)
    for run in race.members():
        launch(run, slots=slots)
    return race


def rule_of(name: str) -> Rule:
    """The rule with this name. Raises SettingsError where there is none."""
    for rule in get_args(Rule):
        if rule == name:
            return rule
    raise SettingsError(
        msg("A race is run by the same minutes or the same parameters, not by {name!r}.", name=name)
    )


def open_race(workspace: Workspace, race: str) -> Race:
    """The race with this id. Raises RunError where there is none, WorkspaceError on a wild name."""
    found = _read(workspace, race)
    if found is None:
        raise RunError(
            msg(
                "There is no race called {race!r} in this workspace. Choose one from the list.",
                race=race,
            )
        )
    return found


def list_races(workspace: Workspace) -> list[Race]:
    """Every race of which a run is left, newest first. The record of another is removed."""
    left = []
    for race in _readable(workspace):
        if _has_run(race):
            left.append(race)
            continue
        with suppress(WorkspaceError):  # somebody else removed it this very moment
            remove_folder(workspace.race_folder(race.id))
    return left


def remaining_races(workspace: Workspace) -> list[Race]:
    """The same, for who only looks: nothing is removed."""
    return [race for race in _readable(workspace) if _has_run(race)]


def damaged_races(workspace: Workspace) -> list[Damaged]:
    """Races whose record nobody can read, each with the reason."""
    found = []
    for name in names_in(workspace.races):
        try:
            _read(workspace, name)
        except RunError as error:
            found.append(Damaged(name, error.message))
    return found


def _readable(workspace: Workspace) -> list[Race]:
    """Newest first."""
    found = []
    for name in names_in(workspace.races):
        with suppress(RunError):  # damaged: `damaged_races` lists it
            if (race := _read(workspace, name)) is not None:
                found.append(race)
    return sorted(found, key=lambda race: (race.asked, race.id), reverse=True)


def _has_run(race: Race) -> bool:
    """Whether one of its runs is left, readable or not."""
    return any(_is_there(race.workspace, run) for run in race.runs)


def _is_there(workspace: Workspace, run: str) -> bool:
    """Whether there is a run of this name, readable or not."""
    try:
        return workspace.run_folder(run).is_dir()
    except WorkspaceError:
        return False


def stop_race(race: Race) -> None:
    """Ask all members that are not over to stop and keep what they learned."""
    for run in race.members():
        if run.status().is_active:
            with suppress(RunError):  # it ended this very moment
                ask(run, "stop")


def interrupted_members(race: Race) -> list[Run]:
    """Members that were interrupted or stopped, or failed: with what is left for them to do."""
    statuses = [(run, run.status()) for run in race.members()]
    return [run for run, status in statuses if status.is_over and status.state != "finished"]


def resume_race(race: Race, *, slots: int | None = None) -> list[Run]:
    """Take up every member that was left off, each at its newest whole checkpoint; they take turns
    again. Raises RunError where there is none."""
    waiting = interrupted_members(race)
    if not waiting:
        raise RunError(
            msg(
                "No network of {id} was interrupted or stopped: there is nothing to resume. "
                "Train its runs longer one by one, or start another race.",
                id=race.id,
            )
        )
    for run in waiting:
        resume(run, slots=slots)
    return waiting


def delete_race(race: Race) -> None:
    """Delete the race with its runs, models and all. Raises RunError while one is at work."""
    for run in race.members():
        if run.status().is_active:
            raise RunError(
                msg("{id} is still training. Stop the race first, then delete it.", id=run.id)
            )
    for run in race.members():
        delete_run(run)
    remove_folder(race.workspace.race_folder(race.id))


def check_race(configs: Sequence[RunConfig], rule: str) -> None:
    """Refuse what is no race. Raises SettingsError."""
    rule_of(rule)
    kinds = [config.model.kind for config in configs]
    if not FEWEST <= len(kinds) <= MOST:
        raise SettingsError(
            msg(
                "A race has {fewest} to {most} networks; {kinds} were chosen. Choose others.",
                fewest=FEWEST,
                most=MOST,
                kinds=len(kinds),
            )
        )
    double = next((kind for kind in kinds if kinds.count(kind) > 1), None)
    if double is not None:
        raise SettingsError(
            msg("{double} was chosen twice. Choose every network once.", double=double)
        )
    first = configs[0]
    if any(
        (config.corpus, config.split, config.tokenizer, config.budget)
        != (first.corpus, first.split, first.tokenizer, first.budget)
        for config in configs
    ):
        raise SettingsError(
            msg(
                "Networks in a race need the same corpus, split, tokenizer and budget: "
                "otherwise their curves cannot be compared. Give all of them those of the "
                "first."
            )
        )
    if rule == "minutes" and first.budget.minutes is None:
        raise SettingsError(
            msg(
                "A race by the same minutes needs a budget in minutes, not {budget}. "
                "Name minutes, or race with the same parameters.",
                budget=first.budget.describe(),
            )
        )


def _as_member(config: RunConfig) -> RunConfig:
    """With turns as long as suit the budget, unless somebody chose them."""
    if config.machine.turn_seconds:
        return config
    minutes = config.budget.minutes
    seconds = _TURN if minutes is None else min(_TURN, 60.0 * minutes / _TURNS)
    turn = round(max(_SHORTEST_TURN, seconds), 1)
    return replace(config, machine=replace(config.machine, turn_seconds=turn))


def _write(race: Race) -> None:
    folder = race.workspace.race_folder(race.id)
    values = asdict(race)
    del values["workspace"], values["id"]
    with new_folder(folder) as draft:
        write_json(draft / "race.json", values)


@dataclass(frozen=True)
class _Record:
    """What race.json holds."""

    name: str
    corpus: str
    rule: Rule
    budget: dict[str, float | None]
    runs: tuple[str, ...]
    asked: Seconds


def _read(workspace: Workspace, name: str) -> Race | None:
    """None where there is no such race. Raises RunError where its record is damaged."""
    try:
        record = read_record(_Record, workspace.race_folder(name) / "race.json")
        if record is None:
            return None
        budget = from_dict(BudgetSettings, record.budget)
    except (DamagedFileError, SettingsError) as error:
        raise RunError(
            msg(
                "{reason} The runs of the race {race} are still there, each by itself.",
                reason=error.message,
                race=name,
            )
        ) from None
    about = (record.name, record.corpus, record.rule, budget, record.runs, record.asked)
    return Race(workspace, name, *about)
