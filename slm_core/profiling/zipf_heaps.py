"""How a vocabulary grows and how its words are shared out: counts and the laws through them."""

import numpy as np
from numpy.typing import NDArray

from slm_core.profiling.profile import Growth, LengthBin, Lengths, Ranks
from slm_core.profiling.terms.words import Ids

_POINTS = 60
"""Of a curve: what a small chart can show."""
_FIT_FROM = 500  # words: before that a text has hardly begun to repeat itself
_RAREST = 3  # occurrences: rarer words stand on a few broad steps, not on the line


def heaps_curve(words: Ids) -> Growth:
    """How many different words there are after so many words (Heaps 1978; Herdan 1960)."""
    total = len(words)
    _, firsts = np.unique(words, return_index=True)
    firsts.sort()
    places = _spread(total)
    different = np.searchsorted(firsts, places, side="left")
    fit = places >= min(_FIT_FROM, total // 10)
    beta, log_k = _line(places[fit], different[fit])
    fitted = np.exp(log_k) * places**beta if total else np.empty(0)
    return Growth(
        words=_whole(places),
        different=_whole(different),
        k=float(np.exp(log_k)),
        beta=beta,
        fitted=tuple(float(value) for value in fitted.round(1)),
    )


def zipf_curve(counts: NDArray[np.int64]) -> Ranks:
    """How often the words of each rank occur (Zipf 1949); counts in any order.

    The line is a least-squares fit over ranks spread evenly on the logarithmic axis, so that the
    many rare words do not outvote the frequent ones.
    """
    ordered = np.sort(counts[counts > 0])[::-1]
    places = _spread(len(ordered))
    at = ordered[places - 1] if len(places) else places
    fit = at >= min(_RAREST, int(ordered[0]) if len(ordered) else 1)
    slope, log_c = _line(places[fit], at[fit])
    fitted = np.exp(log_c) * places.astype(float) ** slope
    return Ranks(
        ranks=_whole(places),
        counts=_whole(at),
        c=float(np.exp(log_c)),
        exponent=-slope,
        fitted=tuple(float(value) for value in fitted.round(1)),
    )


def lengths(characters: list[int]) -> Lengths:
    """How documents' lengths are shared out, in bins whose borders go 1, 2, 5, 10, 20, 50 …"""
    values = np.array(characters or [0], dtype=np.int64)
    borders = [0, 1]
    while borders[-1] <= values.max():
        step = (2, 2.5, 2)[(len(borders) - 2) % 3]
        borders.append(round(borders[-1] * step))
    places = np.searchsorted(borders, values, side="right") - 1
    documents = np.bincount(places, minlength=len(borders) - 1)
    sums = np.bincount(places, weights=values, minlength=len(borders) - 1)
    filled = np.flatnonzero(documents)
    bins = tuple(
        LengthBin(borders[at], borders[at + 1], int(documents[at]), int(sums[at]))
        for at in range(int(filled[0]), int(filled[-1]) + 1)
    )
    return Lengths(
        shortest=int(values.min()),
        median=int(np.median(values)),
        mean=float(values.mean().round(1)),
        longest=int(values.max()),
        bins=bins,
    )


def _spread(last: int) -> NDArray[np.int64]:
    """Places from 1 to `last`, evenly spread on a logarithmic axis."""
    if last < 1:
        return np.empty(0, dtype=np.int64)
    return np.unique(np.geomspace(1, last, _POINTS).round().astype(np.int64))


def _line(x: NDArray[np.int64], y: NDArray[np.int64]) -> tuple[float, float]:
    """(slope, intercept) of the line through the logarithms."""
    if len(x) < 2:
        return 0.0, float(np.log(y[0])) if len(y) and y[0] > 0 else 0.0
    slope, intercept = np.polyfit(np.log(x), np.log(np.maximum(y, 1)), 1)
    return float(slope), float(intercept)


def _whole(values: NDArray[np.int64]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)
