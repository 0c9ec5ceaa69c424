"""A small menu under a chart: the drawing as SVG, its numbers as CSV, made when they are asked for.

The SVG is drawn by vl-convert in this process, without a browser and without the network.
"""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

import pyarrow as pa
import streamlit as st

from pages.ui.text.i18n import _
from slm_core.csv_tables import Value, csv_table

_COLOURS = {
    "primary": "#2A9088",
    "gray": "#8A8F98",
    "orange": "#D97706",
    "violet": "#8A63D2",
    "blue": "#3B7DD8",
    "red": "#D64545",
}
"""What the theme's names stand for in the light: nobody looks them up in a file."""
_WIDTH = 640
"""Pixels of a drawing that has the page's width on the page."""


def draw_download(
    specification: Mapping[str, Any], tables: Mapping[str, pa.Table], *, key: str
) -> None:
    """The menu of the chart with this key, in its lower right corner or below that."""
    # Beside the title of the axis, where nothing else stands; where there is none, below the chart.
    place = "corner" if _has_title(specification) else "below"
    menu = st.popover(
        _("Download this chart"),
        icon=":material/download:",
        type="tertiary",
        key=f"{key}_download_{place}",
        on_change="rerun",
    )
    if not menu.open:
        return
    name = key.removesuffix("_chart").replace("_", "-")
    files = (
        ("svg", _("Drawing (SVG)"), "image/svg+xml", partial(chart_svg, specification, tables)),
        ("csv", _("Numbers (CSV)"), "text/csv", partial(chart_csv, tables)),
    )
    with menu:
        for ending, label, kind, made in files:
            st.download_button(
                label,
                made,
                file_name=f"{name}.{ending}",
                mime=kind,
                key=f"{key}_{ending}",
                type="tertiary",
                on_click="ignore",
            )


def chart_svg(specification: Mapping[str, Any], tables: Mapping[str, pa.Table]) -> bytes:
    """The chart as a drawing that needs nothing beside itself, on white."""
    import vl_convert  # noqa: PLC0415 - 30 MB, and few people download a chart

    drawing = {
        **_coloured(specification),
        "width": _WIDTH,
        "background": "white",
        "datasets": {name: table.to_pylist() for name, table in tables.items()},
    }
    return str(vl_convert.vegalite_to_svg(json.dumps(drawing))).encode()


def chart_csv(tables: Mapping[str, pa.Table]) -> bytes:
    """The first table of the chart, which has its numbers; in UTF-8 with the mark by which a
    spreadsheet knows that."""
    table = next(iter(tables.values()))
    columns = [list(map(_cell, column.to_pylist())) for column in table.columns]
    written = csv_table(table.column_names, zip(*columns, strict=True))
    return written.encode("utf-8-sig", errors="replace")


def _has_title(specification: Mapping[str, Any]) -> bool:
    """Whether the axis along the bottom has one."""
    along = [layer.get("encoding", {}).get("x", {}) for layer in specification.get("layer", [])]
    return any((x.get("axis") or {}).get("title") for x in along)


def _cell(value: object) -> Value:
    if isinstance(value, float):
        return float(f"{value:.7g}")  # a float32 has no more digits
    return value if isinstance(value, (str, int)) else ""


def _coloured(part: Any) -> Any:
    """The specification with colours that any program knows."""
    if isinstance(part, Mapping):
        return {name: _coloured(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_coloured(value) for value in part]
    return _COLOURS.get(part, part) if isinstance(part, str) else part
