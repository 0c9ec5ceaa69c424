"""ROC curves: what is found against false alarms, beside the diagonal that chance reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import pyarrow as pa

from pages.charts.chart import FLOOR, SERIES, Axis, Specification, draw, layer, specify

MOST_CURVES = 5
"""Curves of one chart that eyes tell apart: five colours and that of chance."""
_HEIGHT = 280


@dataclass(frozen=True)
class Roc:
    """One curve, from strict to lenient."""

    name: str
    false_alarms: Sequence[float]
    found: Sequence[float]


def roc_chart(curves: Sequence[Roc], axes: tuple[Axis, Axis], *, key: str, alt: str) -> None:
    """Draw them, the horizontal axis first; `alt` says what they show."""
    assert len(curves) <= MOST_CURVES, "eyes can tell five curves apart"
    points = [
        (curve.name, at, x, y)
        for curve in curves
        for at, (x, y) in enumerate(zip(curve.false_alarms, curve.found, strict=True))
    ]
    names, places, xs, ys = zip(*points, strict=True) if points else ((), (), (), ())
    table = pa.table(
        {
            "name": pa.array(names, pa.string()),
            "at": pa.array(places, pa.int32()),
            "x": pa.array(xs, pa.float32()),
            "y": pa.array(ys, pa.float32()),
        }
    )
    chance = pa.table({"x": pa.array([0.0, 1.0]), "y": pa.array([0.0, 1.0])})
    look = _specification(
        tuple(curve.name for curve in curves), axes, (axes[0].label, axes[1].label)
    )
    draw(look, {"points": table, "chance": chance}, key=key, alt=alt)


@lru_cache(maxsize=16)
def _specification(
    names: tuple[str, ...], axes: tuple[Axis, Axis], labels: tuple[str, str]
) -> Specification:
    colours = [colour for colour in SERIES if colour != FLOOR]
    scale = alt.Scale(domain=list(names), range=colours[: len(names)])
    legend = alt.Legend(title=None, orient="top", columns=2) if len(names) > 1 else None
    unit = alt.Scale(domain=[0, 1])
    x, y = (
        alt.Axis(title=axis.title, tickCount=5, labelExpr=label, titlePadding=4)
        for axis, label in zip(axes, labels, strict=True)
    )
    diagonal = layer("chance", alt.MarkDef("line", strokeDash=[4, 4], color=FLOOR)).encode(
        x=alt.X("x:Q", scale=unit, axis=x), y=alt.Y("y:Q", scale=unit, axis=y)
    )
    lines = layer("points", alt.MarkDef("line", strokeWidth=2)).encode(
        x=alt.X("x:Q", scale=unit, axis=x),
        y=alt.Y("y:Q", scale=unit, axis=y),
        order=alt.Order("at:Q"),
        color=alt.Color("name:N", scale=scale, legend=legend),
    )
    return specify([diagonal, lines], height=_HEIGHT)
