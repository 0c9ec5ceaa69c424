"""Curves as vector graphics: Altair's specification, drawn by vl-convert without a browser.

Everything it needs is in that library; nothing is fetched.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from slm_core.runs.metrics import Series

_COLOURS = ("#2A9088", "#8A8F98", "#3B7DD8", "#D64545", "#8A63D2", "#B7791F", "#2F855A", "#97266D")
_FLOOR = "#D97706"
_WIDTH, _HEIGHT = 400, 210
_POINTS = 400
"""Of a line: more are not seen."""
_FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True)
class SvgLine:
    """A line of a chart."""

    name: str
    xs: Sequence[float]
    ys: Sequence[float]


@dataclass(frozen=True)
class SvgLevel:
    """A height that costs nothing to reach."""

    name: str
    value: float


def curve_of(name: str, series: Series, column: str) -> SvgLine:
    """A column of metrics by step, thinned to what can be seen, without what is no number."""
    steps, values = series.columns["step"], series.columns[column]
    places = [at for at in series.thinned(column, points=_POINTS) if math.isfinite(values[at])]
    return SvgLine(name, [steps[at] for at in places], [values[at] for at in places])


def curves_svg(
    curves: Sequence[SvgLine],
    *,
    x: str,
    y: str,
    levels: Sequence[SvgLevel] = (),
    share: bool = False,
) -> str:
    """An SVG of lines over one axis, `x` and `y` its titles; shares are written in percent."""
    import vl_convert  # noqa: PLC0415 - 30 MB, and only reports draw without a browser

    points = [
        {"x": at, "y": value, "name": curve.name}
        for curve in curves
        for at, value in zip(curve.xs, curve.ys, strict=True)
    ]
    look = alt.Axis(format=".0%") if share else alt.Axis()
    names = [*(curve.name for curve in curves), *(level.name for level in levels)]
    colours = [_COLOURS[number % len(_COLOURS)] for number in range(len(curves))]
    colours += [_FLOOR] * len(levels)
    colour = alt.Color(
        "name:N",
        scale=alt.Scale(domain=names, range=colours),
        legend=alt.Legend(title=None, orient="top", labelLimit=300, columns=2),
    )
    layers = [
        alt.Chart(alt.InlineData(values=points), mark=alt.MarkDef("line", strokeWidth=1.8)).encode(
            x=alt.X("x:Q", title=x, axis=alt.Axis(grid=False, tickCount=6)),
            y=alt.Y("y:Q", title=y, scale=alt.Scale(zero=False), axis=look),
            color=colour,
        )
    ]
    heights = [{"y": level.value, "name": level.name} for level in levels]
    rule = alt.MarkDef("rule", strokeDash=[6, 4], strokeWidth=1.5)
    if heights:
        layers.append(
            alt.Chart(alt.InlineData(values=heights), mark=rule).encode(y="y:Q", color=colour)
        )
    return str(vl_convert.vegalite_to_svg(_specification(layers)))


def _specification(layers: list[alt.Chart]) -> dict[str, Any]:
    config = alt.Config(font=_FONT, view=alt.ViewConfig(stroke=None), background="white")
    chart = alt.layer(*layers, width=_WIDTH, height=_HEIGHT, config=config)
    return chart.to_dict()
