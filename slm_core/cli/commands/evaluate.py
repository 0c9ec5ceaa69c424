"""The command evaluate: how good a run's model is on a text. Loads torch when it runs."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from slm_core.cli.arguments import find_corpus, find_run
from slm_core.cli.options import AsJson, Home, RunName
from slm_core.cli.output.terminal import Answer, answer, padded, say, told
from slm_core.corpus.ingest.inspection import inspect_file
from slm_core.corpus.readers.document import ReadOptions, ReadResult
from slm_core.errors import CorpusError, SettingsError
from slm_core.evaluation.report import (
    ContinuationScores,
    Evaluation,
    EvaluationReport,
    Floors,
    times_test_opened,
)
from slm_core.messages import Message, msg
from slm_core.metrics.scores import Interval
from slm_core.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from slm_core.evaluation.judging import Other

Part = Literal["validation", "test", "train"]
PART_NAMES = {
    "validation": msg("its validation part"),
    "test": msg("its test part"),
    "train": msg("its training part"),
}


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
    report = evaluate_run(found, judged, tell=lambda doing: say(f"{told(doing)} …"))
    opened = {"test_opened": times_test_opened(found)} if report.judged.kind == "test" else {}
    answer({**_values(report), **opened}, text=_text(report), as_json=as_json)


def _other(home: Workspace, name: str) -> "Other":
    """Raises CorpusError where it is neither a file nor a corpus, or cannot be read."""
    from slm_core.evaluation.judging import Other  # noqa: PLC0415 - loads torch

    path = Path(name)
    if not path.is_file():
        corpus = find_corpus(home, [name], options=ReadOptions()).corpus
        return Other(corpus.card.name, list(corpus.documents()))
    texts: list[str] = []
    for result in inspect_file(path, ReadOptions()):
        if not isinstance(result, ReadResult):
            raise CorpusError(result.message)
        texts += result.documents
    return Other(path.name, texts)


def _values(report: EvaluationReport) -> Answer:
    found, written = report.evaluation, report.continuations
    return {
        "run": report.run,
        "judged": report.judged.name or report.judged.kind,
        "step": report.step,
        "bits_per_byte": found.score.bits_per_byte,
        "interval": found.interval and {"low": found.interval.low, "high": found.interval.high},
        "interval_over": "documents" if found.by_documents else "blocks",
        "nats_per_character": found.score.nats_per_character,
        "loss": found.score.loss,
        "perplexity": found.score.perplexity,
        "accuracy": found.score.accuracy,
        "accuracy_top5": found.accuracy_top5,
        "precision": found.averages.precision,
        "recall": found.averages.recall,
        "f1": found.averages.f1,
        "calibration_error": found.calibration_error,
        "bleu": written and written.bleu,
        "chrf": written and written.chrf,
        "distinct_1": written and written.distinct_1,
        "distinct_2": written and written.distinct_2,
        "repetition": written and written.repetition,
        "floors": found.floors
        and {
            "uniform": found.floors.uniform,
            "unigram": found.floors.unigram,
            "kneser_ney": found.floors.kneser_ney,
            "xz": found.floors.xz,
            "zstd": found.floors.zstd,
        },
        "documents": found.documents,
        "characters": found.characters,
        "bytes": found.bytes,
        "predictions": found.score.predictions,
        "seconds": report.seconds,
    }


def _text(report: EvaluationReport) -> str:
    found = report.evaluation
    rows = _score_rows(found)
    if report.continuations is not None:
        rows += _continuation_rows(report.continuations)
    head = msg(
        "{run}, {judged}: {documents:,} documents, {characters:,} characters",
        run=report.run,
        judged=report.judged.name or PART_NAMES[report.judged.kind],
        documents=found.documents,
        characters=found.characters,
    )
    lines = [f"  {padded(name, 22)}{value:>8}  {told(about)}" for name, value, about in rows]
    return "\n".join([told(head), "", *lines, "", *_floor_lines(found.floors, report)])


def _score_rows(found: Evaluation) -> list[tuple[Message, str, Message]]:
    """Name, value and meaning of what is computed of each prediction."""
    score, averages = found.score, found.averages
    same = msg("per token; compare it only where the tokenizer is the same")
    top5 = msg("of the next tokens; {top5:.1%} are among the first five", top5=found.accuracy_top5)
    by_token = msg(
        "mean over tokens; precision {precision:.1%}, recall {recall:.1%}",
        precision=averages.precision,
        recall=averages.recall,
    )
    calibrated = msg("how far its confidence is from its accuracy")
    return [
        (msg("bits per byte"), f"{score.bits_per_byte:.3f}", _within(found.interval)),
        (msg("perplexity"), f"{score.perplexity:.2f}", same),
        (msg("accuracy"), f"{score.accuracy:.1%}", top5),
        (msg("F1"), f"{averages.f1:.1%}", by_token),
        (msg("calibration error"), f"{found.calibration_error:.1%}", calibrated),
    ]


def _continuation_rows(written: ContinuationScores) -> list[tuple[Message, str, Message]]:
    low = msg("chrF {chrf:.1f}; both are low for free text, however good", chrf=written.chrf)
    real = msg("of what it writes; of the real text {real:.1%}", real=written.distinct_2_real)
    return [
        (msg("BLEU"), f"{written.bleu:.1f}", low),
        (msg("distinct word pairs"), f"{written.distinct_2:.1%}", real),
    ]


def _within(interval: Interval | None) -> Message:
    if interval is None:
        return msg("too little text for an interval")
    return msg(
        "{low:.3f} to {high:.3f} with {level:.0%} probability",
        low=interval.low,
        high=interval.high,
        level=interval.level,
    )


def _floor_lines(floors: Floors | None, report: EvaluationReport) -> list[str]:
    if floors is None:
        return [told(msg("Nothing to compare with: {reason}", reason=report.without_floors))]
    bits = report.evaluation.score.bits_per_byte
    rows = (
        (msg("every token equally likely"), floors.uniform),
        (msg("tokens by their frequency"), floors.unigram),
        (msg("xz, knowing the training text"), floors.xz),
        (msg("zstd, knowing the training text"), floors.zstd),
        (msg("Kneser-Ney, the best that counts"), floors.kneser_ney),
    )
    lines = [
        f"  {padded(name, 34)}{value:6.3f}  {told(_beside(bits, value))}" for name, value in rows
    ]
    return [told(msg("What else predicts this text, in bits per byte")), *lines]


def _beside(bits: float, floor: float) -> Message:
    share = abs(bits / floor - 1)
    if bits < floor:
        return msg("the model is {share:.0%} better", share=share)
    return msg("the model is {share:.0%} worse", share=share)
