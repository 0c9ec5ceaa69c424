"""The tab Gates: how often the gates of a network are nearly closed, and nearly open."""

from collections.abc import Sequence

import streamlit as st

from pages.charts.chart import Axis
from pages.charts.points import NamedPoint, Scatter, points_chart
from pages.inside.ask import seen
from pages.inside.units import quantity_names
from pages.ui.text.formatting import percent
from pages.ui.text.i18n import _
from slm_core.inspection.records import GateSaturation
from slm_core.inspection.requests import AskGates
from slm_core.runs.run import Run


def draw_gates(run: Run) -> None:
    """A chart a layer, each unit a point."""
    found = seen(run, AskGates(), _("Reading text it has never seen"))
    if found is None:
        return
    if not found:
        st.markdown(_("A simple RNN has no gates: each unit is computed anew at every token."))
        return
    layers = sorted({one.layer for one in found})
    for place in range(0, len(layers), 2):
        for column, layer in zip(st.columns(2), layers[place : place + 2], strict=False):
            with column.container(border=True, key=f"inside_gates_{layer}"):
                _draw_layer([one for one in found if one.layer == layer], layer)
    st.caption(
        _(
            "Each point is a gate of one unit, over held-out text. To the right: often closed "
            "(below 0.1). Upward: often open (above 0.9). A forget gate that is nearly always open "
            "keeps what the unit knows for long; a unit in the corner at the left neither opens "
            "nor closes fully. After Karpathy et al. 2015."
        )
    )


def _draw_layer(gates: Sequence[GateSaturation], layer: int) -> None:
    st.markdown("**" + _("Gates of layer {n}").format(n=layer + 1) + "**")
    names = quantity_names()
    points = [
        NamedPoint(
            _("unit {n}").format(n=unit),
            closed,
            opened,
            group=names.get(one.gate, one.gate),
            note=_("closed {closed}, open {open}").format(
                closed=percent(closed, digits=0), open=percent(opened, digits=0)
            ),
        )
        for one in gates
        for unit, (closed, opened) in enumerate(zip(one.closed, one.open, strict=True))
    ]
    axes = (
        Axis(_("share of tokens: nearly closed"), "percent"),
        Axis(_("nearly open"), "percent"),
    )
    points_chart(
        Scatter(points, axes),
        key=f"inside_gates_chart_{layer}",
        alt=_("How often the gates of layer {n} are nearly closed and nearly open").format(
            n=layer + 1
        ),
    )
