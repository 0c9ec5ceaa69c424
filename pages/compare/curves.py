"""The learning curves of the sides, overlaid."""

import math
from collections.abc import Sequence
from typing import Literal

import streamlit as st

from pages.charts.chart import Axis
from pages.charts.curves import Curves, Floor, Line, curves_chart
from pages.compare.sides import MOST_WITH_FLOOR, ComparedSide
from pages.ui.run_index import RunSummary
from pages.ui.session import metrics_follower
from pages.ui.text.formatting import in_a_row
from pages.ui.text.i18n import _, translate
from pages.ui.widgets.choice import choose_one
from slm_core.evaluation.comparison.floor import common_floor
from slm_core.runs.curve import Points, band_of

Along = Literal["step", "tokens", "seconds"]
_HEIGHT = 300
_POINTS = 200


def draw_curves(sides: Sequence[ComparedSide]) -> None:
    """Bits per byte on validation text along steps, tokens or seconds."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown("**" + _("Bits per byte") + "**", width="content")
        names: dict[Along, str] = {
            "step": _("steps"), "tokens": _("tokens"), "seconds": _("seconds"),
        }  # fmt: skip
        along = choose_one(_("Along"), names, key="compare_along", label_visibility="collapsed")
        logarithmic = st.toggle(_("Logarithmic"), key="compare_log", persist_state="session")
    titles = {"step": _("steps"), "tokens": _("tokens read"), "seconds": _("seconds")}
    lines = [_line(side, along) for side in sides]
    if not any(line.xs for line in lines):
        st.markdown(_("None of them has been validated yet, so there are no curves."))
        return
    curves_chart(
        Curves(
            x=Axis(titles[along], "whole"),
            y=Axis(_("bits per byte"), logarithmic=logarithmic),
            lines=lines,
            floors=_floors(sides),
            height=_HEIGHT,
        ),
        key="compare_curves",
        alt=_("Bits per byte of each run along {along}").format(along=titles[along]),
    )
    st.caption(in_a_row(_about(sides)))


def _floors(sides: Sequence[ComparedSide]) -> list[Floor]:
    """What costs nothing to reach, where it is the same for all and a colour is left for it."""
    if len(sides) > MOST_WITH_FLOOR:
        return []
    found = common_floor([entry.run for side in sides for entry in side.entries])
    return [] if found is None else [Floor(translate(found[0]), found[1])]


def _about(sides: Sequence[ComparedSide]) -> list[str]:
    words = [_("On text they have not learned from. Lower is better.")]
    if len({side.first.config.corpus for side in sides}) > 1:
        words.append(_("Each is scored on its own text: heights of different texts say nothing."))
    if any(len(side.entries) > 1 for side in sides):
        words.append(_("A band goes from the best to the worst of several seeds."))
    return words


def _line(side: ComparedSide, along: Along) -> Line:
    curves = [_points(entry, along) for entry in side.entries]
    if len(curves) == 1:
        return Line(side.name, side.colour, *curves[0], dashed=side.dashed)
    band = band_of(curves)
    ends = (band.lows, band.highs)
    return Line(side.name, side.colour, band.xs, band.means, side.dashed, ends)


def _points(entry: RunSummary, along: Along) -> Points:
    with metrics_follower(entry.run) as follower:
        series = follower.validation
        where, bits = series.columns[along], series.columns["bits_per_byte"]
        chosen = series.thinned("bits_per_byte", points=_POINTS)
        pairs = [(where[place], bits[place]) for place in chosen]
    numbers = [(x, y) for x, y in pairs if math.isfinite(x) and math.isfinite(y)]
    return [x for x, _y in numbers], [y for _x, y in numbers]
