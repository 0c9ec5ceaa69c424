"""The commands about races: `race` starts one and waits for it, `races` lists and resumes them."""

from typing import Annotated

import typer

from slm_core.cli.arguments import corpus_for_run
from slm_core.cli.commands.training.preflight import tell_words
from slm_core.cli.commands.training.run_config import TrainRequest
from slm_core.cli.options import AsJson, Home, RunOptions, Slots, Texts, with_options
from slm_core.cli.output.help_text import explained
from slm_core.cli.output.race_output import standings, table
from slm_core.cli.output.race_watch import follow_race
from slm_core.cli.output.run_output import GOOD_ENDS, problem
from slm_core.cli.output.terminal import (
    NOTHING,
    Answer,
    answer,
    answer_list,
    clock,
    in_a_row,
    padded,
    say,
    told,
)
from slm_core.cli.output.watch import Interrupts
from slm_core.errors import ArgotError, SettingsError
from slm_core.hardware.machine import slots as checked_slots
from slm_core.messages import Message, msg
from slm_core.models.settings import MODEL_SETTINGS
from slm_core.runs.launching.race import (
    FEWEST,
    RACERS,
    Race,
    Rule,
    damaged_races,
    list_races,
    open_race,
    resume_race,
    rule_of,
    start_race,
)
from slm_core.runs.launching.race_progress import RACE_STATES, race_state, seconds_left
from slm_core.runs.planning.speed import known_runs
from slm_core.workspace import open_workspace

_RULES: dict[str, Message] = {"minutes": msg("minutes"), "parameters": msg("parameters")}
"""What is the same for all, in words."""
_STATE_COLUMNS = 14


@with_options
def race(
    texts: Texts,
    *,
    models: Annotated[
        str,
        typer.Option(
            metavar=",".join(MODEL_SETTINGS),
            help=explained(
                msg(
                    "Networks that race, {fewest} or more; with the same parameters the first one "
                    "says how many.",
                    fewest=FEWEST,
                )
            ),
        ),
    ] = ",".join(RACERS),
    same: Annotated[
        str,
        typer.Option(
            metavar="minutes|parameters",
            help="What is the same for all. minutes: each learns as long, with the settings that "
            "suit it; parameters: each has as many parameters, within 5 %.",
        ),
    ] = "minutes",
    options: RunOptions,
) -> None:
    """Let several networks learn the same text, and see which does best.

    Where they are more than the machine trains at once, they take turns. Each is an ordinary run,
    to be written with and trained on. Ctrl-C stops all of them and keeps what they learned.
    """
    requests = [TrainRequest(**vars(options), model=kind) for kind in _kinds(models)]
    rule = rule_of(same)
    for request in requests:
        request.check()
    with corpus_for_run(options, texts) as found:
        home, slots = options.home, options.slots
        known = known_runs(home)
        configs = [request.config(found.corpus, known=known, slots=slots) for request in requests]
        tell_words(requests[0], found.corpus)
        with Interrupts() as interrupts:
            started = start_race(home, configs, rule=rule, slots=slots)
            _tell_start(started, rule)
            follow_race(started, interrupts)
    raise typer.Exit(_answer(started, as_json=options.as_json, more=found.values))


def races(
    which: Annotated[
        str | None,
        typer.Argument(metavar="RACE", help="Id of a race to show; all are listed without it."),
    ] = None,
    take_up: Annotated[
        bool,
        typer.Option(
            "--resume", help="Let all that were interrupted or stopped go on, and wait for them."
        ),
    ] = False,
    slots: Slots = None,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """List races, show how one stands, or let one go on that was interrupted or stopped."""
    if take_up and which is None:
        raise SettingsError(msg("--resume needs the id of a race; `races` without it lists them."))
    home = open_workspace(workspace)
    if which is not None:
        found = open_race(home, which)
        at_once = checked_slots(slots)
        if take_up:
            _go_on(found, slots, as_json=as_json)
        members = [(run.config(), run.status()) for run in found.members()]
        left = seconds_left(members, at_once=at_once)
        _answer(found, as_json=as_json, more={"seconds_left": left})
        return
    rows = [_listed(race) for race in list_races(home)]
    rows += [_damaged(race.id, race.reason) for race in damaged_races(home)]
    empty = msg(
        "There are no races in {root}. `python -m slm_core race` starts one.", root=home.root
    )
    answer_list(home.root, "races", rows, empty=empty, as_json=as_json)


def _listed(race: Race) -> tuple[str, Answer]:
    """A race as a line and as values; of a damaged one, the reason."""
    try:
        return _row(race), standings(race)
    except ArgotError as error:
        return _damaged(race.id, error.message)


def _damaged(race_id: str, reason: Message) -> tuple[str, Answer]:
    state = padded(msg("damaged"), _STATE_COLUMNS)
    return f"{race_id}  {state}  {told(reason)}", {"race": race_id, "error": reason}


def _go_on(race: Race, slots: int | None, *, as_json: bool) -> None:
    with Interrupts() as interrupts:
        kinds = in_a_row(run.config().model.title for run in resume_race(race, slots=slots))
        say(msg("Race {race} goes on: {kinds}.", race=race.id, kinds=kinds))
        follow_race(race, interrupts)
    raise typer.Exit(_answer(race, as_json=as_json))


def _kinds(text: str) -> list[str]:
    """The networks named. Raises SettingsError on one that there is not."""
    kinds = [kind.strip() for kind in text.split(",") if kind.strip()]
    for kind in kinds:
        if kind not in MODEL_SETTINGS:
            raise SettingsError(
                msg(
                    "--models has {kind!r}; it takes some of {model_settings}.",
                    kind=kind,
                    model_settings=",".join(MODEL_SETTINGS),
                )
            )
    return kinds


def _tell_start(race: Race, rule: Rule) -> None:
    kinds = in_a_row(run.config().model.title for run in race.members())
    say(
        msg(
            "Race {race}: {kinds}; the same {rule}, {budget} each.",
            race=race.id,
            kinds=kinds,
            rule=_RULES[rule],
            budget=race.budget.describe(),
        )
    )


def _answer(race: Race, *, as_json: bool, more: Answer = NOTHING) -> int:
    """Print how the race stands; the exit status that fits."""
    values = {**standings(race), **more}
    lines = [table(race), *([str(values["verdict"])] if values["verdict"] else [])]
    if isinstance(left := values.get("seconds_left"), float):
        lines.append(told(msg("about {time} left", time=clock(left))))
    answer(values, text="\n".join(lines), as_json=as_json)
    states = [(run, run.status()) for run in race.members()]
    for run, status in states:
        if problem(run, status):
            say(f"{run.config().model.title}: {told(problem(run, status))}")
    return 0 if all(status.state in GOOD_ENDS for _, status in states) else 1


def _row(race: Race) -> str:
    members = race.members()
    kinds = ",".join(run.config().model.kind for run in members)
    statuses = [run.status() for run in members]
    busy = sum(status.is_active for status in statuses)
    state = msg("{n} at work", n=busy) if busy else RACE_STATES[race_state(statuses)]
    what = msg("same {rule}, {budget}", rule=_RULES[race.rule], budget=race.budget.describe())
    return f"{race.id}  {padded(state, _STATE_COLUMNS)}  {told(what)}  {kinds}"
