"""All that the coach looks at of a run: its curves, its scores and its text. Free of torch."""

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from slm_core.corpus.store import Corpus, open_corpus
from slm_core.errors import ArgotError
from slm_core.evaluation.coach import Trend, floor_bits, training_losses_at, trend_of
from slm_core.evaluation.coaching.overlap import Overlap, cached_overlap
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.recovery import cause_of
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.planning.expected_score import ScoreRange, band_by_counting, band_by_runs
from slm_core.runs.planning.ngram_baseline import cached_ngram_baseline, ngram_baseline_if_cached
from slm_core.runs.planning.speed import MeasuredRun
from slm_core.runs.run import Facts, Run
from slm_core.runs.status import RunStatus

CLOSE = 0.07
"""Share by which validation may be above training where nothing was memorised."""
_AS_GOOD = 0.9
"""Bits as a share of those of an n-gram model up to which a network has learned its text."""
_SAVED = 0.55
"""Share of the bits of token frequencies that is saved, where there is no n-gram model."""


@dataclass(frozen=True)
class LossCurves:
    """Validation losses of a run, in nats per token, and the training losses beside them."""

    steps: Sequence[float]
    validation: Sequence[float]
    training: Sequence[float]
    """The mean of the steps since the check before; NaN where there is none."""

    @classmethod
    def of(cls, metrics: MetricsFollower) -> "LossCurves":
        """Those of a run's metrics, without checks that gave no number."""
        checks, steps = metrics.validation.columns, metrics.train.columns
        training = training_losses_at(checks["step"], steps["step"], steps["loss"])
        rows = [
            row
            for row in zip(checks["step"], checks["loss"], training, strict=True)
            if math.isfinite(row[1])
        ]
        return cls(*zip(*rows, strict=True)) if rows else cls((), (), ())

    @cached_property
    def best(self) -> int:
        """Place of the lowest validation loss."""
        return min(range(len(self.validation)), key=self.validation.__getitem__)

    @property
    def gap(self) -> float:
        """By which share the validation loss is above the training loss at the end.

        NaN where it is not known.
        """
        if not self.training or not self.training[-1] > 0:
            return math.nan
        return self.validation[-1] / self.training[-1] - 1

    @cached_property
    def trend(self) -> Trend:
        """What validation does at the end."""
        return trend_of(self.validation, self.training)


@dataclass(frozen=True)
class RunEvidence:
    """A run that has ended, and what is known of its text."""

    config: RunConfig
    status: RunStatus
    facts: Facts | None
    """None where it ended before they were known."""
    curves: LossCurves
    diverged: bool
    """Whether it failed because its loss stopped being a number."""
    bits: float | None
    """Bits per byte of the best weights; before the final score is known, of the best check."""
    counting: float | None
    """Bits per byte that an n-gram model reaches on this text; None where nobody counted."""
    overlap: Overlap | None
    """Text that is on both sides of the split; None where nobody has looked."""
    corpus: Corpus | None
    """None where it was deleted."""

    @property
    def train_bytes(self) -> float:
        """Bytes of the training part, in UTF-8."""
        if self.corpus is None:
            return 0.0
        return self.config.split.train / 100 * self.corpus.card.counts.bytes

    @property
    def train_characters(self) -> float:
        """Characters of the training part."""
        if self.corpus is None:
            return 0.0
        return self.config.split.train / 100 * self.corpus.card.counts.characters

    @property
    def floor(self) -> float | None:
        """Bits per byte of token frequencies alone."""
        return None if self.facts is None else floor_bits(self.facts)

    @property
    def is_good(self) -> bool:
        """Whether it predicts clearly better than counting: then its network has learned."""
        if self.bits is None or not math.isfinite(self.bits):
            return False
        if self.counting:
            return self.bits <= _AS_GOOD * self.counting
        return self.floor is not None and 1 - self.bits / self.floor >= _SAVED


def evidence_of(run: Run, metrics: MetricsFollower, *, count: bool = True) -> RunEvidence:
    """What there is of this run; with `count` an n-gram model of a text that is not large is
    counted where nobody did. Raises an ArgotError where the run is damaged."""
    config, status, facts, score = run.config(), run.status(), run.facts(), run.score()
    corpus = None
    with suppress(ArgotError):  # deleted, or damaged
        corpus = open_corpus(run.workspace, config.corpus)
    return RunEvidence(
        config=config,
        status=status,
        facts=facts,
        curves=LossCurves.of(metrics),
        diverged=status.state == "failed" and cause_of(run) == "diverged",
        bits=metrics.best_bits_per_byte if score is None else score.bits_per_byte,
        counting=_counting(run, corpus, count=count),
        overlap=cached_overlap(run.workspace, corpus, config.split) if corpus else None,
        corpus=corpus,
    )


def normal_range(evidence: RunEvidence, known: Sequence[MeasuredRun]) -> ScoreRange | None:
    """Bits per byte that runs like this one reach: by `known` ones on the same text, which this is
    none of, else by counting; None where nothing tells."""
    config, read = evidence.config, evidence.status.tokens
    band = band_by_runs(known, config, tokens_read=read)
    corpus, counting = evidence.corpus, evidence.counting
    if band is not None or config.start is not None or counting is None or corpus is None:
        return band
    size = config.split.train / 100 * corpus.card.counts.bytes
    return band_by_counting(config, counting, tokens_read=read, train_bytes=size)


def _counting(run: Run, corpus: Corpus | None, *, count: bool) -> float | None:
    if corpus is None:
        return None
    looked_up = ngram_baseline_if_cached if count else cached_ngram_baseline
    with suppress(ArgotError):  # a part without text
        return looked_up(run.workspace, corpus, run.config().split)
    return None
