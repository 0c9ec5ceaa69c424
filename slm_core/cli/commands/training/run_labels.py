"""The commands `runs rename`, `runs tag`, `runs note` and `runs delete`."""

import sys
from typing import Annotated

import typer

from slm_core.cli.arguments import find_run
from slm_core.cli.options import AsJson, Home, RunName
from slm_core.cli.output.terminal import Answer, answer, in_a_row, say, told, whole
from slm_core.errors import RunError, SettingsError, StoppedError
from slm_core.messages import msg, plural
from slm_core.runs.labels import note_run, rename_run, tag_run
from slm_core.runs.launching.delete import delete_runs, runs_to_delete
from slm_core.runs.run import Run
from slm_core.workspace import open_workspace


def rename(
    run: RunName,
    name: Annotated[
        str,
        typer.Argument(help="What to call it; an empty name brings the first one back."),
    ],
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Let a run go by another name. Its id stays."""
    found = find_run(open_workspace(workspace), run)
    rename_run(found.folder, whole(name))
    text = msg("{run} is called {name} now.", run=found.id, name=found.config().name)
    answer(_labels(found), text=text, as_json=as_json)


def tag(
    run: RunName,
    tags: Annotated[list[str], typer.Argument(metavar="TAG...", help="A word or a few each.")],
    remove: Annotated[
        bool, typer.Option("--remove", help="Take these tags away instead of giving them.")
    ] = False,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Give a run tags, by which it is found again."""
    found = find_run(open_workspace(workspace), run)
    wanted = [whole(one) for one in tags]
    labels = tag_run(found.folder, add=[] if remove else wanted, remove=wanted if remove else [])
    if labels.tags:
        text = msg("{run} has the tags {tags}.", run=found.id, tags=in_a_row(labels.tags))
    else:
        text = msg("{run} has no tags.", run=found.id)
    answer(_labels(found), text=text, as_json=as_json)


def note(
    run: RunName,
    text: Annotated[
        str, typer.Argument(help="What to remember of it; an empty text removes the note.")
    ],
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Give a run a note."""
    found = find_run(open_workspace(workspace), run)
    labels = note_run(found.folder, whole(text))
    if labels.note:
        said = msg("{run} has a note now.", run=found.id)
    else:
        said = msg("{run} has no note.", run=found.id)
    answer(_labels(found), text=said, as_json=as_json)


def delete(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN...", help="Ids of runs; last is the newest.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Delete runs with their models, after saying what goes and what stays.

    Where nobody can answer, --yes is needed.
    """
    home = open_workspace(workspace)
    chosen = {run.id: run for run in (find_run(home, name) for name in runs)}
    found = runs_to_delete(home, list(chosen.values()))
    if found.active:
        busy = in_a_row(run.id for run in found.active)
        raise RunError(msg("{id} is still training. Stop it first, then delete it.", id=busy))
    for line in (found.goes(), *found.stays()):
        say(line)
    if not yes:
        _ask(len(chosen), as_json=as_json)
    gone = delete_runs(found.runs)
    values: Answer = {
        "deleted": [run.id for run in gone],
        "bytes": found.bytes,
        "started_from": [run.id for run in found.started_from],
    }
    said = plural("Deleted {n} run.", "Deleted {n} runs.", n=len(gone))
    answer(values, text=said, as_json=as_json)


def _ask(count: int, *, as_json: bool) -> None:
    """Raises SettingsError where there is no terminal, StoppedError where the answer is no."""
    if as_json or not sys.stdin.isatty():
        raise SettingsError(
            msg(
                "Nothing was deleted: there is no terminal to ask in. Add --yes to delete {runs}.",
                runs=plural("{n} run", "{n} runs", n=count),
            )
        )
    if not typer.confirm(told(plural("Delete {n} run?", "Delete {n} runs?", n=count)), err=True):
        raise StoppedError(msg("Nothing was deleted."))


def _labels(run: Run) -> Answer:
    labels = run.labels()
    return {
        "run": run.id,
        "name": run.config().name,
        "tags": list(labels.tags),
        "note": labels.note,
    }
