"""The command report: one run or several as a file for others."""

from pathlib import Path
from typing import Annotated

import typer

from slm_core.cli.arguments import find_run
from slm_core.cli.options import AsJson, Home
from slm_core.cli.output.terminal import answer, in_a_row, spoken
from slm_core.errors import SettingsError
from slm_core.messages import msg
from slm_core.runs.run import Run
from slm_core.storage import write_bytes
from slm_core.workspace import open_workspace


def report(
    runs: Annotated[
        list[str],
        typer.Argument(metavar="RUN…", help="Ids of runs, or last; several are compared."),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Where to write: .html is a report that needs nothing beside itself, .csv the "
            "curves, .json everything; a folder gets TensorBoard event files.",
        ),
    ] = Path("report.html"),
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write a report of runs: text, settings, curves, scores, samples, cost, how to repeat it."""
    home = open_workspace(workspace)
    found = [find_run(home, name) for name in dict.fromkeys(runs)]
    written = _written(found, out)
    message = msg("Written: {files}", files=in_a_row(map(str, written)))
    values = {"files": [str(path) for path in written], "runs": [run.id for run in found]}
    answer(values, text=message, as_json=as_json)


def _written(runs: list[Run], out: Path) -> list[Path]:
    """The files written. Raises SettingsError for an ending that is none of ours."""
    ending = out.suffix.casefold()
    if out.is_dir() or not ending:
        from slm_core.reporting.tensorboard import write_events  # noqa: PLC0415 - loads numpy

        return [write_events(run, out) for run in runs]
    if ending in (".html", ".htm"):
        from slm_core.reporting.html import report_html  # noqa: PLC0415 - loads Altair

        write_bytes(out, _bytes(report_html(runs, language=spoken())))
    elif ending == ".csv":
        from slm_core.reporting.tables import metrics_csv  # noqa: PLC0415 - loads numpy

        write_bytes(out, _bytes(metrics_csv(runs)))
    elif ending == ".json":
        from slm_core.reporting.tables import report_json  # noqa: PLC0415 - loads numpy

        write_bytes(out, report_json(runs))
    else:
        raise SettingsError(
            msg(
                "A report is written as .html, .csv or .json, or into a folder for TensorBoard, "
                "and not as {ending}. Give -o another ending.",
                ending=ending,
            )
        )
    return [out]


def _bytes(text: str) -> bytes:
    """As UTF-8; a character that has no encoding, from a damaged name, becomes a question mark."""
    return text.encode("utf-8", errors="replace")
