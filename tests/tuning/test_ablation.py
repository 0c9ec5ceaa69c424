"""An ablation: what is switched off, and what each was worth beyond the noise of seeds."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t as student_t

from slm_core.errors import SettingsError
from slm_core.models.settings import LstmSettings
from slm_core.training.settings import TrainingSettings
from slm_core.tuning.ablation import check_repeats, planned, switches, worths
from slm_core.tuning.verdict import worth_message
from tests.tuning.made_trials import BASE, made_sweep, made_trial

RICH = replace(
    BASE,
    model=LstmSettings(dropout=0.2, layers=2),
    training=TrainingSettings(schedule="cosine", label_smoothing=0.1),
)


def test_only_what_is_on_is_switched_off_one_at_a_time() -> None:
    found = switches(RICH)
    assert {"model.dropout", "model.layers", "training.schedule", "training.clip_norm"} <= {*found}
    assert "model.weight_drop" not in found, "an LSTM has none"
    assert "training.averaging" not in found, "it is off"
    for path, config in found.items():
        section, _, name = path.partition(".")
        changed = {section: replace(getattr(config, section), **{name: _of(RICH, path)})}
        assert replace(config, **changed) == RICH, "nothing else was changed"


def _of(config, path: str) -> object:
    section, _, name = path.partition(".")
    return getattr(getattr(config, section), name)


def test_each_configuration_is_planned_with_every_seed_the_whole_one_first(tmp_path) -> None:
    plan = planned(replace(made_sweep(tmp_path, RICH), repeats=3))
    assert [*plan][:3] == ["all#1", "all#2", "all#3"]
    assert len(plan) == 3 * (1 + len(switches(RICH)))
    seeds = [config.training.seed for config in [*plan.values()][:3]]
    assert seeds == [1, 2, 3]


def scored(**bits: tuple[float, ...]):
    return [
        made_trial(f"{path.replace('_', '.', 1)}#{seed}", bits=value, config=RICH)
        for path, values in bits.items()
        for seed, value in enumerate(values, 1)
    ]


def test_a_large_difference_is_shown_and_one_within_the_noise_is_not() -> None:
    trials = scored(all=(2.0, 2.02), model_dropout=(2.3, 2.31), training_schedule=(2.01, 2.02))
    first, second = worths(trials)
    assert (first.path, second.path) == ("model.dropout", "training.schedule")
    assert first.gain == pytest.approx(0.295)
    # Variances over two seeds: 0.0002, 0.00005 and 0.00005; pooled 0.0001; t of 3 is 3.182.
    assert first.interval.low == pytest.approx(0.295 - 3.182 * 0.01)
    assert "helps" in str(worth_message(first))
    assert second.interval.low < 0 < second.interval.high
    assert "no difference shown" in str(worth_message(second))


def test_what_harms_is_said_to_and_one_seed_has_no_interval() -> None:
    trials = scored(all=(2.0, 2.01), model_dropout=(1.8, 1.81))
    assert "harms" in str(worth_message(worths(trials)[0]))
    (single,) = worths(scored(all=(2.0,), model_dropout=(2.5,)))
    assert single.interval is None
    assert "one seed only" in str(worth_message(single))
    assert worths(scored(model_dropout=(2.0,))) == [], "there is nothing to compare with"


def test_quantiles_of_many_runs_are_students() -> None:
    for seeds in (40, 5):
        trials = scored(all=(2.0, 2.02) * seeds, model_dropout=(2.3, 2.34) * seeds)
        (worth,) = worths(trials)
        groups = [trial.bits for trial in trials][: 2 * seeds], [2.3, 2.34] * seeds
        freedom = 2 * (2 * seeds - 1)
        deviation = np.sqrt(sum((2 * seeds - 1) * np.var(one, ddof=1) for one in groups) / freedom)
        half = student_t.ppf(0.975, freedom) * deviation * np.sqrt(2 / (2 * seeds))
        assert worth.interval.high - worth.gain == pytest.approx(half, rel=1e-3)


def test_one_seed_or_six_are_refused() -> None:
    for repeats in (1, 6):
        with pytest.raises(SettingsError, match="2 to 5 seeds"):
            check_repeats(repeats)
