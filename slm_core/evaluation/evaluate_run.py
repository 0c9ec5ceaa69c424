"""A run's model judged on a text it did not learn from, and what that score is worth."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from slm_core.corpus.browse import document_sources
from slm_core.corpus.text.passages import Passage
from slm_core.errors import RunError
from slm_core.evaluation.breakdown.token_classes import class_scores
from slm_core.evaluation.calibration import temperature_scaling
from slm_core.evaluation.floors import compression_floors, counting_floors
from slm_core.evaluation.report import ClassScore, Evaluation, Floors
from slm_core.evaluation.texts.scored_text import ScoredText, read_for_scoring
from slm_core.evaluation.texts.training_text import TrainingText
from slm_core.evaluation.texts.units import by_unit, units_of
from slm_core.messages import msg
from slm_core.metrics.classification import calibration_error, macro_averages, reliability
from slm_core.metrics.confidence_interval import ratio_interval
from slm_core.metrics.evaluate import TokenPredictions, predict_tokens
from slm_core.metrics.ngram import token_frequencies
from slm_core.metrics.scores import score
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.encoded.encode_stream import PartName, part_passages
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.tokenizer import Tokenizer


def evaluate_text(
    source: RunModel, text: ScoredText, *, floors: Floors | None
) -> tuple[Evaluation, TokenPredictions]:
    """All scores of the model on this text, and what it said of each token.

    Raises RunError where its probabilities are no numbers.
    """
    found = predict_tokens(source.model, text.ids)
    if not np.isfinite(found.nats).all():
        raise RunError(
            msg(
                "The model of the run {run} gives no probabilities but “not a number”: its weights "
                "are spoilt. Train it again with a lower learning rate.",
                run=source.run.id,
            )
        )
    bits = (found.nats + text.spelling) / math.log(2)
    units, by_documents = units_of(text)
    bins = reliability(found.confidence, found.correct)
    whole = score(
        text.part,
        nats=float(found.nats.sum()),
        correct=int(found.correct.sum()),
        predictions=len(found.nats),
        unknown=text.part.unknown,
    )
    evaluation = Evaluation(
        score=whole,
        interval=ratio_interval(by_unit(units, bits), by_unit(units, text.bytes)),
        by_documents=by_documents,
        accuracy_top5=float(found.in_top5.mean()),
        averages=macro_averages(found.targets, found.predicted),
        calibration=bins,
        calibration_error=calibration_error(bins),
        floors=floors,
        documents=int(text.document[-1]) + 1,
        characters=text.characters,
        bytes=text.part.bytes,
        unknown_share=text.part.unknown / len(found.nats),
        scaling=temperature_scaling(source.model, text.ids),
    )
    return evaluation, found


def classes_of(
    source: RunModel, text: ScoredText, found: TokenPredictions, training: TrainingText | None
) -> tuple[ClassScore, ...]:
    """The scores by class of token; without the training text fewer classes."""
    counts, terms = (None, ()) if training is None else (training.counts, training.terms)
    return class_scores(text, found, source.tokenizer, counts=counts, terms=terms)


def read_part(source: RunModel, part: PartName, training: TrainingText) -> ScoredText:
    """A part of the run's own corpus. Raises CorpusError where it is empty or the corpus gone."""
    passages = (
        _cleaned(passage, source.tokenizer)
        for name, passage in part_passages(training.corpus.passages(), training.split)
        if name == part
    )
    return read_for_scoring(passages, source.tokenizer, spelling=lambda: training.spelling)


def sources_of(part: PartName, training: TrainingText) -> list[str]:
    """The file that each document of a part came from, in order."""
    card = training.corpus.card
    if len(card.sources) + card.more_sources < 2:
        return []
    names = list(document_sources(training.corpus))
    return [names[span.document] for span in getattr(training.split, part)]


def read_texts(
    source: RunModel, texts: Sequence[str], *, spelling: Callable[[], UnknownWordModel]
) -> ScoredText:
    """Any documents. Raises CorpusError where there is nothing to predict."""
    passages = (
        _cleaned(Passage(text, number, 0, True), source.tokenizer)
        for number, text in enumerate(texts)
    )
    return read_for_scoring(passages, source.tokenizer, spelling=spelling)


def floors_of(source: RunModel, text: ScoredText, plain: str, training: TrainingText) -> Floors:
    """What guessing, counting and compressing reach on `plain`, which `text` has as tokens.

    Raises CorpusError where the corpus was deleted.
    """
    frequencies = token_frequencies(training.ids, source.tokenizer.vocabulary_size)
    spelling = float(text.spelling.sum()) / math.log(2)
    size = float(text.bytes.sum())
    predictions = len(text.document)
    characters, words = counting_floors(training.joined, plain, size=size)
    xz, zstd = compression_floors(training.joined, plain, size=size)
    return Floors(
        uniform=(predictions * math.log2(source.tokenizer.vocabulary_size) + spelling) / size,
        unigram=(float(-np.log2(frequencies[text.ids[1:]]).sum()) + spelling) / size,
        kneser_ney=min(characters, words),
        kneser_ney_characters=characters,
        kneser_ney_words=words,
        xz=xz,
        zstd=zstd,
        accuracy=float((text.ids[1:] == frequencies.argmax()).mean()),
    )


def _cleaned(passage: Passage, tokenizer: Tokenizer) -> Passage:
    return passage.lower() if tokenizer.lowercase else passage
