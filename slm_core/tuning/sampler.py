"""The next trial of a sweep, by the tree-structured Parzen estimator (Bergstra et al. 2011).

The study is built anew from the trials' run folders each time, so that nothing but they is the
state. Loads optuna when it is asked.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from slm_core.tuning.halving import RUNGS
from slm_core.tuning.search_space import SearchRange, Values, values_of
from slm_core.tuning.sweep import Sweep
from slm_core.tuning.trials import Trial

if TYPE_CHECKING:
    import optuna

_AT_RANDOM = 5
"""Trials before which values are drawn at random: of fewer nothing can be learned."""


def suggest(
    sweep: Sweep,
    space: tuple[SearchRange, ...],
    trials: Sequence[Trial],
    refused: Sequence[Values] = (),
) -> Values:
    """Values that promise most after these trials; `refused` are such as cannot be trained.

    The same trials give the same values.
    """
    import optuna  # noqa: PLC0415 - loads SQLAlchemy and more

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    seed = crc32(sweep.id.encode()) + len(trials) + 1000 * len(refused)
    sampler = optuna.samplers.TPESampler(
        seed=seed % 2**32, n_startup_trials=_AT_RANDOM, constant_liar=True
    )
    study = optuna.create_study(direction="minimize", sampler=sampler)
    distributions = {each.path: _distribution(each) for each in space}
    for trial in trials:
        study.add_trial(_frozen(trial, values_of(trial.config, space), distributions))
    for values in refused:
        study.add_trial(_pruned(values, distributions, {}))
    asked = study.ask(distributions)
    return dict(asked.params)


def _distribution(each: SearchRange) -> "optuna.distributions.BaseDistribution":
    from optuna.distributions import (  # noqa: PLC0415 - as above
        CategoricalDistribution,
        FloatDistribution,
        IntDistribution,
    )

    if each.choices:
        return CategoricalDistribution(each.choices)
    if each.whole:
        return IntDistribution(round(each.low), round(each.high), log=each.logarithmic)
    return FloatDistribution(each.low, each.high, log=each.logarithmic, step=each.step)


def _frozen(
    trial: Trial,
    values: Values,
    distributions: "dict[str, optuna.distributions.BaseDistribution]",
) -> "optuna.trial.FrozenTrial":
    """What optuna is told of a trial: its score where it trained to the end, else how it stood at
    the rungs it reached; what failed is told as the worst there is."""
    from optuna.trial import TrialState, create_trial  # noqa: PLC0415 - as above

    if trial.is_whole and trial.bits is not None:
        return create_trial(
            params=values, distributions=distributions, value=trial.bits, state=TrialState.COMPLETE
        )
    seen = {place: bits for place, share in enumerate(RUNGS) if (bits := trial.best_by(share))}
    if trial.status.is_active:
        return create_trial(
            params=values,
            distributions=distributions,
            intermediate_values=seen,
            state=TrialState.RUNNING,
        )
    return _pruned(values, distributions, seen)


def _pruned(
    values: Values,
    distributions: "dict[str, optuna.distributions.BaseDistribution]",
    seen: dict[int, float],
) -> "optuna.trial.FrozenTrial":
    from optuna.trial import TrialState, create_trial  # noqa: PLC0415 - as above

    return create_trial(
        params=values,
        distributions=distributions,
        intermediate_values=seen,
        state=TrialState.PRUNED,
    )
