"""metrics.jsonl as columns: followed as it grows, replayed steps replaced, thinned for a chart."""

from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slm_core.durable import LineFile

TRAIN_COLUMNS = (
    "step",
    "epoch",
    "tokens",
    "seconds",
    "loss",
    "accuracy",
    "learning_rate",
    "gradient_norm",
    "tokens_per_second",
)
VALIDATION_COLUMNS = (
    "step",
    "epoch",
    "tokens",
    "seconds",
    "loss",
    "accuracy",
    "nats_per_character",
    "bits_per_byte",
    "perplexity",
)


class Series:
    """Records of one kind as columns of equal length, in order of their step."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.columns: dict[str, list[float]] = {name: [] for name in names}

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
            column.append(float(value) if value is not None else float("nan"))

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
            start, end = span * count // spans, (span + 1) * count // spans
            part = column[start:end]
            chosen.add(start + part.index(min(part)))
            chosen.add(start + part.index(max(part)))
        return sorted(chosen)


class MetricsFollower:
    """Reads a metrics.jsonl once and then only what was added; keep one for each run looked at."""

    def __init__(self, path: Path) -> None:
        self._file = LineFile(path)
        self._offset = 0
        self.train = Series(TRAIN_COLUMNS)
        self.validation = Series(VALIDATION_COLUMNS)

    def catch_up(self) -> bool:
        """Read what was added since; True if there was anything. A file cut short is read anew."""
        if self._file.size() < self._offset:
            self._offset = 0
            self.train, self.validation = Series(TRAIN_COLUMNS), Series(VALIDATION_COLUMNS)
        records, self._offset = self._file.read(self._offset)
        for record in records:
            series = {"train": self.train, "validation": self.validation}.get(
                str(record.get("kind"))
            )
            if series is not None and isinstance(record.get("step"), (int, float)):
                series.add(record)
        return bool(records)
