"""metrics.jsonl as columns: followed as it grows, replayed steps replaced, thinned for a chart."""

import math
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

from slm_core.json_log import JsonLog
from slm_core.metrics.scores import Score, TrainRecord

_WHERE = ("step", "epoch", "tokens", "seconds")
TRAIN_COLUMNS = (*_WHERE, *(field.name for field in fields(TrainRecord)))
VALIDATION_COLUMNS = (*_WHERE, *(field.name for field in fields(Score)))
"""What each kind of line has: a new field of these classes is a new column."""

_NOTHING = float("nan")
_LARGEST = 1e300
"""No measure comes near it; a whole number beyond it is no float."""
_CHUNK = 4_000_000
"""Bytes of a file looked at together: the first look at a long run should not hold it twice."""


class Series:
    """Records of one kind as columns of equal length, in order of their step."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.columns = {name: array("d") for name in names}

    def __len__(self) -> int:
        """Number of records."""
        return len(self.columns["step"])

    def add(self, record: Mapping[str, Any]) -> None:
        """Put `record` at its step; whatever stood at that step or later was replayed and goes."""
        steps = self.columns["step"]
        step = float(record["step"])
        if steps and step <= steps[-1]:
            keep = bisect_left(steps, step)
            for column in self.columns.values():
                del column[keep:]
        for name, column in self.columns.items():
            value = record.get(name)
            column.append(_NOTHING if value is None else value)

    def extend(self, records: Sequence[Mapping[str, Any]]) -> None:
        """`add` for many records, in a tenth of the time where none of them was replayed."""
        steps = self.columns["step"]
        new = [float(record["step"]) for record in records]
        rising = all(a < b for a, b in pairwise(new))
        if not new or not rising or (steps and new[0] <= steps[-1]):
            for record in filter(_has_numbers, records):
                self.add(record)
            return
        try:
            fresh = [_numbers(name, records) for name in self.columns]
        except (TypeError, OverflowError):  # a hand wrote words there, or a fault
            for record in filter(_has_numbers, records):
                self.add(record)
            return
        for column, more in zip(self.columns.values(), fresh, strict=True):
            column.extend(more)

    def last(self, name: str) -> float | None:
        """The newest value of a column, None where there is none."""
        column = self.columns[name]
        return column[-1] if column else None

    def thinned(self, name: str, *, points: int = 300) -> list[int]:
        """Indices of at most about `points` records that draw the column as all of them would.

        The records are cut into spans of equal number; of each span the smallest and the largest
        value stay, and of the whole the first and the last record.
        """
        column = self.columns[name]
        count = len(column)
        if count <= points:
            return list(range(count))
        spans = max(1, points // 2 - 1)
        chosen = {0, count - 1}
        for span in range(spans):
            part = range(span * count // spans, (span + 1) * count // spans)
            chosen.add(min(part, key=column.__getitem__))
            chosen.add(max(part, key=column.__getitem__))
        return sorted(chosen)


class MetricsFollower:
    """Reads a metrics.jsonl once and then only what was added; keep one for each run looked at."""

    def __init__(self, path: Path) -> None:
        self._file = JsonLog(path)
        self._offset = 0
        self.train = Series(TRAIN_COLUMNS)
        self.validation = Series(VALIDATION_COLUMNS)

    @property
    def best_bits_per_byte(self) -> float | None:
        """Of the best validation so far that gave a number, None before the first."""
        return min(filter(math.isfinite, self.validation.columns["bits_per_byte"]), default=None)

    def catch_up(self) -> bool:
        """Read what was added since; True if there was anything. A file cut short is read anew."""
        if self._file.size() < self._offset:
            self._offset = 0
            self.train, self.validation = Series(TRAIN_COLUMNS), Series(VALIDATION_COLUMNS)
        start = self._offset
        while self._take(_CHUNK):
            pass
        return self._offset > start

    def _take(self, most: int) -> bool:
        """Read on for `most` bytes, more where a single record is longer; False at the end."""
        records, reached = self._file.read(self._offset, most=most)
        if reached == self._offset and self._file.size() - self._offset > most:
            records, reached = self._file.read(self._offset)
        advanced, self._offset = reached > self._offset, reached
        for kind, series in (("train", self.train), ("validation", self.validation)):
            series.extend(
                [
                    record
                    for record in records
                    if record.get("kind") == kind and isinstance(record.get("step"), (int, float))
                ]
            )
        return advanced


def _numbers(name: str, records: Sequence[Mapping[str, Any]]) -> array:
    """A column of records; raises TypeError or OverflowError where one does not fit into it."""
    values = [record.get(name) for record in records]
    return array("d", [_NOTHING if value is None else value for value in values])


def _has_numbers(record: Mapping[str, Any]) -> bool:
    """Whether all but its kind is a number, or null, as the trainer writes what is none."""
    return all(
        value is None or (isinstance(value, (int, float)) and abs(value) < _LARGEST)
        for name, value in record.items()
        if name != "kind"
    )
