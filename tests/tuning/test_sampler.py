"""The next trial is found from the trials alone: the same ones give the same values."""

from statistics import fmean

from slm_core.tuning.importance import importances
from slm_core.tuning.sampler import suggest
from slm_core.tuning.search_space import search_space
from tests.tuning.made_trials import BASE, made_sweep, made_trial


def test_the_sampler_learns_which_rate_is_good_and_forgets_nothing(tmp_path) -> None:
    sweep, space = made_sweep(tmp_path), search_space(BASE)
    trials = [made_trial("preset", bits=2.0)]
    for number in range(24):
        values = suggest(sweep, space, trials)
        assert values == suggest(sweep, space, [*trials]), "the same trials, the same values"
        rate = float(values["training.learning_rate"])
        bits = 1.0 + abs(rate - 0.02) * 40  # the best is at twice the preset's rate
        trials.append(made_trial(str(number + 1), values, bits=bits))
    scores = [trial.bits for trial in trials[1:]]
    assert fmean(scores[-8:]) < 0.9 * fmean(scores[:8])
    assert min(scores) < 1.05
    shares = importances(trials, space)
    assert max(shares, key=shares.get) == "training.learning_rate"
    assert shares["training.learning_rate"] > 0.2
    assert all(0.0 <= share <= 1.0 for share in shares.values())


def test_trials_of_every_state_are_taken_and_refused_values_are_not_asked_again(tmp_path) -> None:
    sweep, space = made_sweep(tmp_path), search_space(BASE)
    trials = [
        made_trial("preset"),
        made_trial("1", bits=2.5, state="stopped", share=0.3),
        made_trial("2", bits=None, state="failed", share=0.0),
        made_trial("3", bits=2.2, state="running", share=0.5),
        made_trial("4", bits=None, state="queued", share=0.0),
    ]
    first = suggest(sweep, space, trials)
    second = suggest(sweep, space, trials, [first])
    assert second != first


def test_of_few_trials_nothing_is_said_to_matter() -> None:
    assert importances([made_trial("preset")], search_space(BASE)) == {}
