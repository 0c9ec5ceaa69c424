"""The best trial of a sweep against the preset on the test part, once. Loads torch."""

from slm_core.evaluation.comparison.difference import difference
from slm_core.evaluation.comparison.document_scores import DocumentScores, read_document_scores
from slm_core.evaluation.comparison.scoring import score_documents
from slm_core.evaluation.comparison.training_noise import spread_on
from slm_core.runs.run import Run
from slm_core.tuning.sweep import SweepOutcome


def judge(winner: Run, preset: Run) -> SweepOutcome:
    """Both on the whole test part, document by document; each use of it is counted in its run.

    The interval is that of any comparison: it allows for documents and for training, since with
    enough text one of two seeds of the same settings is always better. Raises RunError without a
    model, CorpusError where the corpus is gone or the part empty.
    """
    theirs, ours = _scores(preset), _scores(winner)
    corpus = winner.config().corpus
    spread = spread_on(winner.workspace, corpus, bits_per_byte=theirs.bits_per_byte)
    found = difference([theirs], [ours], spread)
    return SweepOutcome(
        winner=winner.id,
        preset=preset.id,
        winner_bits=ours.bits_per_byte,
        preset_bits=theirs.bits_per_byte,
        low=-found.interval.high if found.interval else None,
        high=-found.interval.low if found.interval else None,
        by_documents=ours.by_documents,
    )


def _scores(run: Run) -> DocumentScores:
    """What each document of the test part costs; the part is opened only where nobody did yet."""
    return read_document_scores(run, "test") or score_documents(run, "test")
