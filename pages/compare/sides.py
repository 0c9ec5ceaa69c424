"""The sides of a comparison: their letters, colours and names, and the table of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from pages.charts.chart import Colour
from pages.ui.run_index import RunSummary, corpus_name, newest_score
from pages.ui.text.formatting import count, duration, percent
from pages.ui.text.i18n import _, ngettext
from pages.ui.text.run_labels import state_label
from pages.ui.widgets.tables import Cell, LinkedRow, RowColumn, RowTarget, draw_linked_rows
from slm_core.evaluation.comparison.comparison import RunComparison
from slm_core.evaluation.comparison.sides import refusal_of
from slm_core.evaluation.comparison.words import letter_of
from slm_core.metrics.scores import Interval

_COLOURS: tuple[Colour, ...] = ("primary", "blue", "red", "violet", "gray", "orange")
"""In the order of the sides. Orange stands for floors, where there are not too many sides."""
MOST_WITH_FLOOR = len(_COLOURS) - 1
"""Sides beside which a floor has a colour of its own."""


@dataclass(frozen=True)
class ComparedSide:
    """A run, or several that differ in their seed alone, as it is drawn."""

    place: int
    entries: tuple[RunSummary, ...]
    title: str
    """What the first of them is called, also beside others of the same name."""

    @property
    def first(self) -> RunSummary:
        """The run that stands for all where one is enough."""
        return self.entries[0]

    @property
    def letter(self) -> str:
        """A for the one that others are held against."""
        return letter_of(self.place)

    @property
    def name(self) -> str:
        """Its letter and what it is called."""
        return f"{self.letter} · {self.title}"

    @property
    def colour(self) -> Colour:
        """The same in every chart."""
        return _COLOURS[self.place % len(_COLOURS)]

    @property
    def dashed(self) -> bool:
        """Whether its colour is another's too."""
        return self.place >= len(_COLOURS)


def draw_sides(
    sides: Sequence[ComparedSide], names: dict[str, str], found: RunComparison | None
) -> None:
    """One row each; `found` has scores where the runs have been compared."""
    draw_linked_rows(
        [
            RowColumn(_("Run")),
            RowColumn(_("Text")),
            RowColumn(_("State")),
            RowColumn(
                _("Bits per byte"),
                "number",
                _("On text it has not learned from; below it the 95 % interval. Lower is better"),
            ),
            RowColumn(_("Right"), "number", _("First guesses that are right. Higher is better")),
            RowColumn(_("Parameters"), "number", _("Trainable parameters")),
            RowColumn(_("Trained"), "number"),
        ],
        [_row(side, names, found) for side in sides],
        RowTarget("training", "run", _("Opens the run")),
        key="compare_sides",
        alt=_("The runs that are compared, with their scores"),
    )
    if len({side.first.config.tokenizer for side in sides}) > 1 and _comparable(sides):
        st.caption(
            _(
                "They cut the text into different tokens, so their perplexities cannot be "
                "compared; bits per byte can."
            )
        )


def _comparable(sides: Sequence[ComparedSide]) -> bool:
    first = sides[0].first.config
    return any(refusal_of(first, side.first.config) is None for side in sides[1:])


def _row(side: ComparedSide, names: dict[str, str], found: RunComparison | None) -> LinkedRow:
    entry, seeds = side.first, len(side.entries)
    bits, interval = _bits(side, found)
    right = newest_score(entry, "accuracy")
    seconds = entry.status.seconds
    detail = ngettext("{n} seed", "{n} seeds", seeds).format(n=count(seeds)) if seeds > 1 else ""
    return LinkedRow(
        entry.run.id,
        [
            Cell(side.name, detail=detail),
            Cell(corpus_name(entry, names)),
            Cell(state_label(entry.status)[0]),
            Cell("" if bits is None else f"{bits:.3f}", bits, _ends(interval)),
            Cell("" if right is None else percent(right, digits=0), right),
            Cell("" if entry.parameters is None else count(entry.parameters), entry.parameters),
            Cell(duration(seconds), seconds),
        ],
    )


def _bits(side: ComparedSide, found: RunComparison | None) -> tuple[float | None, Interval | None]:
    """What was compared, before that the mean of what the runs are known to reach."""
    if found is not None and found.sides[side.place].bits_per_byte is not None:
        scored = found.sides[side.place]
        return scored.bits_per_byte, scored.interval
    known = [newest_score(entry, "bits_per_byte") for entry in side.entries]
    numbers = [bits for bits in known if bits is not None]
    return (sum(numbers) / len(numbers) if numbers else None), None


def _ends(interval: Interval | None) -> str:
    return f"{interval.low:.3f} – {interval.high:.3f}" if interval else ""
