"""One column of a growing series, downsampled as it grows for a chart.

Looking again costs what was added since, not the length of the run. Draws nothing.
"""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from slm_core.runs.metrics import Series

Points = tuple[list[float], list[float]]
"""Two lists of equal length: where along the axis, and how high."""


SMOOTHING = 0.6
"""Weight of what came before in `smoothed`. More would hide more noise, and would draw a curve that
falls steeply so late that it seems to lie above one that is not smoothed."""


@dataclass(slots=True)
class _Span:
    """Records `start` to `end` (not included) seen as one."""

    start: int
    end: int
    low: int
    high: int
    """Records with the smallest and the largest value."""
    total: float
    count: int
    """Sum and number of the values that are numbers."""


class Curve:
    """A column in at most `spans` spans of equal length, each with its mean and its extremes."""

    def __init__(self, column: str, *, spans: int = 150) -> None:
        self.column = column
        self._most = spans
        self._width = 1
        self._spans: list[_Span] = []
        self._seen = 0
        self._last: tuple[float, ...] = ()

    def catch_up(self, series: Series) -> bool:
        """Take in what `series` has got since the last call; True if that changed anything.

        Where records that were taken in have been replaced (a run that was taken up again from a
        checkpoint), all is taken in anew.
        """
        count = len(series)
        if count == self._seen and self._fingerprint(series, count) == self._last:
            return False
        if self._seen and (
            count < self._seen or self._fingerprint(series, self._seen) != self._last
        ):
            self._width, self._spans, self._seen = 1, [], 0
        values = series.columns[self.column]
        for index in range(self._seen, count):
            self._add(index, values)
        self._seen, self._last = count, self._fingerprint(series, count)
        return True

    def extremes(self, series: Series, along: str) -> Points:
        """The smallest and the largest value of every span, in their order along a column."""
        where, values = series.columns[along], series.columns[self.column]
        chosen = sorted({i for span in self._spans if span.count for i in (span.low, span.high)})
        return [where[i] for i in chosen], [values[i] for i in chosen]

    def means(self, series: Series, along: str) -> Points:
        """The mean of every span, at the span's middle record."""
        where = series.columns[along]
        spans = [span for span in self._spans if span.count]
        return (
            [where[(span.start + span.end - 1) // 2] for span in spans],
            [span.total / span.count for span in spans],
        )

    @property
    def records_per_point(self) -> int:
        """How many records one span holds."""
        return self._width

    def _fingerprint(self, series: Series, count: int) -> tuple[float, ...]:
        if not 0 < count <= len(series):
            return ()
        return tuple(series.columns[name][count - 1] for name in ("step", "seconds", "loss"))

    def _add(self, index: int, values: Sequence[float]) -> None:
        value = values[index]
        number = math.isfinite(value)
        fresh = _Span(index, index + 1, index, index, value if number else 0.0, int(number))
        if self._spans and self._spans[-1].end - self._spans[-1].start < self._width:
            _extend(self._spans[-1], fresh, values)
            return
        if len(self._spans) >= self._most:
            self._halve(values)
        self._spans.append(fresh)

    def _halve(self, values: Sequence[float]) -> None:
        merged = self._spans[::2]
        for left, right in zip(merged, self._spans[1::2], strict=False):
            _extend(left, right, values)
        self._spans = merged
        self._width *= 2


def _extend(span: _Span, by: _Span, values: Sequence[float]) -> None:
    if by.count:
        if not span.count or values[by.low] < values[span.low]:
            span.low = by.low
        if not span.count or values[by.high] > values[span.high]:
            span.high = by.high
    span.end = by.end
    span.total += by.total
    span.count += by.count


def smoothed(values: Sequence[float], *, weight: float = SMOOTHING) -> list[float]:
    """Exponential moving average: what came before keeps `weight` (0 to 1) at each point.

    The start is corrected for its bias towards zero (Kingma & Ba 2015, section 3), so that the
    first point is the first value and nothing is pulled towards a value that never was.
    """
    found, average, left = [], 0.0, 1.0
    for value in values:
        average = weight * average + (1 - weight) * value
        left *= weight
        found.append(average / (1 - left))
    return found


@dataclass(frozen=True)
class Band:
    """Several curves as one: their mean, and the lowest and highest of them."""

    xs: list[float]
    means: list[float]
    lows: list[float]
    highs: list[float]


def band_of(curves: Sequence[Points]) -> Band:
    """Curves along one axis put together where all of them are known, at the places of the first.

    Between its points a curve is a straight line. Curves without points are left out.
    """
    known = [curve for curve in curves if curve[0]]
    if not known:
        return Band([], [], [], [])
    first, last = max(xs[0] for xs, _ys in known), min(xs[-1] for xs, _ys in known)
    places = [x for x in known[0][0] if first <= x <= last]
    rows = [[_height_at(curve, x) for curve in known] for x in places]
    means = [math.fsum(row) / len(row) for row in rows]
    return Band(places, means, [min(row) for row in rows], [max(row) for row in rows])


def _height_at(curve: Points, x: float) -> float:
    xs, ys = curve
    place = bisect_left(xs, x)
    if place == 0 or xs[place] == x:
        return ys[place]
    left, right = xs[place - 1], xs[place]
    return ys[place - 1] + (ys[place] - ys[place - 1]) * (x - left) / (right - left)
