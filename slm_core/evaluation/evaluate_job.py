"""Judging a run in a job of its own, so that a page can follow and stop it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from slm_core.corpus.store import open_corpus
from slm_core.errors import CorpusError, RunError
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.report import EvaluationReport
from slm_core.evaluation.texts.other_text import (
    Other,
    other_from_corpus,
    other_from_file,
    other_from_text,
)
from slm_core.messages import Message, msg
from slm_core.processes.jobs import Job, JobReporter, start_job
from slm_core.runs.run import open_run
from slm_core.storage import write_bytes
from slm_core.training.checkpoints.checkpoint_paths import newest_step
from slm_core.workspace import Workspace

Part = Literal["validation", "test", "train"]

_PARTS: tuple[Part, ...] = ("validation", "test", "train")
_STAGES: tuple[tuple[str, float], ...] = (
    ("loading", 0.05),
    ("reading the text", 0.1),
    ("counting and", 0.15),
    ("predicting", 0.4),
    ("writing on", 0.6),
    ("looking for", 0.8),
)
"""How much of an evaluation is done when it begins to do something; as it was for real runs."""
_BEFORE_PROOF = 0.3
"""Share of an evaluation with a proof that comes before the proof."""
_PASTED = "pasted.txt"


@dataclass(frozen=True)
class TextToJudge:
    """One of these: a part of the run's corpus, another corpus, a text, or a file."""

    part: Part | None = None
    corpus: str = ""
    """Id of another corpus."""
    text: str = ""
    data: bytes | None = None
    """Of a file of any format."""
    name: str = ""
    """How people call the file, with its ending."""


def evaluate_job(
    workspace: Workspace, run_id: str, judged: TextToJudge, *, proven: bool = False
) -> Job:
    """Judge a run's model on a text; its result has `run` and `text`.

    Raises RunError where there is no such run or it has no model yet, CorpusError where there is
    nothing to predict, WorkspaceError.
    """
    run = open_run(workspace, run_id)
    if newest_step(run.folder) is None:
        raise RunError(msg("This run has no checkpoint yet, so there is nothing to score."))
    if judged.corpus:
        open_corpus(workspace, judged.corpus)
    elif judged.part is None and judged.data is None:
        other_from_text(judged.text)

    def prepare(folder: Path) -> Mapping[str, object]:
        request = {"run": run_id, "proven": proven, "text": judged.part or "other"}
        if judged.corpus:
            return {**request, "corpus": judged.corpus}
        if judged.part is not None:
            return request
        files = folder / "files"
        files.mkdir()
        if judged.data is None:
            write_bytes(files / _PASTED, judged.text.encode("utf-8", "replace"))
            return {**request, "file": f"files/{_PASTED}"}
        ending = Path(judged.name).suffix[:16]
        write_bytes(files / f"given{ending}", judged.data)
        return {**request, "file": f"files/given{ending}", "name": judged.name}

    return start_job(workspace, "evaluate", prepare)


def evaluate(workspace: Workspace, job: Job, reporter: JobReporter) -> Mapping[str, object]:
    """What a job of the kind `evaluate` does."""
    # Must be set before torch loads: spinning threads take the cores from a run beside us.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from slm_core.evaluation.judging import evaluate_run, prove_score  # noqa: PLC0415 loads torch

    request = job.request()
    proven = bool(request.get("proven"))

    def tell(doing: Message) -> None:
        reporter.tell(doing, fraction=_fraction(doing, proven=proven), at_once=True)

    tell(msg("loading the model"))
    run = open_run(workspace, str(request.get("run")))
    judged = _judged(workspace, job, request)
    listener = Listener(tell=tell, should_stop=reporter.should_stop)
    if proven and not isinstance(judged, Other):
        report = prove_score(run, judged, listener=listener)
    else:
        report = evaluate_run(run, judged, proven=proven, listener=listener)
    return {"run": run.id, "text": report.judged.file}


def proof_seconds(report: EvaluationReport) -> float:
    """About how long the proof of a score takes, by how long the score without one took."""
    return report.seconds * (1 - _BEFORE_PROOF) / _BEFORE_PROOF


def _fraction(doing: Message, *, proven: bool) -> float:
    percent = doing.values.get("percent")
    if isinstance(percent, int):
        return _BEFORE_PROOF + (1 - _BEFORE_PROOF) * percent / 100
    share = max((share for start, share in _STAGES if doing.template.startswith(start)), default=0)
    return share * _BEFORE_PROOF if proven else share


def _judged(workspace: Workspace, job: Job, request: Mapping[str, object]) -> Part | Other:
    asked = request.get("text")
    for part in _PARTS:
        if asked == part:
            return part
    if "corpus" in request:
        return other_from_corpus(open_corpus(workspace, str(request["corpus"])))
    path = job.folder / str(request.get("file"))
    if path.parent != job.folder / "files" or not path.is_file():
        raise CorpusError(msg("The text to judge is gone. Ask for it anew."))
    if path.name == _PASTED:
        return other_from_text(path.read_text(encoding="utf-8"))
    return other_from_file(path, str(request.get("name")) or path.name)
