"""What each setting and cleaning step is worth: a run is trained without one at a time."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, variance

from slm_core.errors import ArgotError, SettingsError
from slm_core.messages import msg
from slm_core.metrics.scores import Interval
from slm_core.runs.config import RunConfig
from slm_core.runs.run import Run
from slm_core.training.settings import BudgetSettings, MachineSettings
from slm_core.tuning.sweep import Sweep
from slm_core.tuning.trials import Trial

WHOLE = "all"
"""Name of the configuration with nothing switched off."""
_OFF: Mapping[str, str] = {
    "model.layers": "1",
    "model.dropout": "0",
    "model.embedding_dropout": "0",
    "model.hidden_dropout": "0",
    "model.input_dropout": "0",
    "model.weight_drop": "0",
    "model.activation_penalty": "0",
    "model.change_penalty": "0",
    "model.tied_weights": "false",
    "training.schedule": "constant",
    "training.warmup": "0",
    "training.clip_norm": "0",
    "training.weight_decay": "0",
    "training.state_reset": "0",
    "training.label_smoothing": "0",
    "training.averaging": "none",
}
"""What each setting is where it is switched off; a configuration that has it so has it not."""
_T = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
"""Student's t at 97.5 % for 1 to 30 degrees of freedom."""
_NORMAL = 1.959964
"""The normal distribution's quantile at 97.5 %, which Student's t tends to."""
LEAST_SEEDS, MOST_SEEDS = 2, 5
"""Of one seed there is no interval."""


@dataclass(frozen=True)
class Worth:
    """What one setting or cleaning step was worth, in bits per byte."""

    path: str
    """The setting or cleaning step that was switched off."""
    with_it: float
    without_it: float
    """Means over the seeds."""
    interval: Interval | None
    """Of the difference; None where no configuration has two seeds yet."""

    @property
    def gain(self) -> float:
        """Bits per byte fewer with it; negative where it does harm."""
        return self.without_it - self.with_it


def switches(config: RunConfig) -> dict[str, RunConfig]:
    """The configuration with each of its settings switched off, by the setting's path."""
    found = {}
    for path, off in _OFF.items():
        try:
            info = config.field(path)
            section = getattr(config, info.section)
            if not _is_on(config, path, getattr(section, info.name), info.parse(off)):
                continue
            found[path] = config.with_settings({path: off})
        except SettingsError:
            continue  # this network has no such setting, or it does not go with the rest
    return found


def ablated(run: Run) -> RunConfig:
    """The configuration to take things out of: the run's, trained for as many steps as it was.

    Raises SettingsError where it is damaged.
    """
    config, steps = run.config(), run.status().step
    budget = BudgetSettings(steps=steps) if steps else config.budget
    return replace(
        config,
        budget=budget,
        race="",
        sweep="",
        trial="",
        follows="",
        preset="",
        open_test=False,
        segmenter=None,
        machine=MachineSettings(device=config.machine.device),
    )


def planned(sweep: Sweep) -> dict[str, RunConfig]:
    """Every run of an ablation, by the name of its trial: all seeds of one configuration after
    another, the whole one first. Without cleaning steps the configuration is the same: it learns
    from another text."""
    config, switched = sweep.base, sweep.switched
    seed = config.training.seed
    variants = {WHOLE: config, **dict.fromkeys(switched.cleaning, config)}
    variants |= switches(config) if switched.settings else {}
    return {
        f"{name}#{number + 1}": replace(
            variant, training=replace(variant.training, seed=seed + number)
        )
        for name, variant in variants.items()
        for number in range(sweep.repeats)
    }


def worths(trials: Sequence[Trial]) -> list[Worth]:
    """What each setting and cleaning step was worth, as far as its runs have ended: the most
    valuable first.

    The interval is of the difference of two means whose runs differ in their seeds: Student's t
    with the variance over seeds pooled over all configurations.
    """
    scores: dict[str, list[float]] = {}
    for trial in trials:
        if trial.is_whole and trial.bits is not None:
            scores.setdefault(trial.name.partition("#")[0], []).append(trial.bits)
    whole = scores.pop(WHOLE, None)
    if not whole:
        return []
    deviation, freedom = _pooled([whole, *scores.values()])
    found = []
    for path, bits in scores.items():
        gain, half = fmean(bits) - fmean(whole), None
        if deviation is not None:
            half = _quantile(freedom) * deviation * math.sqrt(1 / len(bits) + 1 / len(whole))
        interval = None if half is None else Interval(gain - half, gain + half)
        found.append(Worth(path, fmean(whole), fmean(bits), interval))
    return sorted(found, key=lambda worth: -worth.gain)


def _is_on(config: RunConfig, path: str, value: object, off: object) -> bool:
    if path == "training.warmup":
        return config.training.rise > 0
    if path == "training.weight_decay" and value is None:
        return config.training.optimizer in ("adamw", "muon")
    return value is not None and value != off


def _pooled(groups: Sequence[Sequence[float]]) -> tuple[float | None, int]:
    """Standard deviation within groups, and its degrees of freedom; None where none has two."""
    repeated = [group for group in groups if len(group) > 1]
    freedom = sum(len(group) - 1 for group in repeated)
    if not freedom:
        return None, 0
    squares = sum((len(group) - 1) * variance(group) for group in repeated)
    return math.sqrt(squares / freedom), freedom


def _quantile(freedom: int) -> float:
    """Student's t at 97.5 %; of many degrees of freedom by its expansion (Abramowitz & Stegun 1964,
    26.7.5), which is right to four digits there. Pages ask for it, and load no scipy."""
    if freedom <= len(_T):
        return _T[freedom - 1]
    z = _NORMAL
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)


def check_repeats(repeats: int) -> None:
    """Refuse a number of seeds that tells nothing, or too many. Raises SettingsError."""
    if not LEAST_SEEDS <= repeats <= MOST_SEEDS:
        raise SettingsError(
            msg(
                "An ablation takes {least} to {most} seeds, not {n}: with one there is no "
                "interval.",
                least=LEAST_SEEDS,
                most=MOST_SEEDS,
                n=repeats,
            )
        )


def check_corpus(run: Run) -> None:
    """Refuse where the run's text is gone. Raises ArgotError."""
    if not run.workspace.corpus_folder(run.config().corpus).exists():
        raise ArgotError(
            msg("The corpus of {run} was deleted, so nothing can be trained on it.", run=run.id)
        )
