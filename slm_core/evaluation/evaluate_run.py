"""A run's model judged on a text it did not learn from, and what that score is worth."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from slm_core.corpus.split import split_corpus, split_text
from slm_core.corpus.store import Corpus, open_corpus
from slm_core.corpus.text.passages import Passage
from slm_core.evaluation.floors import compression_floors, counting_floors
from slm_core.evaluation.report import Evaluation, Floors
from slm_core.evaluation.scored_text import ScoredText, read_for_scoring
from slm_core.metrics.classification import calibration_error, macro_averages, reliability
from slm_core.metrics.confidence_interval import ratio_interval, units_of
from slm_core.metrics.evaluate import TokenPredictions, predict_tokens
from slm_core.metrics.ngram import token_frequencies
from slm_core.metrics.scores import score
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.encoded.encode_stream import PartName, part_passages, sampled
from slm_core.tokenizers.encoded.token_store import prepare_tokens
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.tokenizer import Tokenizer

_SPELLED = 1_000_000
"""Characters of the training part from which the spelling of unknown words is learned."""


def evaluate_text(
    source: RunModel, text: ScoredText, *, floors: Floors | None
) -> tuple[Evaluation, TokenPredictions]:
    """All scores of the model on this text, and what it said of each token."""
    found = predict_tokens(source.model, text.ids)
    bits = (found.nats + text.spelling) / math.log(2)
    units, by_documents = units_of(text.document)
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
        interval=ratio_interval(_sums(units, bits), _sums(units, text.bytes)),
        by_documents=by_documents,
        accuracy_top5=float(found.in_top5.mean()),
        averages=macro_averages(found.targets, found.predicted),
        calibration=bins,
        calibration_error=calibration_error(bins),
        floors=floors,
        documents=int(text.document[-1]) + 1,
        characters=text.characters,
        bytes=text.part.bytes,
    )
    return evaluation, found


def read_part(source: RunModel, part: PartName) -> ScoredText:
    """A part of the run's own corpus. Raises CorpusError where it is empty or the corpus gone."""
    corpus = _corpus(source)
    split = split_corpus(corpus, source.run.config().split)
    passages = (
        _cleaned(passage, source.tokenizer)
        for name, passage in part_passages(corpus.passages(), split)
        if name == part
    )
    return read_for_scoring(passages, source.tokenizer, spelling=lambda: _spelling(source))


def read_texts(source: RunModel, texts: Sequence[str]) -> ScoredText:
    """Any documents. Raises CorpusError where there is nothing to predict."""
    passages = (
        _cleaned(Passage(text, number, 0, True), source.tokenizer)
        for number, text in enumerate(texts)
    )
    return read_for_scoring(passages, source.tokenizer, spelling=lambda: _spelling(source))


def floors_of(source: RunModel, text: ScoredText, plain: str) -> Floors:
    """What guessing, counting and compressing reach on `plain`, which `text` has as tokens.

    Raises CorpusError where the corpus was deleted.
    """
    config = source.run.config()
    corpus = _corpus(source)
    store = prepare_tokens(
        source.run.workspace, corpus, config.split, config.tokenizer, tokenizer=source.tokenizer
    )
    frequencies = token_frequencies(store.ids("train"), source.tokenizer.vocabulary_size)
    spelling = float(text.spelling.sum()) / math.log(2)
    size = float(text.bytes.sum())
    predictions = len(text.document)
    train = "\n".join(_training_texts(source))
    characters, words = counting_floors(train, plain)
    xz, zstd = compression_floors(train, plain)
    return Floors(
        uniform=(predictions * math.log2(source.tokenizer.vocabulary_size) + spelling) / size,
        unigram=(float(-np.log2(frequencies[text.ids[1:]]).sum()) + spelling) / size,
        kneser_ney=min(characters, words),
        kneser_ney_characters=characters,
        kneser_ney_words=words,
        xz=xz,
        zstd=zstd,
    )


def _sums(units: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.bincount(units, weights=values).astype(np.float64)


def _corpus(source: RunModel) -> Corpus:
    return open_corpus(source.run.workspace, source.run.config().corpus)


def _cleaned(passage: Passage, tokenizer: Tokenizer) -> Passage:
    return passage.lower() if tokenizer.lowercase else passage


def _training_texts(source: RunModel) -> Iterator[str]:
    corpus = _corpus(source)
    texts = split_text(corpus, split_corpus(corpus, source.run.config().split).train)
    return (text.lower() for text in texts) if source.tokenizer.lowercase else texts


def _spelling(source: RunModel) -> UnknownWordModel:
    corpus = _corpus(source)
    total = split_corpus(corpus, source.run.config().split).characters("train")
    texts = sampled(_training_texts(source), total=total, most=_SPELLED)
    return UnknownWordModel({word for text in texts for word in source.tokenizer.words(text)})
