"""The evaluation of a run as one act: read the text, score it, keep the report in the run's folder.

Reports are JSON, one a text, and are read without torch (`slm_core.evaluation.report`).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from slm_core.corpus.split import split_corpus, split_text
from slm_core.corpus.store import open_corpus
from slm_core.errors import CorpusError
from slm_core.evaluation.comparison.document_scores import (
    document_scores,
    write_document_scores,
)
from slm_core.evaluation.continuations import score_continuations
from slm_core.evaluation.evaluate_run import evaluate_text, floors_of, read_part, read_texts
from slm_core.evaluation.report import EvaluationReport, Judged, log_test_opened, write_report
from slm_core.evaluation.scored_text import ScoredText
from slm_core.messages import Message, msg
from slm_core.runs.load_model import RunModel, load_run_model
from slm_core.runs.run import Run
from slm_core.tokenizers.encoded.encode_stream import PartName
from slm_core.training.checkpoints.checkpoint_paths import newest_step


@dataclass(frozen=True)
class Other:
    """A text that is not the run's own."""

    name: str
    """How people call it."""
    texts: Sequence[str]


def evaluate_run(
    run: Run, judged: PartName | Other, *, tell: Callable[[Message], None] = lambda doing: None
) -> EvaluationReport:
    """Judge the run's model on a part of its corpus or on another text; the report is kept.

    Opening the test part is logged before its text is read. Raises RunError without a model,
    CorpusError where there is nothing to predict or the run's corpus is gone.
    """
    tell(msg("loading the model"))
    checkpoint = newest_step(run.folder) or 0
    source = load_run_model(run)
    if judged == "test":
        log_test_opened(run)
    tell(msg("reading the text"))
    text, plain = _read(source, judged)
    began = time.perf_counter()
    floors, missing = None, None
    tell(msg("counting and compressing, to have something to compare with"))
    try:
        floors = floors_of(source, text, plain)
    except CorpusError as error:
        missing = error.message
    tell(msg("predicting every token"))
    evaluation, found = evaluate_text(source, text, floors=floors)
    if judged in ("validation", "test"):
        by_document = document_scores(text, found.nats, part=judged, checkpoint=checkpoint)
        write_document_scores(run, by_document)
    tell(msg("writing on from places of the text"))
    report = EvaluationReport(
        run=run.id,
        judged=Judged("other", judged.name) if isinstance(judged, Other) else Judged(judged, ""),
        time=time.time(),
        seconds=time.perf_counter() - began,
        step=source.step,
        evaluation=evaluation,
        continuations=score_continuations(source, text),
        without_floors=missing,
    )
    write_report(run, report)
    return report


def _read(source: RunModel, judged: PartName | Other) -> tuple[ScoredText, str]:
    """The text as tokens, and as one string."""
    if isinstance(judged, Other):
        lower = source.tokenizer.lowercase
        texts = [text.lower() if lower else text for text in judged.texts]
        return read_texts(source, texts), "\n".join(texts)
    config = source.run.config()
    corpus = open_corpus(source.run.workspace, config.corpus)
    spans = getattr(split_corpus(corpus, config.split), judged)
    plain = "\n".join(split_text(corpus, spans))
    return read_part(source, judged), plain.lower() if source.tokenizer.lowercase else plain
