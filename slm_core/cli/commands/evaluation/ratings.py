"""The command ratings: blind ratings that were made on the page, listed, told and written out."""

from pathlib import Path
from typing import Annotated

import typer

from slm_core.cli.arguments import LAST, find_run
from slm_core.cli.options import AsJson, Home
from slm_core.cli.output.terminal import Answer, answer, columns, padded, told
from slm_core.errors import RunError, SettingsError
from slm_core.evaluation.ratings.rating_set import (
    RatingSet,
    as_json,
    list_ratings,
    open_ratings,
    shown_names,
)
from slm_core.evaluation.ratings.standings import (
    REAL_TEXT,
    Standing,
    rating_standings,
    rating_verdict,
)
from slm_core.messages import msg
from slm_core.records import Damaged
from slm_core.storage import write_bytes, write_json
from slm_core.workspace import Workspace, open_workspace


def ratings(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RUN|SET]...",
            help="Runs whose ratings are wanted, or last, or the id of one set of pairs; all are "
            "listed without it.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write the pairs and what was chosen of one set as .csv or .json.",
            show_default=False,
        ),
    ] = None,
    workspace: Home = None,
    json_wanted: AsJson = False,
) -> None:
    """Tell which texts people liked better without knowing who wrote them.

    Pairs are made and judged on the page Blind ratings.
    """
    home = open_workspace(workspace)
    found, damaged = _wanted(home, names or [])
    if out is not None:
        written = _write(found, out)
        values: Answer = {"files": [str(written)], "ratings": found[0].id}
        answer(values, text=msg("Written: {files}", files=written), as_json=json_wanted)
        return
    lines = [line for one in found for line in _lines(one)]
    lines += [f"{one.id}  {told(one.reason)}" for one in damaged]
    values = {
        "workspace": str(home.root),
        "ratings": [_values(one) for one in found],
        "damaged": [{"ratings": one.id, "error": one.reason} for one in damaged],
    }
    nothing = msg(
        "There are no blind ratings yet. The page Blind ratings of the studio makes them."
    )
    answer(values, text="\n".join(lines) or nothing, as_json=json_wanted)


def _wanted(home: Workspace, names: list[str]) -> tuple[list[RatingSet], list[Damaged]]:
    """The set of that id, or those in which all these runs wrote. Raises RunError."""
    if len(names) == 1 and names[0] != LAST and home.rating_folder(names[0]).is_dir():
        return [open_ratings(home, names[0])], []
    found, damaged = list_ratings(home)
    if not names:
        return found, damaged
    runs = {find_run(home, name).id for name in names}
    of_them = [one for one in found if runs <= {*one.record.runs}]
    if not of_them:
        raise RunError(
            msg(
                "No blind ratings have all of {runs}. `ratings` without names lists all.",
                runs=", ".join(sorted(runs)),
            )
        )
    return of_them, []


def _write(found: list[RatingSet], out: Path) -> Path:
    """The file with the pairs of one set. Raises SettingsError, WorkspaceError."""
    if len(found) != 1:
        raise SettingsError(
            msg("-o writes one set of ratings, and here are {n}. Name its id.", n=len(found))
        )
    ending = out.suffix.casefold()
    if ending == ".csv":
        write_bytes(out, found[0].to_csv().encode("utf-8", errors="replace"))
    elif ending == ".json":
        write_json(out, _values(found[0]))
    else:
        raise SettingsError(
            msg(
                "Ratings are written as .csv or .json, and not as {ending}. Give -o another "
                "ending.",
                ending=ending or out.name,
            )
        )
    return out


def _values(one: RatingSet) -> Answer:
    names = shown_names(one.record, real="real")
    return {
        **as_json(one),
        "standings": [
            {
                "run": one.contestants()[standing.place],
                "name": names[standing.place],
                "win_rate": standing.win_rate,
                "interval": standing.interval and [standing.interval.low, standing.interval.high],
                "wins": standing.wins,
                "comparisons": standing.votes,
            }
            for standing in rating_standings(one)
        ],
    }


def _lines(one: RatingSet) -> list[str]:
    names = shown_names(one.record, real=told(REAL_TEXT))
    found = rating_standings(one)
    width = max(columns(name) for name in names)
    pairs = msg(
        "{id}: {judged} of {all} pairs judged.",
        id=one.id,
        judged=len(one.votes()),
        all=len(one.record.pairs),
    )
    rows = [f"  {padded(names[place.place], width)}  {_share(place)}" for place in found]
    return [told(pairs), *rows, f"  {told(rating_verdict(one, found))}"]


def _share(standing: Standing) -> str:
    between = standing.interval
    if between is None:
        return f"{standing.win_rate:.0%}"
    return f"{standing.win_rate:.0%} ({between.low:.0%} – {between.high:.0%})"
