"""How often each of several wins, from comparisons of two, with intervals.

Strengths of Bradley and Terry (1952) by the MM algorithm of Hunter (2004,
doi:10.1214/aos/1079120141); a tie is half a win for each (Davidson's model without its parameter).
Each pair has one imagined tie besides, so that who never lost has a finite strength.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from slm_core.evaluation.ratings.rating_set import RatingSet
from slm_core.messages import Message, as_given, msg
from slm_core.metrics.scores import Interval

REAL_TEXT = msg("the real text")
"""What the text that was really there is called."""
LEAST_VOTES = 10
"""Fewer say nothing of how much they might differ."""
_RESAMPLES = 1000
_STEPS = 200
_ENOUGH = 1e-9
_SEED = 1


@dataclass(frozen=True)
class Standing:
    """One of those compared."""

    place: int
    """Among those compared, from 0."""
    votes: int
    """Comparisons it was in."""
    wins: float
    """Of them; a tie is half a win."""
    win_rate: float
    """Expected share of wins over one of the others, each as likely, by the strengths."""
    interval: Interval | None
    """Of the win rate, over votes drawn anew; None for fewer than LEAST_VOTES votes in all."""


def standings(
    count: int, votes: Sequence[tuple[int, int, float]], *, level: float = 0.95
) -> list[Standing]:
    """Of `count` that were compared, best first.

    A vote is (first, second, share of the win that the first gets), by their places.
    """
    table = np.array(votes, dtype=np.float64).reshape(-1, 3)
    wins = _wins(table, count)
    rates = _win_rates(strengths(wins))
    drawn = _drawn(table, count) if len(table) >= LEAST_VOTES else None
    met = wins + wins.T
    found = []
    for place in range(count):
        between = None
        if drawn is not None:
            tail = 50 * (1 - level)
            low, high = np.percentile(drawn[:, place], [tail, 100 - tail])
            between = Interval(float(low), float(high), level)
        found.append(
            Standing(
                place,
                round(float(met[place].sum())),
                float(wins[place].sum()),
                float(rates[place]),
                between,
            )
        )
    return sorted(found, key=lambda one: -one.win_rate)


def rating_standings(ratings: RatingSet) -> list[Standing]:
    """Of the runs of a set and the real text, by the votes so far."""
    return standings(len(ratings.contestants()), ratings.outcomes())


def rating_verdict(ratings: RatingSet, found: Sequence[Standing]) -> Message:
    """Whether the best is liked better than the second beyond chance."""
    first, second = found[0], found[1]
    if first.interval is None or second.interval is None:
        return msg(
            "That is too few to tell them apart; judge at least {n}.",
            n=LEAST_VOTES,
        )
    names = [*map(as_given, ratings.record.names), REAL_TEXT]
    values = {"first": names[first.place], "second": names[second.place]}
    if first.interval.low > second.interval.high:
        return msg("{first} is clearly liked better than {second}.", **values)
    return msg("No clear difference between {first} and {second}.", **values)


def strengths(wins: NDArray[np.float64]) -> NDArray[np.float64]:
    """Strengths (n,) that sum to n, of wins (n, n): `wins[a, b]` of a over b."""
    count = len(wins)
    padded = wins + 0.5 * (1 - np.eye(count))
    met = padded + padded.T
    total = padded.sum(axis=1)
    found = np.ones(count)
    for _ in range(_STEPS):
        # Diagonal entries of `met` are 0, so whatever stands below them does not count.
        new = total / (met / (found[:, None] + found[None, :])).sum(axis=1)
        new *= count / new.sum()
        if np.abs(new - found).max() < _ENOUGH:
            return new
        found = new
    return found


def _win_rates(found: NDArray[np.float64]) -> NDArray[np.float64]:
    against = found[:, None] / (found[:, None] + found[None, :])  # (n, n)
    np.fill_diagonal(against, 0.0)
    return against.sum(axis=1) / max(1, len(found) - 1)


def _wins(votes: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    wins = np.zeros((count, count))
    first, second = votes[:, 0].astype(int), votes[:, 1].astype(int)
    np.add.at(wins, (first, second), votes[:, 2])
    np.add.at(wins, (second, first), 1.0 - votes[:, 2])
    return wins


def _drawn(votes: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Win rates (resamples, n) of votes drawn with replacement (Efron 1979)."""
    draw = np.random.default_rng(_SEED)
    places = draw.integers(0, len(votes), (_RESAMPLES, len(votes)))
    return np.array([_win_rates(strengths(_wins(votes[chosen], count))) for chosen in places])
