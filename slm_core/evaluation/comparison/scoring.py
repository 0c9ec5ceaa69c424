"""Scoring runs for a comparison: nothing but what each document costs. Loads torch."""

from slm_core.evaluation.comparison.document_scores import (
    DocumentScores,
    Part,
    document_scores,
    write_document_scores,
)
from slm_core.evaluation.evaluate_run import read_part
from slm_core.evaluation.report import log_test_opened
from slm_core.evaluation.texts.training_text import TrainingText
from slm_core.metrics.evaluate import predict_tokens
from slm_core.runs.load_model import load_run_model
from slm_core.runs.run import Run
from slm_core.training.checkpoints.checkpoint_paths import newest_step


def score_documents(run: Run, part: Part) -> DocumentScores:
    """Score the run's model on a part of its corpus; the scores are kept in the run's folder.

    Opening the test part is logged before its text is read. Raises RunError without a model,
    CorpusError where there is nothing to predict or the corpus is gone.
    """
    checkpoint = newest_step(run.folder) or 0
    source = load_run_model(run)
    if part == "test":
        log_test_opened(run)
    text = read_part(source, part, TrainingText(source))
    nats = predict_tokens(source.model, text.ids).nats
    scores = document_scores(text, nats, part=part, checkpoint=checkpoint)
    write_document_scores(run, scores)
    return scores
