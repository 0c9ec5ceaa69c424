"""The command evaluate: how good a run's model is on a text. Loads torch when it runs."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from slm_core.cli.arguments import find_corpus, find_run
from slm_core.cli.options import AsJson, Home, RunName
from slm_core.cli.output.terminal import Answer, answer, padded, say, told
from slm_core.corpus.ingest.inspection import inspect_file
from slm_core.corpus.readers.document import ReadOptions, ReadResult
from slm_core.errors import CorpusError, SettingsError
from slm_core.evaluation.report import EvaluationReport, Floors, times_test_opened
from slm_core.messages import Message, as_given, msg
from slm_core.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from slm_core.evaluation.judging import Other

Part = Literal["validation", "test", "train"]
_PARTS: dict[str, Message] = {
    "validation": msg("its validation part"),
    "test": msg("its test part"),
    "train": msg("its train part"),
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
    rows = [_row(name, value, words) for name, value, words in _rows(report)]
    return "\n".join([told(_judged(report)), "", *rows, "", *_floor_lines(found.floors, report)])


def _judged(report: EvaluationReport) -> Message:
    kind = report.judged.kind
    part = _PARTS[kind] if kind in _PARTS else as_given(kind)
    return msg(
        "{run} on {text}: {documents:,} documents, {characters:,} characters",
        run=report.run,
        text=report.judged.name or part,
        documents=report.evaluation.documents,
        characters=report.evaluation.characters,
    )


def _rows(report: EvaluationReport) -> Iterator[tuple[Message, str, Message]]:
    """Name, number, and what to know of it."""
    found = report.evaluation
    within = msg("too little text for an interval")
    if found.interval:
        low, high = found.interval.low, found.interval.high
        within = msg("{low:.3f} to {high:.3f} with 95 % probability", low=low, high=high)
    yield msg("bits per byte"), f"{found.score.bits_per_byte:8.3f}", within
    per_token = msg("per token; compare it only where the tokenizer is the same")
    yield msg("perplexity"), f"{found.score.perplexity:8.2f}", per_token
    among = msg("of the next tokens; among the first five {share:.1%}", share=found.accuracy_top5)
    yield msg("accuracy"), f"{found.score.accuracy:8.1%}", among
    mean = msg(
        "{recall:.1%}, F1 {f1:.1%}, mean over tokens",
        recall=found.averages.recall,
        f1=found.averages.f1,
    )
    yield msg("precision, recall"), f"{found.averages.precision:8.1%}", mean
    apart = msg("how far from its accuracy its confidence is")
    yield msg("calibration error"), f"{found.calibration_error:8.1%}", apart
    if (written := report.continuations) is not None:
        low_for_free = msg("{chrf:.1f}; low for free text, however good", chrf=written.chrf)
        yield as_given("BLEU, chrF"), f"{written.bleu:8.1f}", low_for_free
        real = msg("of words written; of the real ones {share:.1%}", share=written.distinct_2_real)
        yield msg("distinct pairs"), f"{written.distinct_2:8.1%}", real


def _row(name: Message, value: str, words: Message) -> str:
    return f"  {padded(name, 20)} {value}  {told(words)}"


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
        f"  {padded(name, 33)} {value:6.3f}  {told(_beside(bits, value))}" for name, value in rows
    ]
    return [told(msg("What else predicts this text, in bits per byte")), *lines]


def _beside(bits: float, floor: float) -> Message:
    share = abs(bits / floor - 1)
    if bits < floor:
        return msg("the model is {share:.0%} better", share=share)
    return msg("the model is {share:.0%} worse", share=share)
