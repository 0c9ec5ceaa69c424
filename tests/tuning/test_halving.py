"""Successive halving: only trials that are not among the best third at a rung are stopped."""

from slm_core.tuning.halving import RUNGS, is_hopeless
from tests.tuning.made_trials import made_trial


def at(bits: float, *, share: float = 0.5, name: str = "1"):
    return made_trial(name, bits=bits, state="running", share=share)


def test_a_trial_is_stopped_where_two_thirds_of_the_others_were_better_at_its_rung() -> None:
    others = [made_trial(str(n), bits=1.0 + n / 10) for n in range(2, 8)]
    bad, good = at(3.0), at(1.0)
    assert is_hopeless(bad, [*others, bad])
    assert not is_hopeless(good, [*others, good])


def test_before_a_rung_nobody_is_stopped_and_the_first_has_nobody_to_lose_against() -> None:
    others = [made_trial(str(n), bits=1.0) for n in range(2, 8)]
    early = at(9.0, share=RUNGS[0] / 2)
    assert not is_hopeless(early, [*others, early])
    alone = at(9.0)
    assert not is_hopeless(alone, [alone])


def test_the_preset_always_goes_on() -> None:
    others = [made_trial(str(n), bits=1.0) for n in range(2, 8)]
    preset = at(9.0, name="preset")
    assert not is_hopeless(preset, [*others, preset])


def test_trials_are_compared_by_how_they_stood_at_the_same_share_of_their_budget() -> None:
    # At its end this one has the fewest bits; at the rung where the other is it had more.
    late = made_trial("2", bits=1.0)
    here = made_trial("1", bits=1.2, state="running", share=RUNGS[1])
    assert here.best_by(RUNGS[1]) is not None
    assert late.best_by(RUNGS[1]) < here.best_by(RUNGS[1])
    assert late.bits < late.best_by(RUNGS[1])
    assert is_hopeless(here, [late, here])
