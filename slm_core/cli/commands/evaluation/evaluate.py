"""The command evaluate: how good a run's model is on a text. Loads torch when it runs."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from slm_core.cli.arguments import find_corpus, find_run
from slm_core.cli.commands.evaluation.report_text import text_of, values_of
from slm_core.cli.options import AsJson, Home, RunName
from slm_core.cli.output.terminal import answer, say, told
from slm_core.corpus.readers.document import ReadOptions
from slm_core.errors import SettingsError
from slm_core.evaluation.coaching.text_rules import known_leak
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.report import times_test_opened
from slm_core.evaluation.texts.other_text import Other, other_from_corpus, other_from_file
from slm_core.messages import Message, msg
from slm_core.workspace import Workspace, open_workspace

Part = Literal["validation", "test", "train"]


def evaluate(
    run: RunName,
    split: Annotated[
        Part | None,
        typer.Option(
            help="Which part of the run's own corpus: validation by default; each use of the test "
            "part is counted.",
            show_default=False,
        ),
    ] = None,
    other: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="FILE_OR_CORPUS",
            help="Another text: a file, the id of a corpus, or a sample's name.",
            show_default=False,
        ),
    ] = None,
    prove: Annotated[
        bool,
        typer.Option(
            "--prove",
            help="Prove the score: compress the text by the model's probabilities, and read it "
            "back. Of a long text the first 500 kB.",
        ),
    ] = False,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Tell how good a run's model is: scores with their interval, and what counting reaches."""
    if split and other:
        raise SettingsError(msg("--split and --on name two texts. Leave one of them out."))
    home = open_workspace(workspace)
    found = find_run(home, run)
    # Must be set before torch loads: spinning threads take the cores from a run beside us.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from slm_core.evaluation.judging import evaluate_run  # noqa: PLC0415 - loads torch

    judged = _other(home, other) if other else split or "validation"
    listener = Listener(tell=_tell)
    report = evaluate_run(found, judged, proven=prove, listener=listener)
    opened = {"test_opened": times_test_opened(found)} if report.judged.kind == "test" else {}
    leak = known_leak(found) if report.judged.kind == "validation" else None
    text = text_of(report) if leak is None else f"{text_of(report)}\n\n{told(leak.sentence)}"
    leaked = {} if leak is None else {"leak": dict(leak.numbers)}
    answer({**values_of(report), **opened, **leaked}, text=text, as_json=as_json)


def _tell(doing: Message) -> None:
    """Say what is being done; of what is told in percent only every tenth."""
    percent = doing.values.get("percent", 0)
    if isinstance(percent, int) and percent % 10 == 0:
        say(f"{told(doing)} …")


def _other(home: Workspace, name: str) -> Other:
    """Raises CorpusError where it is neither a file nor a corpus, or cannot be read."""
    path = Path(name)
    if path.is_file():
        return other_from_file(path, path.name)
    return other_from_corpus(find_corpus(home, [name], options=ReadOptions()).corpus)
