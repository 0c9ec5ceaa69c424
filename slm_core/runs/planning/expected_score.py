"""The score to expect of a run, as a range, and what it is estimated from. Free of torch."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from slm_core.runs.config import RunConfig
from slm_core.runs.planning.speed import MeasuredRun

Source = Literal["runs", "counting"]

_ALIKE = 2.0
"""Factor by which sizes and tokens read may differ in runs that tell of each other."""
_SIMILAR_RATE = 3.0
"""Factor by which their learning rates may."""
_RUNS_APART = 0.04
"""By which a run may be better or worse than the ones like it: three of the first minute differed
by 2 %."""
_FEWEST_TOKENS = 30_000
"""Tokens read below which nothing was measured."""
_SMALL, _LARGE = 15_000, 200_000
"""Bytes of a training part up to which a text is memorised before much is learned, and from which
on it is not in the minutes anybody measured."""
_BEGINNING = 150_000
"""Tokens read while an LSTM catches up with counting; a small text is read so often sooner:"""
_READINGS = 5
_FEWEST_STEPS, _FEWEST_SECONDS = 75, 20.0
"""Steps and seconds of a run below which nothing was measured: 150 steps and half a minute were. In
the first seconds a run also starts up and validates, and learns less than its tokens promise."""
_OTHERS_WORSE = 1.2
"""By which architectures other than the LSTM may be worse in the same minutes."""


@dataclass(frozen=True)
class ScoreRange:
    """Bits per byte of the whole validation part."""

    low: float
    high: float
    source: Source
    """runs: of earlier ones on this corpus; counting: characters, and what models made of that
    on other texts."""


def band_by_counting(
    config: RunConfig, counting_bits: float, *, tokens_read: float, train_bytes: float
) -> ScoreRange | None:
    """From what counting characters reaches on this text, and how much the model will read.

    An LSTM first has to learn what counting knows at once, then it gains on it, most of all where
    phrases repeat. Of nine texts in four languages, invented and found, it had 0.99 to 1.6 times
    those bits after 150,000 tokens, 0.58 to 0.92 after 600,000, 0.50 and 0.64 after 1.8 million:
    benchmarks/README.md has them all. A text of few `train_bytes` is memorised before much is
    learned, and its best weights stay near what counting knows: 0.88 to 1.14 times those bits on
    three texts of 1 to 30 kB, 0.78 and 0.84 at 100 kB.
    None where it reads less than was ever measured.
    """
    if tokens_read < _FEWEST_TOKENS or is_too_short(config, tokens_read=tokens_read):
        return None
    little = min(_BEGINNING, _READINGS * train_bytes) / tokens_read
    share = min(1.0, max(0.0, math.log10(train_bytes / _SMALL) / math.log10(_LARGE / _SMALL)))
    reached = 1.0 + (0.58 - 1.0) * share
    spread = 1.2 + (1.45 - 1.2) * share
    low = reached / spread + 0.42 * little**0.7
    high = reached * spread + 0.80 * little**0.9
    if config.model.kind != "lstm":
        high *= _OTHERS_WORSE
    return ScoreRange(low * counting_bits, high * counting_bits, "counting")


def is_too_short(config: RunConfig, *, tokens_read: float) -> bool:
    """Whether a run is shorter than those the forecast by counting was made of."""
    minutes, training = config.budget.minutes, config.training
    steps = tokens_read / (training.batch_size * training.sequence_length)
    return steps < _FEWEST_STEPS or (minutes is not None and 60.0 * minutes < _FEWEST_SECONDS)


def band_by_runs(
    known: Sequence[MeasuredRun], config: RunConfig, *, tokens_read: float
) -> ScoreRange | None:
    """From finished runs on the same corpus that were like this one; None where there is none."""
    scores = []
    for one in known:
        if not _alike(one.config, config) or _apart(one.tokens, tokens_read) > _ALIKE:
            continue
        score = one.run.score() if one.run.status().state == "finished" else None
        if score is not None:
            scores.append(score.bits_per_byte)
    if not scores:
        return None
    return ScoreRange((1 - _RUNS_APART) * min(scores), (1 + _RUNS_APART) * max(scores), "runs")


def _alike(one: RunConfig, other: RunConfig) -> bool:
    """Whether both learn the same text in much the same way, so that one tells of the other.

    Dropouts may differ. A run made to learn badly, from zeros or by another loss, is like none that
    was not.
    """
    if "zero" in (one.model.initialisation, other.model.initialisation):
        return False
    rates = _apart(one.training.learning_rate, other.training.learning_rate)
    sizes = _apart(one.model.hidden_size, other.model.hidden_size)
    return _kind_of(one) == _kind_of(other) and sizes <= _ALIKE and rates <= _SIMILAR_RATE


def _kind_of(config: RunConfig) -> tuple[object, ...]:
    """What has to be the same in runs that tell of each other."""
    model, training = config.model, config.training
    learning = (model.kind, training.loss, training.optimizer, config.start is None)
    return (config.corpus, config.split, config.tokenizer.kind, *learning)


def _apart(one: float, other: float) -> float:
    return max(one, other) / max(1e-9, min(one, other))
