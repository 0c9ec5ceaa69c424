"""Scores from summed cross-entropy: perplexity, bits per byte. Free of torch."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from slm_core.tokenizers.encoded.split_stats import SplitStats


@dataclass(frozen=True)
class TrainRecord:
    """Training since the last record: a "train" line of metrics.jsonl, a column a field."""

    loss: float
    """Nats per token, the mean over these steps."""
    accuracy: float
    """Share of tokens that were the model's first guess."""
    learning_rate: float
    """The last step's."""
    gradient_norm: float
    """The last step's, before clipping."""
    tokens_per_second: float


@dataclass(frozen=True)
class Score:
    """How good a model was on one part of the text: a "validation" line, a column a field."""

    loss: float
    """Nats per token. For a tokenizer with unknown words, what spelling them costs is not in it."""
    accuracy: float
    """Share of tokens that were the model's first guess."""
    perplexity: float
    """e to the loss: between how many equally likely tokens the model hesitates."""
    nats_per_character: float
    """All nats, spelling included, divided by the characters of the text."""
    bits_per_byte: float
    """All bits, spelling included, divided by the text's bytes in UTF-8: compares everything."""
    predictions: int
    """Tokens predicted."""


@dataclass(frozen=True)
class Interval:
    """A confidence interval: of many such, a share of `level` hold the true value."""

    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True)
class Averages:
    """Over the tokens that came or were guessed, each token a class; shares from 0 to 1."""

    precision: float
    """Of a token's guesses, how many were right; the mean over tokens that were guessed or came."""
    recall: float
    """Of the times a token came, how many were guessed; the mean over the same tokens."""
    f1: float
    """The mean of their harmonic means (macro F1)."""


@dataclass(frozen=True)
class ReliabilityBin:
    """Predictions of about the same confidence."""

    confidence: float
    """Their mean confidence."""
    accuracy: float
    """The share of them that was right."""
    predictions: int


def merged_bins(bins: Sequence[ReliabilityBin], *, fewest: int) -> list[ReliabilityBin]:
    """The bins with neighbours put together, so that each has at least `fewest` predictions.

    One bin where there are fewer in all; none where there are none.
    """
    merged: list[ReliabilityBin] = []
    waiting: list[ReliabilityBin] = []
    for one in bins:
        waiting.append(one)
        if sum(part.predictions for part in waiting) >= fewest:
            merged.append(_together(waiting))
            waiting = []
    if waiting:
        last = merged[-1:]
        merged[-1:] = [_together([*last, *waiting])]
    return merged


def _together(bins: Sequence[ReliabilityBin]) -> ReliabilityBin:
    total = sum(one.predictions for one in bins)
    return ReliabilityBin(
        sum(one.confidence * one.predictions for one in bins) / total,
        sum(one.accuracy * one.predictions for one in bins) / total,
        total,
    )


def score(part: SplitStats, *, nats: float, correct: int, predictions: int, unknown: int) -> Score:
    """Scores of sums over the whole `part`, or over a sample of it.

    Of a sample, characters, bytes and spelling are taken in proportion.
    """
    whole = part.tokens - 1
    share = predictions / whole
    spelling = part.spelling_nats * (unknown / part.unknown) if part.unknown else 0.0
    loss = nats / predictions
    total = nats + spelling
    return Score(
        loss=loss,
        accuracy=correct / predictions,
        perplexity=math.exp(min(loss, 700.0)),
        nats_per_character=total / (part.characters * share),
        bits_per_byte=total / math.log(2.0) / (part.bytes * share),
        predictions=predictions,
    )
