"""Measured numbers beside what was promised: medians, verdicts, a table. Measures nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

Verdict = Literal["met", "missed", "–"]


@dataclass(frozen=True)
class Figure:
    """One thing that was measured, some times over."""

    what: str
    unit: str
    """Such as "s"; also how its numbers are written, see `_PLACES`."""
    values: tuple[float, ...]
    target: float | None = None
    """What the median should not exceed; None for what is only told."""
    at_least: bool = False
    """Whether the target is what the median should reach instead."""

    @property
    def median(self) -> float:
        """The middle value."""
        return median(self.values)

    @property
    def verdict(self) -> Verdict:
        """Whether the median keeps to the target; "–" where there is none."""
        if self.target is None:
            return "–"
        kept = self.median >= self.target if self.at_least else self.median <= self.target
        return "met" if kept else "missed"

    def to_json(self) -> dict[str, object]:
        """All there is to know of it, as plain values."""
        return {
            "what": self.what,
            "unit": self.unit,
            "target": self.target,
            "at_least": self.at_least,
            "median": self.median,
            "min": min(self.values),
            "max": max(self.values),
            "values": list(self.values),
            "verdict": self.verdict,
        }


_HEAD = ("what", "target", "median", "min", "max", "n", "verdict")
_PLACES = {"s": 2, "nats": 4, "%": 1, "kB": 1, "ms": 0, "MB": 0, "MB/s": 1, "×": 1}


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table that is also Markdown."""
    rows = [_HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    lines = [_line(row, widths) for row in rows]
    rule = "|".join("-" * (width + 2) for width in widths)
    return "\n".join([lines[0], f"|{rule}|", *lines[1:]])


def _row(figure: Figure) -> tuple[str, ...]:
    target = "–"
    if figure.target is not None:
        target = f"{'≥' if figure.at_least else '≤'} {figure.target:g} {figure.unit}"
    numbers = (figure.median, min(figure.values), max(figure.values))
    shown = [f"{number:.{_PLACES.get(figure.unit, 2)}f}" for number in numbers]
    shown[0] += f" {figure.unit}"
    return (figure.what, target, *shown, str(len(figure.values)), figure.verdict)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    inner = " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {inner} |"
