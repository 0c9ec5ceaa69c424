"""The best trial of a sweep against the preset on the test part, once. Loads torch."""

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.evaluate_run import read_part
from slm_core.evaluation.report import log_test_opened
from slm_core.evaluation.texts.training_text import TrainingText
from slm_core.metrics.confidence_interval import ratio_interval, units_of
from slm_core.metrics.evaluate import predict_tokens
from slm_core.runs.load_model import load_run_model
from slm_core.runs.run import Run
from slm_core.tuning.sweep import SweepOutcome


def judge(winner: Run, preset: Run) -> SweepOutcome:
    """Both on the whole test part, token by token; each use of it is counted in its run.

    The interval is of the difference over documents, or over blocks of one text, that both
    predicted (paired bootstrap). Raises RunError without a model, CorpusError where the corpus is
    gone or the part empty.
    """
    ours, sizes, documents = _bits(winner)
    theirs, _, _ = _bits(preset)
    units, by_documents = units_of(documents)
    total = float(sizes.sum())
    interval = ratio_interval(_sums(units, theirs - ours), _sums(units, sizes))
    return SweepOutcome(
        winner=winner.id,
        preset=preset.id,
        winner_bits=float(ours.sum()) / total,
        preset_bits=float(theirs.sum()) / total,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        by_documents=by_documents,
    )


def _bits(run: Run) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Bits, bytes and document of each token of the test part, (predictions,)."""
    source = load_run_model(run)
    log_test_opened(run)
    text = read_part(source, "test", TrainingText(source))
    found = predict_tokens(source.model, text.ids)
    return (found.nats + text.spelling) / np.log(2), text.bytes, text.document


def _sums(units: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.bincount(units, weights=values).astype(np.float64)
