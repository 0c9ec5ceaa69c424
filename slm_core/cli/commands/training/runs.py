"""The commands that list runs and control them: runs, stop, pause, set.

`run_labels.py` has what `runs` does beside listing them.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from slm_core.cli.arguments import find_run
from slm_core.cli.options import AsJson, Home, RunName
from slm_core.cli.output.help_text import TranslatedGroup, explained
from slm_core.cli.output.race_output import bits_of
from slm_core.cli.output.run_output import TRENDS, problem, run_output
from slm_core.cli.output.terminal import (
    Answer,
    answer,
    answer_list,
    clock,
    in_a_row,
    padded,
    told,
)
from slm_core.errors import ArgotError, RunError, SettingsError
from slm_core.messages import Message, listed, msg
from slm_core.runs.launching.control import CHANGEABLE, Action, ask, changeable
from slm_core.runs.run import Run, damaged_runs, list_runs
from slm_core.runs.status import RunStatus, silence, state_message
from slm_core.workspace import open_workspace

_JUDGED = 20
"""Runs that are listed with a verdict, the newest: of one all metrics are read for it, which takes
a tenth of a second for 20,000 steps."""
_STATE_COLUMNS = 20
_PATIENCE = 120.0
"""Seconds to wait until a trainer has done what it was asked: one step, or a final evaluation."""


app = typer.Typer(invoke_without_command=True, cls=TranslatedGroup)


@app.callback()
def runs(context: typer.Context, workspace: Home = None, as_json: AsJson = False) -> None:
    """List runs with state, score and trend. The newest come first.

    The commands below give a run another name, tags or a note, or delete runs.
    """
    if context.invoked_subcommand is not None:
        _refuse_lost(context.invoked_subcommand, workspace=workspace, as_json=as_json)
        return
    home = open_workspace(workspace)
    rows = [_listed(run, place) for place, run in enumerate(list_runs(home))]
    rows += [_damaged(run.id, run.reason) for run in damaged_runs(home)]
    empty = msg(
        "There are no runs in {root}. `python -m slm_core train` starts one.", root=home.root
    )
    answer_list(home.root, "runs", rows, empty=empty, as_json=as_json)


def _refuse_lost(command: str, *, workspace: Path | None, as_json: bool) -> None:
    """Options before the name of a command are the list's own: there they would count for nothing,
    and `delete last` would be of another workspace. Raises SettingsError."""
    for option, is_given in (("--workspace", workspace is not None), ("--json", as_json)):
        if is_given:
            raise SettingsError(
                msg(
                    "{option} stands before {command}, where it is lost. Write it at the end: "
                    "runs {command} … {option}",
                    option=option,
                    command=command,
                )
            )


def _listed(run: Run, place: int) -> tuple[str, Answer]:
    """A run as a line and as values; of a damaged one, the reason."""
    try:
        run.check()
        status = run.status()
        values = run_output(run, status, with_verdict=place < _JUDGED)
        row = _row(run, status, str(values.get("trend", "")))
        labels = run.labels()
        words = in_a_row(filter(None, (labels.name, *(f"#{tag}" for tag in labels.tags))))
        about = {"name": run.config().name, "tags": list(labels.tags), "note": labels.note}
        return f"{row}  {words}".rstrip(), {**about, **values}
    except ArgotError as error:
        return _damaged(run.id, error.message)


def _damaged(run_id: str, reason: Message) -> tuple[str, Answer]:
    values: Answer = {"run": run_id, "state": "damaged", "error": reason}
    return f"{run_id}  {padded(msg('damaged'), _STATE_COLUMNS)}  {told(reason)}", values


def stop(run: RunName, workspace: Home = None, as_json: AsJson = False) -> None:
    """End a run and keep what it learned. Waits until it has ended."""
    found = find_run(open_workspace(workspace), run)
    _ask_and_wait(found, "stop", lambda status: status.is_over, as_json=as_json)


def pause(run: RunName, workspace: Home = None, as_json: AsJson = False) -> None:
    """Let a run stand still. Its slot goes to another; `resume` goes on."""
    found = find_run(open_workspace(workspace), run)
    _ask_and_wait(
        found, "pause", lambda status: status.is_over or status.state == "paused", as_json=as_json
    )


def set_value(
    run: RunName,
    name: Annotated[
        str,
        typer.Argument(help=explained(msg("Which setting: {names}.", names=", ".join(CHANGEABLE)))),
    ],
    value: Annotated[str, typer.Argument(help="Its new value.")],
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Change a setting of a run while it trains."""
    found = find_run(open_workspace(workspace), run)
    plain = name.rpartition(".")[2]
    number = changeable(plain).parse(value)
    request = ask(found, "set", name=plain, value=float(str(number)))
    answer(
        {"run": found.id, "set": {request.name: request.value}},
        text=msg(
            "{run}: {name} will be {value:g} from its next step on.",
            run=found.id,
            name=request.name,
            value=request.value,
        ),
        as_json=as_json,
    )


def _ask_and_wait(
    run: Run, action: Action, is_done: Callable[[RunStatus], bool], *, as_json: bool
) -> None:
    ask(run, action)
    deadline = time.monotonic() + _PATIENCE
    status = run.status()
    while not is_done(status):
        if not run.folder.is_dir():
            raise RunError(problem(run, status) or silence(status))
        if status.is_silent:
            raise RunError(silence(status))
        if time.monotonic() > deadline:
            raise RunError(
                msg(
                    "{id} was asked to {action} but is still {state} after {patience:.0f} s. "
                    "It may be busy; its log is {folder}.",
                    id=run.id,
                    action=action,
                    state=state_message(status),
                    patience=_PATIENCE,
                    folder=run.folder / "log.txt",
                )
            )
        time.sleep(0.1)
        status = run.status()
    state = told(state_message(status))
    answer(run_output(run, status), text=f"{run.id}: {state}", as_json=as_json)


def _row(run: Run, status: RunStatus, trend: str) -> str:
    bits = bits_of(run)
    if bits is None:
        score = msg("not checked before it ended") if status.is_over else msg("no score yet")
    elif status.is_over and run.score():
        score = msg("{bits:.3f} bits/byte", bits=bits)
    else:
        score = msg("{bits:.3f} bits/byte so far", bits=bits)
    if trend in TRENDS:
        score = listed([score, TRENDS[trend]])
    state = padded(state_message(status), _STATE_COLUMNS)
    share, time = f"{status.fraction:4.0%}", f"{clock(status.seconds):>7}"
    return f"{run.id}  {state}  {share}  {time}  {told(score)}"
