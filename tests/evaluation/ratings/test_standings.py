"""Win rates from comparisons of two."""

import random

import numpy as np
import pytest

from slm_core.evaluation.ratings.standings import LEAST_VOTES, standings, strengths


def test_strengths_are_where_wins_are_as_often_as_they_say() -> None:
    wins = np.array([[0.0, 30.0, 45.0], [10.0, 0.0, 20.0], [5.0, 10.0, 0.0]])
    found = strengths(wins)
    padded = wins + 0.5 * (1 - np.eye(3))
    expected = (padded + padded.T) * found[:, None] / (found[:, None] + found[None, :])
    np.fill_diagonal(expected, 0.0)
    # The likelihood is highest where expected wins are those seen (Hunter 2004, section 2).
    np.testing.assert_allclose(expected.sum(axis=1), padded.sum(axis=1), rtol=1e-4)


def test_who_wins_three_of_four_is_found_and_its_interval_holds_that() -> None:
    draw = random.Random(3)
    votes = [(0, 1, float(draw.random() < 0.75)) for _ in range(200)]
    first, second = standings(2, votes)
    assert (first.place, second.place) == (0, 1)
    assert first.interval is not None
    assert first.interval.low < 0.75 < first.interval.high
    assert first.interval.high - first.interval.low < 0.2
    assert first.win_rate + second.win_rate == pytest.approx(1.0)
    assert first.votes == second.votes == 200


def test_ties_are_half_a_win_and_few_votes_have_no_interval() -> None:
    few = standings(3, [(0, 1, 0.5), (1, 2, 0.5), (2, 0, 0.5)])
    assert [one.win_rate for one in few] == pytest.approx([0.5] * 3)
    assert {one.wins for one in few} == {1.0}
    assert all(one.interval is None for one in few)
    always = standings(2, [(0, 1, 1.0)] * LEAST_VOTES)
    assert 0.5 < always[0].win_rate < 1.0
    nobody = standings(2, [])
    assert [(one.win_rate, one.wins, one.votes) for one in nobody] == [(0.5, 0, 0)] * 2
    assert all(one.interval is None for one in nobody)
