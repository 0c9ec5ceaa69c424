"""Whether verdicts of comparisons are calibrated: pairs of runs that differ in their seed alone are
hardly ever told apart, and a planted difference is found.

`python -m benchmarks.verdicts [--only NAME] [--repetitions N] [--json FILE]`; a repetition of the
real ones is another seed of each configuration. README.md says what each number is. The exit
status is 1 where a target is missed.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from statistics import fmean, stdev

import numpy as np

from benchmarks.support.command import Measures, measure_all
from benchmarks.support.figures import Figure
from benchmarks.support.workplace import temporary_home
from slm_core.corpus.samples import add_sample
from slm_core.evaluation.comparison.difference import difference
from slm_core.evaluation.comparison.document_scores import DocumentScores
from slm_core.evaluation.comparison.scoring import score_documents
from slm_core.evaluation.comparison.training_noise import seed_spread
from slm_core.models.settings import GruSettings, LstmSettings, ModelSettings
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import create_run
from slm_core.runs.trainer import main as trainer
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.training.settings import (
    BudgetSettings,
    MachineSettings,
    SampleSettings,
    TrainingSettings,
)
from slm_core.workspace import open_workspace

_PLANTED = 0.05
"""Bits per byte."""
_FALSE, _FOUND = 5.0, 80.0
"""Percent: of pairs that are alike told apart at the most, of planted differences found at the
least."""
_PAIRS = 100
_UNITS, _BITS = 60, 1.6
"""Of the simulated runs: documents, and bits per byte."""
_SIMULATED_SPREADS = (0.003, 0.0055, 0.008)
"""Standard deviation over seeds as a share of bits per byte: half of what is allowed for, that,
and half as much again: that is beyond what is promised."""

_CONFIGURATIONS: dict[str, tuple[str, str, ModelSettings]] = {
    "LSTM, characters, English": ("health_news", "char", LstmSettings(hidden_size=64)),
    "GRU, subwords, English": ("maintenance_logs", "bpe", GruSettings(hidden_size=64)),
    "LSTM, characters, Chinese": ("customer_service_zh", "char", LstmSettings(hidden_size=64)),
}
"""Small runs of some ten seconds on one thread: sample corpus, kind of token, network."""
_STEPS = 500


def simulated(repetitions: int) -> list[Figure]:
    """Runs that are numbers: seeds move a whole run, documents differ, each pair is new."""
    figures = []
    for spread in _SIMULATED_SPREADS:
        told, found = [], []
        for repetition in range(repetitions):
            draw = np.random.default_rng(100 + repetition)
            pairs = [(_drawn(draw, spread), _drawn(draw, spread)) for _ in range(_PAIRS)]
            told.append(_told_apart(pairs))
            found.append(_planted_found(pairs))
        figures += _figures(f"simulated, {spread:.2%} over seeds", told, found)
    return figures


def real(repetitions: int) -> list[Figure]:
    """Small real runs: all pairs of so many seeds of each configuration."""
    figures, pairs = [], []
    with temporary_home() as home:
        for name, (sample, kind, model) in _CONFIGURATIONS.items():
            scores = [
                _trained(home, _config(home, sample, kind, model, seed=seed))
                for seed in range(1, repetitions + 1)
            ]
            pairs += combinations(scores, 2)
            bits = [one.bits_per_byte for one in scores]
            share = 100 * stdev(bits) / fmean(bits)
            figures.append(Figure(f"{name}: standard deviation over seeds", "%", (share,)))
    name = f"real, {len(pairs)} pairs"
    return [*figures, *_figures(name, [_told_apart(pairs)], [_planted_found(pairs)])]


MEASURES: Measures = {"simulated": (simulated, 5), "real": (real, 9)}
"""What can be measured, and how often it is when nobody says otherwise."""

_Pair = tuple[DocumentScores, DocumentScores]


def _figures(name: str, told: Sequence[float], found: Sequence[float]) -> list[Figure]:
    promised = not name.startswith(f"simulated, {_SIMULATED_SPREADS[-1]:.2%}")
    alike, planted = f"{name}: alike, called better", f"{name}: {_PLANTED} planted, found"
    if not promised:
        return [Figure(alike, "%", tuple(told)), Figure(planted, "%", tuple(found))]
    return [
        Figure(alike, "%", tuple(told), target=_FALSE),
        Figure(planted, "%", tuple(found), target=_FOUND, at_least=True),
    ]


def _told_apart(pairs: Sequence[_Pair]) -> float:
    """Percent of pairs with a winner."""
    return 100 * fmean(_winner(first, second) != "none" for first, second in pairs)


def _planted_found(pairs: Sequence[_Pair]) -> float:
    """Percent of pairs, in both orders, of which the second wins when it needs that much less."""
    both = [*pairs, *((second, first) for first, second in pairs)]
    return 100 * fmean(_winner(first, _better(second)) == "b" for first, second in both)


def _winner(first: DocumentScores, second: DocumentScores) -> str:
    """As in a workspace in which no other run tells of seeds."""
    mean = (first.bits_per_byte + second.bits_per_byte) / 2
    return difference([first], [second], seed_spread([], bits_per_byte=mean)).winner


def _better(scores: DocumentScores) -> DocumentScores:
    sizes = zip(scores.bits, scores.bytes, strict=True)
    return replace(scores, bits=tuple(bits - _PLANTED * size for bits, size in sizes))


def _drawn(draw: np.random.Generator, spread: float) -> DocumentScores:
    """One trained model. How hard each document is, is the same for all."""
    fixed = np.random.default_rng(5)
    sizes = fixed.integers(300, 3000, _UNITS).astype(float)
    hard = fixed.normal(0, 0.3, _UNITS)
    own = draw.normal(0, 0.02, _UNITS) + draw.normal(0, spread * _BITS)
    costs = sizes * (_BITS + hard + own)
    return DocumentScores("validation", 1, 1.0, True, tuple(costs.tolist()), tuple(sizes.tolist()))


def _config(home: Path, sample: str, kind: str, model: ModelSettings, *, seed: int) -> RunConfig:
    corpus = add_sample(open_workspace(home), sample)
    return RunConfig(
        corpus=corpus.id,
        name=sample,
        budget=BudgetSettings(steps=_STEPS),
        tokenizer=TokenizerSettings(kind=kind, vocabulary_size=1000),  # ty: ignore
        model=model,
        training=TrainingSettings(seed=seed, batch_size=32, sequence_length=32, learning_rate=0.01),
        samples=SampleSettings(length=0),
        machine=MachineSettings(device="cpu", threads=1),
    )


def _trained(home: Path, config: RunConfig) -> DocumentScores:
    workspace = open_workspace(home)
    run = create_run(workspace, config)
    if trainer.main(str(workspace.root), run.id) != 0:
        raise RuntimeError(f"{run.id} did not end well\n{run.log_tail()}")
    return score_documents(run, "validation")


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for; 1 where a target is missed."""
    return measure_all(MEASURES, arguments, program="benchmarks.verdicts", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
