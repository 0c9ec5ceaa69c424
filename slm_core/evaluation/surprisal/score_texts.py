"""Texts scored by runs' models, each document by itself. Loads torch."""

from collections.abc import Iterable, Sequence

import numpy as np

from slm_core.corpus.split import split_text
from slm_core.corpus.text.word_boundary import shortened
from slm_core.errors import CorpusError, RunError
from slm_core.evaluation.breakdown.shading import TokenShader
from slm_core.evaluation.evaluate_run import read_texts
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.surprisal.anomalies import (
    FALSE_ALARMS,
    FEWEST,
    anomaly_threshold,
    with_typicality,
)
from slm_core.evaluation.surprisal.limits import TOKENS_KEPT, check_runs, check_texts
from slm_core.evaluation.surprisal.records import (
    DocumentSurprisal,
    RunSurprisal,
    SurprisalReport,
)
from slm_core.evaluation.texts.other_text import Other
from slm_core.evaluation.texts.scored_text import ScoredText
from slm_core.evaluation.texts.training_text import TrainingText
from slm_core.messages import Message, msg, plural
from slm_core.metrics.evaluate import TokenPredictions
from slm_core.metrics.predict_documents import predict_documents
from slm_core.runs.load_model import RunModel, load_run_model
from slm_core.runs.run import Run

_HELD_OUT = 1_000_000
"""Characters of the validation part that a threshold is read off, at the most."""
_BEGINNING = 100  # characters of a document that it is known by
_ALONE = Listener()


def score_texts(
    runs: Sequence[Run],
    other: Other,
    *,
    false_alarms: float = FALSE_ALARMS,
    tokens: int = TOKENS_KEPT,
    listener: Listener = _ALONE,
) -> SurprisalReport:
    """Every document under every run's model, token by token; with a threshold for odd ones.

    Over all runs so many `tokens` are kept one by one; of documents after them only the sums are.

    Raises CorpusError where there is nothing to score or too much, RunError where a run has no
    model or a spoilt one, StoppedError.
    """
    kept = [text for text in other.texts if text.strip()]
    check_runs(runs)
    check_texts(kept)
    found = []
    for run in runs:
        listener.say(msg("scoring with {run}", run=run.config().name))
        source = load_run_model(run)
        training = TrainingText(source)
        documents = score_documents(source, kept, training, most=tokens // len(runs))
        listener.say(msg("scoring held-out documents, to know what is usual"))
        usual, reason = held_out_bits(source, training)
        threshold = anomaly_threshold(usual, false_alarms=false_alarms)
        if threshold is None and reason is None:
            reason = _too_few_for(len(usual), false_alarms)
        name = run.config().name
        documents = with_typicality(documents, usual)
        found.append(RunSurprisal(run.id, name, documents, threshold, reason))
    return SurprisalReport(other.name, tuple(found), left_out=len(other.texts) - len(kept))


def score_documents(
    source: RunModel, texts: Sequence[str], training: TrainingText, *, most: int
) -> tuple[DocumentSurprisal, ...]:
    """The documents under one model, the first `most` of their tokens one by one.

    Raises CorpusError, RunError.
    """
    text, predictions = _predicted(source, texts, training)
    shader = TokenShader(text, predictions, source.tokenizer)
    bits, sizes = _sums(text, predictions)
    borders = np.searchsorted(text.document, np.arange(len(texts) + 1)).tolist()
    found = []
    for number, given in enumerate(texts):
        first, after = borders[number : number + 2]
        tokens = tuple(shader.tokens(np.arange(first, min(after, first + most)), end=True))
        most = max(0, most - (after - first))
        beginning = shortened(" ".join(given[: 4 * _BEGINNING].split()), _BEGINNING)
        size = round(sizes[number])
        found.append(DocumentSurprisal(number, beginning, bits[number], size, tokens))
    return tuple(found)


def document_bits(source: RunModel, texts: Sequence[str], training: TrainingText) -> list[float]:
    """The bits of each document alone. Raises CorpusError, RunError."""
    return _sums(*_predicted(source, texts, training))[0]


def held_out_bits(source: RunModel, training: TrainingText) -> tuple[list[float], Message | None]:
    """Bits per byte of documents of the run's validation part, or none and the reason why.

    A part of a document, where the split cuts one, is none.
    """
    try:
        spans = training.split.validation
        texts = list(_first(split_text(training.corpus, spans), _HELD_OUT))
    except CorpusError as error:
        return [], error.message
    if len(texts) < FEWEST:
        return [], _too_few(len(texts))
    text, predictions = _predicted(source, texts, training)
    bits, sizes = _sums(text, predictions)
    return [cost / max(1.0, size) for cost, size in zip(bits, sizes, strict=True)], None


def _predicted(
    source: RunModel, texts: Sequence[str], training: TrainingText
) -> tuple[ScoredText, TokenPredictions]:
    text = read_texts(source, texts, spelling=lambda: training.spelling)
    predictions = predict_documents(source.model, text.ids, text.document)
    if not np.isfinite(predictions.nats).all():
        raise RunError(
            msg(
                "The model of the run {run} gives no probabilities but “not a number”: its weights "
                "are spoilt. Train it again with a lower learning rate.",
                run=source.run.id,
            )
        )
    return text, predictions


def _sums(text: ScoredText, predictions: TokenPredictions) -> tuple[list[float], list[float]]:
    """Bits and bytes of each document."""
    costs = (predictions.nats + text.spelling) / np.log(2)
    count = int(text.document[-1]) + 1
    bits = np.bincount(text.document, weights=costs, minlength=count)
    sizes = np.bincount(text.document, weights=text.bytes, minlength=count)
    return bits.tolist(), sizes.tolist()


def _first(texts: Iterable[str], most: int) -> Iterable[str]:
    """Those with text in them, until they have so many characters."""
    for text in texts:
        if most <= 0:
            return
        if text.strip():
            most -= len(text)
            yield text


def _too_few(count: int) -> Message:
    return plural(
        "Only {n} document of the run's corpus was held back in training; at least {fewest} "
        "are needed to tell odd documents from usual ones. Train on a corpus of many "
        "documents, such as one with a row or a line for each.",
        "Only {n} documents of the run's corpus were held back in training; at least {fewest} "
        "are needed to tell odd documents from usual ones. Train on a corpus of many "
        "documents, such as one with a row or a line for each.",
        n=count,
        fewest=FEWEST,
    )


def _too_few_for(count: int, false_alarms: float) -> Message:
    return msg(
        "{count} held-out documents are too few for a false-alarm rate of {percent:g} %. Choose a "
        "higher one.",
        count=count,
        percent=100 * false_alarms,
    )
