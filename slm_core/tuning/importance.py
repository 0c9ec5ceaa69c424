"""How much each setting of a sweep has to do with its trials' scores."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from slm_core.tuning.halving import RUNGS
from slm_core.tuning.search_space import SearchRange, values_of
from slm_core.tuning.trials import Trial

FEWEST = 6
"""Trials below which nothing is said."""
_GROUPS = 3
"""Groups of about equal size that the values of a range are put into."""


def importances(trials: Sequence[Trial], space: tuple[SearchRange, ...]) -> Mapping[str, float]:
    """For each setting, the share of the variance of the trials' scores that goes with it alone.

    The correlation ratio: variance between groups of values by the whole variance, less what as
    many groups would have by chance (epsilon squared, Kelley 1935), from 0 to 1. Scores are those
    at the first rung, which nearly all trials reached; {} where fewer than FEWEST did.
    """
    known = [
        (values_of(trial.config, space), bits)
        for trial in trials
        if (bits := trial.best_by(RUNGS[0])) is not None
    ]
    if len(known) < FEWEST:
        return {}
    return {each.path: _share(_groups(each, known)) for each in space}


def _groups(
    each: SearchRange, known: Sequence[tuple[Mapping[str, float | int | str], float]]
) -> list[list[float]]:
    """Scores by the group of the value."""
    values = sorted({values[each.path] for values, _ in known}, key=str)
    groups: dict[object, list[float]] = {}
    if each.choices or len(values) <= _GROUPS:
        for chosen, bits in known:
            groups.setdefault(chosen[each.path], []).append(bits)
        return list(groups.values())
    ordered = sorted(known, key=lambda pair: float(pair[0][each.path]))
    for place, (_, bits) in enumerate(ordered):
        groups.setdefault(place * _GROUPS // len(ordered), []).append(bits)
    return list(groups.values())


def _share(groups: Sequence[Sequence[float]]) -> float:
    scores = [bits for group in groups for bits in group]
    mean, freedom = fmean(scores), len(scores) - len(groups)
    whole = sum((bits - mean) ** 2 for bits in scores)
    if whole <= 0 or freedom <= 0 or len(groups) < 2:
        return 0.0
    within = sum((bits - fmean(group)) ** 2 for group in groups for bits in group)
    by_chance = (len(groups) - 1) * within / freedom
    return max(0.0, (whole - within - by_chance) / whole)
