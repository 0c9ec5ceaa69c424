"""The tab Units: what the units of a layer do over the text."""

import streamlit as st

from pages.inside.ask import draw_unread, seen
from pages.inside.drawing.heat_map import HeatMap, HeatRow, draw_heat_map
from pages.inside.find_unit import draw_find_unit, take_unit, unit_taken
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.widgets.choice import choose_one
from slm_core.inspection.records import TraceView
from slm_core.inspection.requests import QUANTITIES, AskTrace
from slm_core.inspection.unit_order import UNIT_ORDERS, UnitOrder, units_in_order
from slm_core.models.settings import ModelSettings
from slm_core.runs.run import Run

_FEW = 24
"""Units that are shown by name."""
_TOKEN = "inside_token_clicked"
"""The place of the token that was clicked last."""


def draw_units(run: Run, text: str, settings: ModelSettings) -> None:
    """The map of the units, and beside it the search for one."""
    left, right = st.columns([7, 4], gap="small")
    with left.container(border=True, key="inside_units"):
        layer = _choose_layer(settings.layers)
        names = {one: quantity_names()[one] for one in QUANTITIES[settings.kind]}
        with st.container(horizontal=True, vertical_alignment="bottom", key="inside_units_what"):
            quantity = choose_one(_("What is shown"), names, key=f"inside_quantity_{settings.kind}")
            every = st.toggle(_("All units"), key="inside_all")
            order = _choose_order()
        view = seen(run, AskTrace(text, layer, quantity), _("Reading the text"))
        if view is not None:
            _draw(run, view, order, every=every)
    with right:
        draw_find_unit(run, text)


def quantity_names() -> dict[str, str]:
    """What each quantity of a layer is called."""
    return {
        "cell": _("Cell state"),
        "hidden": _("Hidden state"),
        "input": _("Input gate"),
        "forget": _("Forget gate"),
        "output": _("Output gate"),
        "reset": _("Reset gate"),
        "update": _("Update gate"),
    }


def _choose_layer(layers: int) -> int:
    if layers < 2:
        return 0
    asked = st.session_state.get("inside_layer_wanted")
    if asked is not None:
        st.session_state["inside_layer"] = st.session_state.pop("inside_layer_wanted")
    return int(
        st.selectbox(
            _("Layer"),
            range(layers),
            format_func=lambda layer: str(layer + 1),
            key="inside_layer",
            width=140,
        )
        or 0
    )


def _choose_order() -> UnitOrder:
    chosen: UnitOrder | None = st.selectbox(
        _("Sort"),
        list(UNIT_ORDERS),
        format_func=lambda order: translate(UNIT_ORDERS[order]),
        key="inside_order",
        width=260,
        persist_state="session",
    )
    return chosen if chosen in UNIT_ORDERS else "change"


def _draw(run: Run, view: TraceView, order: UnitOrder, *, every: bool) -> None:
    chosen = unit_taken(run)
    first = [chosen[1]] if chosen and chosen[0] == view.layer and chosen[1] < view.units else []
    ordered = units_in_order(view, order, token=st.session_state.get(_TOKEN))
    ordered = first + [unit for unit in ordered if unit not in first]
    shown = ordered if every else ordered[:_FEW]
    width = len(view.tokens.shown)
    title = ngettext(
        "What {n} of {total} units remember while reading",
        "What {n} of {total} units remember while reading",
        len(shown),
    )
    if view.quantity not in ("cell", "hidden"):
        title = ngettext(
            "How far the gates of {n} of {total} units are open",
            "How far the gates of {n} of {total} units are open",
            len(shown),
        )
    heading = title.format(n=count(len(shown)), total=count(view.units))
    st.markdown(f"**{heading}**")
    draw_heat_map(
        HeatMap(
            [
                HeatRow(
                    unit,
                    str(unit),
                    _("unit {n}").format(n=unit),
                    view.values[unit * width : (unit + 1) * width],
                )
                for unit in shown
            ],
            view.tokens.shown,
            view.lowest,
            view.highest,
            chosen=first[0] if first else None,
        ),
        key="inside_heat",
        label=heading,
        on_choose=lambda unit, token: _take(run, view.layer, unit, token),
    )
    if view.lowest < 0:
        st.caption(_("Green: above zero. Brown: below zero. Click a row to take that unit."))
    else:
        st.caption(_("Green: open. Pale: closed. Click a row to take that unit."))
    draw_unread(view.tokens)


def _take(run: Run, layer: int, unit: int, token: int) -> None:
    take_unit(run, layer, unit)
    st.session_state[_TOKEN] = token
