"""Points in a plane, each with a name: what two numbers say of many things at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import altair as alt
import pyarrow as pa
import streamlit as st

from pages.charts.chart import INTERVENTION, SERIES, Axis, Specification, draw, layer, specify

_PICKED = "picked"


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


@dataclass(frozen=True)
class Scatter:
    """A chart of points over two axes."""

    points: Sequence[NamedPoint]
    axes: tuple[Axis, Axis]
    height: int = 320
    named: bool = False
    """Each name is written in place of a dot."""
    picked: int | None = None
    """The place of the point that has a ring, among points to pick."""


def points_chart(
    scatter: Scatter, *, key: str, alt: str, on_pick: Callable[[int], None] | None = None
) -> None:
    """Draw points; `alt` says what they show. `on_pick` gets the place of the point nearest to a
    click."""
    points = scatter.points
    groups = tuple(dict.fromkeys(point.group for point in points))
    assert len(groups) <= len(SERIES), "eyes can tell six colours apart"
    look = _specification(
        groups,
        scatter.axes,
        (scatter.axes[0].label, scatter.axes[1].label),
        height=scatter.height,
        named=scatter.named,
        pickable=on_pick is not None,
    )
    tables = {"points": _table(scatter)}
    if on_pick is None:
        draw(look, tables, key=key, alt=alt)
        return
    count = len(points)
    draw(look, tables, key=key, alt=alt, on_select=lambda: _pick(key, count, on_pick))


def _table(scatter: Scatter) -> pa.Table:
    points = scatter.points
    places = range(len(points))
    return pa.table(
        {
            "name": pa.array([point.name for point in points], pa.string()),
            "x": pa.array([float(point.x) for point in points], pa.float32()),
            "y": pa.array([float(point.y) for point in points], pa.float32()),
            "group": pa.array([point.group for point in points], pa.string()),
            "note": pa.array([point.note for point in points], pa.string()),
            "place": pa.array(places, pa.int32()),
            "picked": pa.array([place == scatter.picked for place in places], pa.bool_()),
            # Tells this drawing from the last, so that a point can be picked again.
            "drawn": pa.array([scatter.picked] * len(points), pa.int32()),
        }
    )


def _pick(key: str, count: int, on_pick: Callable[[int], None]) -> None:
    for row in st.session_state[key]["selection"].get(_PICKED, []):
        place = row.get("place")
        if isinstance(place, int) and 0 <= place < count:
            on_pick(place)


@lru_cache(maxsize=16)
def _specification(
    groups: tuple[str, ...],
    axes: tuple[Axis, Axis],
    labels: tuple[str, str],
    *,
    height: int,
    named: bool,
    pickable: bool,
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
    if not pickable:
        return specify([marks], height=height)
    nearest = alt.selection_point(
        name=_PICKED, fields=["place", "drawn"], toggle=False, nearest=True
    )
    ring = layer("points", alt.MarkDef("point", size=420, strokeWidth=2, filled=False))
    ring = ring.transform_filter(alt.datum.picked).encode(
        x=alt.X("x:Q"), y=alt.Y("y:Q"), color=alt.ColorValue(INTERVENTION)
    )
    return specify([ring, marks.add_params(nearest)], height=height)


def _axis(axis: Axis, label: str) -> alt.Axis:
    return alt.Axis(title=axis.title, tickCount=5, labelExpr=label, titlePadding=4)
