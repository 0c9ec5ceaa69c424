"""The command score: what each token of any text costs runs' models. Loads torch when it runs."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slm_core.cli.arguments import find_run
from slm_core.cli.commands.evaluation.label_text import label_text, label_values, tell_left_out
from slm_core.cli.commands.evaluation.score_text import text_of, values_of
from slm_core.cli.options import AsJson, Home, TextColumn
from slm_core.cli.output.terminal import answer, in_a_row, say, told
from slm_core.errors import CorpusError, SettingsError
from slm_core.evaluation.classification.labelled_texts import (
    LabelledTexts,
    check_labels,
    read_labelled,
)
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.surprisal.anomalies import FALSE_ALARMS, check_false_alarms
from slm_core.evaluation.surprisal.limits import check_runs
from slm_core.evaluation.surprisal.records import SurprisalReport
from slm_core.evaluation.texts.other_text import Other, other_from_file
from slm_core.messages import msg
from slm_core.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from slm_core.evaluation.classification.judge_runs import JudgedLabels, NamedRun


@dataclass(frozen=True)
class _Given:
    """What is to be scored."""

    other: Other
    files: Sequence[str]
    """The file of each document."""


# One parameter for each option is how typer is told of them.
def score(  # noqa: PLR0913, PLR0917
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Files of any format with the text to score."),
    ],
    runs: Annotated[
        str,
        typer.Option(
            metavar="RUN[,RUN...]",
            help="Runs whose models score; last is the newest. With --label each stands for the "
            "label that its name ends with, or write LABEL=RUN.",
        ),
    ] = "last",
    label: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Column with the right labels: several runs are judged as a classifier, one by "
            "how well it finds odd texts.",
            show_default=False,
        ),
    ] = None,
    text: TextColumn = None,
    odd: Annotated[
        str | None,
        typer.Option(
            metavar="LABEL",
            help="With --label and one run: the label of odd texts; by default the rarer of two.",
            show_default=False,
        ),
    ] = None,
    false_alarms: Annotated[
        float,
        typer.Option(
            help="Share of usual texts that may be called odd; the threshold is read off held-out "
            "documents of the run."
        ),
    ] = FALSE_ALARMS,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Tell what each token of a text costs a model, which are odd, and which model fits best."""
    values, lines = _scored(
        open_workspace(workspace), files, runs, columns=(label, text, odd), share=false_alarms
    )
    answer(values, text=lines, as_json=as_json)


def _scored(
    home: Workspace,
    files: Sequence[Path],
    runs: str,
    *,
    columns: tuple[str | None, str | None, str | None],
    share: float,
) -> tuple[Mapping[str, object], str]:
    """The answer as values and as text; `columns` of labels and of text, and the label of odd ones.

    Raises an ArgotError where something cannot be scored.
    """
    check_false_alarms(share)
    label, text, odd = columns
    # Must be set before torch loads: spinning threads take the cores from a run beside us.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from slm_core.evaluation.surprisal.score_texts import score_texts  # noqa: PLC0415 - loads torch

    named = _named_runs(home, runs)
    check_runs([one.run for one in named])
    if label is None:
        given, judge = _read(files, text), None
    else:
        rows = _read_labelled(files, label=label, text=text)
        given = _Given(Other(rows.name, rows.texts), [rows.name] * len(rows.texts))
        judge = _judge_for(named, rows, odd)
    report = score_texts(
        [one.run for one in named],
        given.other,
        false_alarms=share,
        listener=Listener(tell=lambda doing: say(f"{told(doing)} …")),
    )
    values, lines = values_of(report, given.files), text_of(report, given.files)
    if judge is not None:
        judged = judge(report)
        values = {**values, **label_values(judged)}
        lines = f"{lines}\n\n{label_text(judged)}"
    return values, lines


def _named_runs(home: Workspace, runs: str) -> "list[NamedRun]":
    """The runs, each with the label written before it. Raises SettingsError, RunError."""
    from slm_core.evaluation.classification.judge_runs import NamedRun  # noqa: PLC0415 loads numpy

    parts = [part.rpartition("=") for part in runs.split(",")]
    found = [
        NamedRun(find_run(home, run.strip()), label.strip())
        for label, _, run in parts
        if run.strip()
    ]
    if not found:
        raise SettingsError(msg("--runs names no run. Write the id of one, or last."))
    return found


def _read(files: Sequence[Path], column: str | None) -> _Given:
    """The documents of all files. Raises CorpusError."""
    texts: list[str] = []
    names: list[str] = []
    for path in files:
        if not path.is_file():
            raise CorpusError(msg("There is no file {file}. Check the spelling.", file=str(path)))
        found = [
            one for one in other_from_file(path, path.name, column=column).texts if one.strip()
        ]
        texts += found
        names += [path.name] * len(found)
    return _Given(Other(in_a_row(path.name for path in files), texts), names)


def _read_labelled(files: Sequence[Path], *, label: str, text: str | None) -> LabelledTexts:
    if len(files) > 1:
        raise SettingsError(
            msg("--label is for one file, and {count} were named. Name one.", count=len(files))
        )
    rows = read_labelled(files[0], label=label, text=text)
    tell_left_out(rows)
    check_labels(rows)
    return rows


def _judge_for(
    named: "Sequence[NamedRun]", rows: LabelledTexts, odd: str | None
) -> "Callable[[SurprisalReport], JudgedLabels]":
    """How the runs are judged on these labels. Raises SettingsError where they cannot be."""
    from slm_core.evaluation.classification import judge_runs as judging  # noqa: PLC0415 numpy

    if len(named) > 1:
        labels = judging.labels_of_runs(named, list(rows.counts()))
        return lambda report: judging.judge_runs(report, labels, rows)
    label = judging.odd_label(rows, odd)
    return lambda report: judging.judge_oddity(report.runs[0], rows, label)
