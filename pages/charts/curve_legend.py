"""The legend of a chart of curves, and how its lines are told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

import altair as alt

from pages.charts.chart import FLOOR, Colour, layer

_DASHES = ([6, 4], [2, 3])
"""Of the first floor and of the others."""
LINE_DASH = [5, 3]
"""Of a line that is told from another of its colour."""
_SIGN, _SYMBOL, _SPARE = 6.4, 20, 10
"""Pixels of a letter of a legend, of the stroke before a name, and what a row needs besides."""


@dataclass(frozen=True)
class LineLook:
    """A line without its data."""

    name: str
    colour: Colour
    dashed: bool
    banded: bool


def legend_layer(names: Sequence[LineLook], floors: Sequence[str]) -> alt.Chart:
    """Lines of one point each, which draw nothing: only the legend shows them."""
    domain = [*(line.name for line in names), *floors]
    colours = [*(line.colour for line in names), *([FLOOR] * len(floors))]
    dashes = [LINE_DASH if line.dashed else [1, 0] for line in names]
    dashes += [floor_dash(number) for number in range(len(floors))]
    look = alt.Legend(
        orient="top",
        title=None,
        symbolType="stroke",
        symbolStrokeWidth=2,
        offset=14,  # the numbers of interventions stand below it
        # Where its names do not fit into one row, two columns are the most that always do.
        columns=alt.expr(f"width < {_row_width(domain)} ? 2 : 0"),
    )
    return layer("names", alt.MarkDef("line")).encode(
        color=alt.Color("name:N", scale=alt.Scale(domain=domain, range=colours), legend=look),
        strokeDash=alt.StrokeDash(
            "name:N", scale=alt.Scale(domain=domain, range=dashes), legend=look
        ),
    )


def _row_width(names: Sequence[str]) -> int:
    """Pixels that these names take side by side in a legend; a Chinese sign is two letters."""
    letters = sum(2 if east_asian_width(char) in "WF" else 1 for name in names for char in name)
    return round(letters * _SIGN + len(names) * _SYMBOL + _SPARE)


def floor_dash(number: int) -> list[int]:
    """Of the floor with this number."""
    return _DASHES[min(number, len(_DASHES) - 1)]
