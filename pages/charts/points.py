"""Points in a plane, each with a name: what two numbers say of many things at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import pyarrow as pa

from pages.charts.chart import SERIES, Axis, Specification, draw, layer, specify


@dataclass(frozen=True)
class NamedPoint:
    """One thing."""

    name: str
    x: float
    y: float
    group: str = ""
    """Told apart by colour."""
    note: str = ""
    """What the pointer is told beside the name."""


def points_chart(
    points: Sequence[NamedPoint],
    axes: tuple[Axis, Axis],
    *,
    key: str,
    alt: str,
    height: int = 320,
    named: bool = False,
) -> None:
    """Draw them; `named` writes each name in place of a dot. `alt` says what they show."""
    groups = tuple(dict.fromkeys(point.group for point in points))
    assert len(groups) <= len(SERIES), "eyes can tell six colours apart"
    table = pa.table(
        {
            "name": pa.array([point.name for point in points], pa.string()),
            "x": pa.array([float(point.x) for point in points], pa.float32()),
            "y": pa.array([float(point.y) for point in points], pa.float32()),
            "group": pa.array([point.group for point in points], pa.string()),
            "note": pa.array([point.note for point in points], pa.string()),
        }
    )
    labels = (axes[0].label, axes[1].label)
    look = _specification(groups, axes, labels, height=height, named=named)
    draw(look, {"points": table}, key=key, alt=alt)


@lru_cache(maxsize=16)
def _specification(
    groups: tuple[str, ...],
    axes: tuple[Axis, Axis],
    labels: tuple[str, str],
    *,
    height: int,
    named: bool,
) -> Specification:
    x, y = (_axis(axis, label) for axis, label in zip(axes, labels, strict=True))
    scale = alt.Scale(domain=list(groups), range=list(SERIES[: len(groups)]))
    legend = alt.Legend(title=None, orient="top") if len(groups) > 1 else None
    tooltip = [alt.Tooltip("name:N", title=" "), alt.Tooltip("note:N", title="  ")]
    mark = (
        alt.MarkDef("text", fontSize=12)
        if named
        else alt.MarkDef("point", filled=True, size=34, opacity=0.55)
    )
    marks = layer("points", mark).encode(
        x=alt.X("x:Q", scale=alt.Scale(zero=False, nice=True), axis=x),
        y=alt.Y("y:Q", scale=alt.Scale(zero=False, nice=True), axis=y),
        color=alt.Color("group:N", scale=scale, legend=legend),
        tooltip=tooltip,
    )
    if named:
        marks = marks.encode(text=alt.Text("name:N"))
    return specify([marks], height=height)


def _axis(axis: Axis, label: str) -> alt.Axis:
    return alt.Axis(title=axis.title, tickCount=5, labelExpr=label, titlePadding=4)
