"""Jobs on labels: a classifier trained from a table, texts labelled by one, a worked example. Each
ends with an id for `read_labels`. Loads torch in the job's process alone."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from slm_core.errors import CorpusError, SettingsError
from slm_core.evaluation.classification.classifier import open_classifier
from slm_core.evaluation.classification.labelled_texts import TableFile
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.surprisal.limits import check_runs
from slm_core.messages import Message, msg
from slm_core.processes.jobs import Job, JobReporter, start_job
from slm_core.runs.run import open_run
from slm_core.storage import write_bytes
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace

ExampleName = Literal["unusual_memos", "fault_notes"]
MINUTES: Mapping[ExampleName, float] = {"unusual_memos": 1.0, "fault_notes": 1.0}
"""Of training, for each worked example."""

_TRAINED = 0.9
"""Share of the work that is done when all models are trained."""
_STAGES: Mapping[str, tuple[float, float]] = {
    "training the model of all texts, {percent} %": (0.01, 0.45),
    "training a model a label, {done} of {all} ready: {percent} %": (0.45, _TRAINED),
    "training a model of the memos, {percent} %": (0.01, _TRAINED),
}
"""From which share of the work to which each of them leads."""


@dataclass(frozen=True)
class LabelTable:
    """A table as it was uploaded, and its columns."""

    data: bytes
    name: str
    label: str = ""
    """The column of the labels; "" where none is known."""
    text: str = ""
    """The column of the texts; "" for the one with the most running text."""


def train_classifier_job(
    workspace: Workspace, table: LabelTable, *, minutes: float, test: LabelTable | None = None
) -> Job:
    """Train one model a label, and judge the labels on `test`, else on the held-out texts.

    Raises SettingsError where no column is named or the minutes cannot be, WorkspaceError.
    """
    BudgetSettings(minutes=minutes)
    if not table.label.strip():
        raise SettingsError(msg("No column was named that has the labels. Write its name."))
    given = {"learned": table} if test is None else {"learned": table, "test": test}
    return _start(workspace, {"do": "train", "minutes": float(minutes)}, given)


def judge_runs_job(
    workspace: Workspace, runs: Sequence[str], table: LabelTable, *, odd: str = ""
) -> Job:
    """Score the texts of a table under these runs and judge them by its labels: several runs as
    models of a label each, one by how well its threshold tells the texts labelled `odd`.

    Raises RunError where a run has no model, WorkspaceError.
    """
    check_runs([open_run(workspace, run) for run in runs])
    asked = {"do": "judge", "runs": list(runs), "odd": odd.strip()}
    return _start(workspace, asked, {"texts": table})


def label_job(workspace: Workspace, classifier: str, table: LabelTable) -> Job:
    """Label each text of a file; judged where it has a column of right labels.

    Raises RunError where there is no such classifier, WorkspaceError.
    """
    made = open_classifier(workspace, classifier)
    return _start(workspace, {"do": "label", "classifier": made.id}, {"texts": table})


def example_job(workspace: Workspace, name: ExampleName, *, minutes: float | None = None) -> Job:
    """Work one of the examples. Raises SettingsError, WorkspaceError."""
    least = MINUTES[name] if minutes is None else minutes
    BudgetSettings(minutes=least)
    return _start(workspace, {"do": "example", "example": name, "minutes": least}, {})


def classify(workspace: Workspace, job: Job, reporter: JobReporter) -> Mapping[str, object]:
    """What a job of the kind `classify` does."""
    # Must be set before torch loads: spinning threads take the cores from a run beside us.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    reporter.tell(msg("getting ready"), fraction=0.0, at_once=True)
    listener = Listener(tell=_teller(reporter), should_stop=reporter.should_stop)
    request = job.request()
    minutes = float(str(request.get("minutes", 1.0)))
    if request.get("do") == "example":
        from slm_core.evaluation.classification.jobs import worked_examples  # noqa: PLC0415 torch

        name = str(request.get("example"))
        return {"labels": worked_examples.work_example(workspace, name, minutes, listener)}
    from slm_core.evaluation.classification.jobs import label_tables  # noqa: PLC0415 loads torch

    if request.get("do") == "train":
        test = _given(job, "test") if request.get("test") else None
        learned = _given(job, "learned")
        return {"labels": label_tables.train(workspace, learned, test, minutes, listener)}
    if request.get("do") == "judge":
        named = request.get("runs")
        runs = [str(run) for run in named] if isinstance(named, list) else []
        odd = str(request.get("odd") or "") or None
        return label_tables.judge(workspace, runs, _given(job, "texts"), odd, listener)
    classifier = str(request.get("classifier"))
    return {"labels": label_tables.label(workspace, classifier, _given(job, "texts"), listener)}


def _start(
    workspace: Workspace, request: Mapping[str, object], tables: Mapping[str, LabelTable]
) -> Job:
    def prepare(folder: Path) -> Mapping[str, object]:
        found: dict[str, object] = dict(request)
        for what, table in tables.items():
            # In a folder each, so that a file keeps the name that is told to people.
            kept = folder / "files" / what
            kept.mkdir(parents=True)
            name = Path(table.name.replace("\\", "/")).name[-100:] or "table.csv"
            write_bytes(kept / name, table.data)
            found[what] = {"file": name, "label": table.label.strip(), "text": table.text.strip()}
        return found

    return start_job(workspace, "classify", prepare)


def _given(job: Job, what: str) -> TableFile:
    asked = job.request().get(what)
    folder = job.folder / "files" / what
    if isinstance(asked, Mapping):
        path = folder / str(asked.get("file"))
        if path.parent == folder and path.is_file():
            return TableFile(path, str(asked.get("label", "")), str(asked.get("text", "")) or None)
    raise CorpusError(msg("The text to judge is gone. Ask for it anew."))


def _teller(reporter: JobReporter) -> Callable[[Message], None]:
    """Writes down what is told, and how much of the work is done by then."""
    done = 0.01

    def tell(doing: Message) -> None:
        nonlocal done
        low, high = _STAGES.get(doing.template, (_TRAINED, _TRAINED))
        percent = doing.values.get("percent")
        share = low + (high - low) * (percent if isinstance(percent, int) else 0) / 100
        done = max(done, share)
        reporter.tell(doing, fraction=done, at_once=True)

    return tell
