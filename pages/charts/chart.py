"""What all charts share: axes, colours, and the way from an Altair chart to the page.

Altair builds a chart once for its names and axes, and what it writes is kept. It holds no data:
they travel beside it as Arrow tables, so that while a run is live the browser swaps rows in the
drawing it has and nothing flashes. `st.altair_chart` wants the data in the chart, so the chart
would be built, validated and written anew at each update, under one lock for all sessions:
measured for three lines of 300 points, 39 ms of the server instead of 0.4.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import pyarrow as pa
import streamlit as st

from pages.charts.download import draw_download
from pages.ui.text.formatting import count, percent
from pages.ui.text.i18n import language

Specification = Mapping[str, Any]
"""Vega-Lite as Altair writes it."""

Colour = Literal["primary", "gray", "orange", "violet", "blue", "red"]
"""Names of the theme's own colours. The browser looks them up, so light and dark follow at once."""

MEASURED: Colour = "primary"
"""What counts: validation."""
SEEN: Colour = "gray"
"""What was learned from: training."""
FLOOR: Colour = "orange"
"""What counting alone reaches."""
INTERVENTION: Colour = "violet"
"""What somebody changed, and when."""

SERIES: tuple[Colour, ...] = (MEASURED, SEEN, "blue", "red", FLOOR, INTERVENTION)
"""All that one chart may hold, in the order they are given out; told apart by colour-blind eyes."""

HEIGHT = 208
"""Pixels of a chart, the same for all that stand side by side."""

NUMBER = "format(datum.value, abs(datum.value) < 10000 ? ',~r' : '~s')"
"""How an axis writes numbers of any size: 5,000 in full, 20k from ten thousand on."""
NUMBER_IN_MYRIADS = (
    "abs(datum.value) < 1e4 ? format(datum.value, ',~r')"
    " : abs(datum.value) < 1e8 ? format(datum.value / 1e4, ',.4~r') + '万'"
    " : format(datum.value / 1e8, ',.4~r') + '亿'"
)
"""The same in Chinese, which counts in ten thousands."""
SHARE = "format(100 * datum.value, ',.3~r') + ' %'"
"""How an axis writes shares, with as many digits as keep its ticks apart."""
SHARE_CLOSED = "format(100 * datum.value, ',.3~r') + '%'"
"""The same in Chinese, which has no blank before the sign."""


@dataclass(frozen=True)
class Axis:
    """What an axis measures, and how its numbers are written."""

    title: str
    unit: Literal["number", "whole", "percent"] = "number"
    """Whole numbers, such as words, have no ticks between them."""
    logarithmic: bool = False
    decades: bool = False
    """Logarithmic over so many powers of ten that only those are written."""
    doublings: bool = False
    """Logarithmic, with a tick at each power of two."""

    @property
    def label(self) -> str:
        """The Vega expression that writes one of its numbers, in the language of the session."""
        chinese = language() == "zh"
        if self.unit == "percent":
            return SHARE_CLOSED if chinese else SHARE
        return NUMBER_IN_MYRIADS if chinese else NUMBER


def written_number(value: float, axis: Axis) -> str:
    """A value on this axis in words, as a tooltip has it."""
    if axis.unit == "percent":
        return percent(value)
    return count(value) if axis.unit == "whole" or abs(value) >= 1_000 else f"{value:.4g}"


def column_name(name: str) -> str:
    """A column's name as Vega takes it: a point or a bracket in it would lead into the value."""
    return re.sub(r"([.\[\]\\'\"])", r"\\\1", name)


def layer(rows: str, mark: alt.MarkDef) -> alt.Chart:
    """A layer without data: they come with `draw`, as the table called `rows`."""
    return alt.Chart(alt.NamedData(rows), mark=mark)


def specify(
    layers: list[alt.Chart], *, height: int | alt.Step, top: int = 0, aria: bool = False
) -> Specification:
    """Layers, the first of them lowest, in the look of all charts.

    `top` is pixels left free above. `aria`: each mark has words of its own for those who do not
    see it, beside those of the whole chart; the browser computes them anew at every update.
    """
    config = alt.Config(view=alt.ViewConfig(stroke=None), mark=alt.MarkConfig(aria=aria))
    padding = {"left": 0, "right": 6, "top": top, "bottom": 0}
    chart = alt.layer(*layers, height=height, padding=padding, config=config)
    return chart.to_dict(validate=False)  # the tests validate it: here that is half of the time


def draw(
    specification: Specification,
    tables: Mapping[str, pa.Table],
    *,
    key: str,
    alt: str,
    on_select: Callable[[], None] | Literal["ignore"] = "ignore",
) -> None:
    """Show a chart with the data that its layers name, and the menu to download it unless one can
    pick something in it. The first of the tables has its numbers.

    `alt` says what it shows to those who do not see it; keep it coarse in a live chart: whenever it
    changes, the browser draws anew.
    """
    chart = {**specification, "datasets": tables}
    if on_select != "ignore":
        st.vega_lite_chart(chart, key=key, alt=alt, on_select=on_select)
        return
    with st.container(key=f"{key}_download_box", gap=None):
        st.vega_lite_chart(chart, key=key, alt=alt)
        draw_download(specification, tables, key=key)
