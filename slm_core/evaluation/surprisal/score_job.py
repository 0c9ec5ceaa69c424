"""Scoring a text in a job of its own, so that a page loads no torch and can be left meanwhile."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from slm_core.errors import CorpusError, StoppedError
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.surprisal.anomalies import FALSE_ALARMS, check_false_alarms
from slm_core.evaluation.surprisal.kept_scores import keep_scores
from slm_core.evaluation.surprisal.limits import check_runs, check_texts
from slm_core.evaluation.texts.other_text import Other, other_from_file, other_from_text
from slm_core.messages import Message, msg
from slm_core.processes.jobs import Job, JobReporter, start_job
from slm_core.runs.run import open_run
from slm_core.storage import write_bytes
from slm_core.workspace import Workspace

_PASTED = "pasted.txt"
_TOKENS_KEPT = 200_000
"""Tokens, over all runs, that a page can show one by one: some ten megabytes."""
_LOADING = 0.1
"""Share of the work that is done when a model begins to score."""


@dataclass(frozen=True)
class TextToScore:
    """A text that was pasted, or a file of any format."""

    text: str = ""
    data: bytes | None = None
    name: str = ""
    """How people call the file, with its ending."""
    lines: bool = False
    """Whether each line of a pasted text is a document of its own."""


def score_job(
    workspace: Workspace,
    runs: Sequence[str],
    given: TextToScore,
    *,
    false_alarms: float = FALSE_ALARMS,
) -> Job:
    """Score the text under the models of these runs; its result has `scores`, an id for
    `read_scores`.

    Raises RunError where a run has no model, CorpusError where there is no text, SettingsError,
    WorkspaceError.
    """
    check_runs([open_run(workspace, run) for run in runs])
    check_false_alarms(false_alarms)
    if given.data is None:
        check_texts([given.text])

    def prepare(folder: Path) -> Mapping[str, object]:
        files = folder / "files"
        files.mkdir()
        ending = Path(given.name).suffix[:16]
        name = _PASTED if given.data is None else f"given{ending}"
        data = given.text.encode("utf-8", "replace") if given.data is None else given.data
        write_bytes(files / name, data)
        return {
            "runs": list(runs),
            "file": f"files/{name}",
            "name": given.name,
            "lines": given.lines,
            "false_alarms": false_alarms,
        }

    return start_job(workspace, "score", prepare)


def score(workspace: Workspace, job: Job, reporter: JobReporter) -> Mapping[str, object]:
    """What a job of the kind `score` does."""
    # Must be set before torch loads: spinning threads take the cores from a run beside us.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    reporter.tell(msg("loading the model"), fraction=0.0, at_once=True)
    from slm_core.evaluation.surprisal.score_texts import score_texts  # noqa: PLC0415 loads torch

    request = job.request()
    named = request.get("runs")
    runs = [open_run(workspace, str(run)) for run in named] if isinstance(named, list) else []
    told = 0

    def tell(doing: Message) -> None:
        nonlocal told
        share = _LOADING + (1 - _LOADING) * told / max(1, 2 * len(runs))
        told += 1
        reporter.tell(doing, fraction=share, at_once=True)

    rate = request.get("false_alarms")
    report = score_texts(
        runs,
        _given(job, request),
        false_alarms=rate if isinstance(rate, float) else FALSE_ALARMS,
        tokens=_TOKENS_KEPT,
        listener=Listener(tell=tell, should_stop=reporter.should_stop),
    )
    if reporter.should_stop():
        raise StoppedError(msg("The evaluation was stopped."))
    return {"scores": keep_scores(workspace, report)}


def _given(job: Job, request: Mapping[str, object]) -> Other:
    path = job.folder / str(request.get("file"))
    if path.parent != job.folder / "files" or not path.is_file():
        raise CorpusError(msg("The text to judge is gone. Ask for it anew."))
    if path.name != _PASTED:
        return other_from_file(path, str(request.get("name")) or path.name)
    other = other_from_text(path.read_text(encoding="utf-8"))
    if request.get("lines"):
        return Other(other.name, other.texts[0].splitlines())
    return other
