"""A matrix of counts: a row a right label, a column a predicted one."""

from collections.abc import Sequence
from functools import lru_cache

import altair as alt
import pyarrow as pa

from pages.charts.chart import MEASURED, SEEN, Specification, draw, layer, specify

MOST_LABELS = 20
"""Rows and columns that have room on a page."""
_ROW = 26  # pixels of a row
_DARK = 0.55  # share of its row above which a cell's count is written in white


def matrix_chart(
    labels: Sequence[str],
    counts: Sequence[Sequence[int]],
    axes: tuple[str, str],
    *,
    key: str,
    alt: str,
) -> None:
    """Draw them with their counts, each row shaded by its shares; `axes` names the rows, then the
    columns; `alt` says what it shows."""
    assert len(labels) <= MOST_LABELS, "more labels have no room"
    cells = [
        (row, column, count, count / max(1, sum(line)))
        for row, line in zip(labels, counts, strict=True)
        for column, count in zip(labels, line, strict=True)
    ]
    rows, columns, values, shares = zip(*cells, strict=True)
    table = pa.table(
        {
            "right": pa.array(rows, pa.string()),
            "predicted": pa.array(columns, pa.string()),
            "count": pa.array(values, pa.int64()),
            "share": pa.array(shares, pa.float32()),
        }
    )
    draw(_specification(tuple(labels), axes), {"cells": table}, key=key, alt=alt)


@lru_cache(maxsize=16)
def _specification(labels: tuple[str, ...], axes: tuple[str, str]) -> Specification:
    rows, columns = axes
    x = alt.X("predicted:N", sort=list(labels), axis=alt.Axis(title=columns, labelLimit=90))
    y = alt.Y("right:N", sort=list(labels), axis=alt.Axis(title=rows, labelLimit=120))
    tooltip = [
        alt.Tooltip("right:N", title=rows),
        alt.Tooltip("predicted:N", title=columns),
        alt.Tooltip("count:Q", title=" "),
    ]
    scale = alt.Scale(domain=[0, 1], range=[0.04, 1])
    shaded = layer("cells", alt.MarkDef("rect")).encode(
        x=x,
        y=y,
        color=alt.ColorValue(MEASURED),
        opacity=alt.Opacity("share:Q", scale=scale, legend=None),
        tooltip=tooltip,
    )
    above = layer("cells", alt.MarkDef("text", fontSize=12))
    below = layer("cells", alt.MarkDef("text", fontSize=12))
    dark = f"datum.share > {_DARK}"
    written = [
        above.transform_filter(dark).encode(
            x=x, y=y, text="count:Q", color=alt.ColorValue("white")
        ),
        below.transform_filter(f"!({dark})").encode(
            x=x, y=y, text="count:Q", color=alt.ColorValue(SEEN)
        ),
    ]
    return specify([shaded, *written], height=alt.Step(_ROW))
