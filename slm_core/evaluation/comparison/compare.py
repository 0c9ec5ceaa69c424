"""Comparing runs: what is missing is scored, then each side is held against the first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from slm_core.errors import ArgotError, StoppedError
from slm_core.evaluation.comparison.comparison import (
    RunComparison,
    Side,
    SideBySide,
    keep_comparison,
    known_comparison,
)
from slm_core.evaluation.comparison.difference import difference
from slm_core.evaluation.comparison.document_scores import (
    DocumentScores,
    Part,
    read_document_scores,
)
from slm_core.evaluation.comparison.sides import check_number, refusal_of, sides_of, unscored
from slm_core.evaluation.comparison.training_noise import SeedSpread, spread_on
from slm_core.messages import Message, msg
from slm_core.metrics.confidence_interval import ratio_interval
from slm_core.runs.relations.seeds import each_seed_once
from slm_core.runs.run import Run
from slm_core.workspace import Workspace


@dataclass(frozen=True)
class _Scored:
    """A side with what its runs need for each document, or why that is not known."""

    runs: tuple[Run, ...]
    scores: tuple[DocumentScores, ...]
    """One for each seed."""
    problem: Message | None = None


def _nothing(_doing: Message, _share: float) -> None:
    """Where nobody wants to know how far it is."""


def compare(
    workspace: Workspace,
    runs: Sequence[Run],
    part: Part = "validation",
    *,
    tell: Callable[[Message, float], None] = _nothing,
    should_stop: Callable[[], bool] = lambda: False,
) -> RunComparison:
    """Hold each configuration among the runs against the first, on a part of their corpus.

    Runs that were not scored on it are scored now; each that opens the test part is counted. `tell`
    hears what is being done and which share of all is done. A run that cannot be scored is a side
    with its problem. Raises RunError for fewer than two runs, SettingsError for too many,
    StoppedError.
    """
    check_number(runs)
    sides = sides_of(runs)
    problems = score_missing(runs, part, tell=tell, should_stop=should_stop)
    known = known_comparison(workspace, runs, part)
    if known is not None:
        return known
    scored = [_scored(side, part, problems) for side in sides]
    spread = _spread(workspace, scored)
    pairs = [
        _against(scored[0], other, second, spread) for second, other in enumerate(scored[1:], 1)
    ]
    some = next((side.scores[0] for side in scored if side.scores), None)
    found = RunComparison(
        part=part,
        sides=tuple(map(_side, scored)),
        pairs=tuple(pairs),
        by_documents=some is not None and some.by_documents,
        units=len(some.bits) if some else 0,
        seed_deviation=spread.deviation,
        seed_runs=spread.runs,
    )
    keep_comparison(workspace, runs, found)
    return found


def score_missing(
    runs: Sequence[Run],
    part: Part,
    *,
    tell: Callable[[Message, float], None] = _nothing,
    should_stop: Callable[[], bool] = lambda: False,
) -> dict[str, Message]:
    """Score the runs that have no scores on the part; by their ids why some could not be.

    Raises StoppedError.
    """
    problems: dict[str, Message] = {}
    waiting = unscored(runs, part)
    for place, run in enumerate(waiting):
        if should_stop():
            raise StoppedError(msg("The comparison was stopped."))
        tell(msg("reading the text with {run}", run=run.config().name), place / len(waiting))
        from slm_core.evaluation.comparison.scoring import score_documents  # noqa: PLC0415 - torch

        try:
            score_documents(run, part)
        except ArgotError as error:
            problems[run.id] = error.message
    return problems


def _scored(side: tuple[Run, ...], part: Part, problems: dict[str, Message]) -> _Scored:
    found = [read_document_scores(run, part) for run in side]
    scores = [one for one in found if one is not None]
    if len(scores) == len(side):
        return _Scored(side, each_seed_once(scores, [run.config() for run in side]))
    lacking = next(run for run, one in zip(side, found, strict=True) if one is None)
    nothing = msg("{run} has no model to score yet.", run=lacking.config().name)
    return _Scored(side, (), problems.get(lacking.id, nothing))


def _side(side: _Scored) -> Side:
    names = tuple(run.id for run in side.runs)
    if not side.scores:
        return Side(names, None, None, side.problem)
    costs = np.array([one.bits for one in side.scores]).mean(axis=0)
    sizes = np.array(side.scores[0].bytes)
    mean = float(costs.sum() / max(1.0, float(sizes.sum())))
    return Side(names, mean, ratio_interval(costs, sizes))


def _against(first: _Scored, other: _Scored, second: int, spread: SeedSpread) -> SideBySide:
    refusal = first.problem or other.problem
    refusal = refusal or refusal_of(first.runs[0].config(), other.runs[0].config())
    if refusal is None and not _same_units(first.scores, other.scores):
        refusal = msg(
            "Their scores are of different documents: a corpus was changed by hand. Which is "
            "better cannot be said."
        )
    if refusal is not None:
        return SideBySide(second, None, refusal)
    return SideBySide(second, difference(first.scores, other.scores, spread))


def _same_units(first: Sequence[DocumentScores], second: Sequence[DocumentScores]) -> bool:
    """Whether all are of the same text: as many units, and as many bytes but for rounding."""
    every = (*first, *second)
    sizes = [sum(one.bytes) for one in every]
    return len({len(one.bits) for one in every}) == 1 and max(sizes) - min(sizes) < 1.0


def _spread(workspace: Workspace, sides: Sequence[_Scored]) -> SeedSpread:
    """From all runs of this workspace that learned the first side's text."""
    scores = [one.bits_per_byte for side in sides for one in side.scores]
    mean = sum(scores) / len(scores) if scores else 1.0
    return spread_on(workspace, sides[0].runs[0].config().corpus, bits_per_byte=mean)
