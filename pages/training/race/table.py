"""The runs of a race as a table whose rows open them."""

import math
from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.training.race.snapshot import RaceMember
from pages.training.run.snapshot import RunSnapshot
from pages.ui.text.formatting import duration
from pages.ui.text.i18n import _
from pages.ui.text.run_labels import state_label
from pages.ui.widgets.tables import link_cell, link_column


def draw_table(racers: Sequence[RaceMember]) -> None:
    """State, time left, size, speed, best score and newest words of each, the best first."""
    racers = sorted(racers, key=_rank)
    st.dataframe(
        pd.DataFrame([_row(racer) for racer in racers]),
        hide_index=True,
        key="race_table",
        alt=_("The networks of this race, with their state and score"),
        placeholder="–",
        column_config={
            "network": link_column(
                _("Network"),
                [racer.view.run.id for racer in racers],
                page="training",
                parameter="run",
                key="race_open",
                help=_("Opens the run"),
            ),
            "state": st.column_config.TextColumn(_("State")),
            "done": st.column_config.ProgressColumn(
                _("Done"), min_value=0, max_value=100, format=_("%.0f %%"), width="small"
            ),
            "left": st.column_config.TextColumn(_("Time left"), width="small"),
            "bits": st.column_config.NumberColumn(
                _("Bits per byte"),
                format="%.3f",
                help=_(
                    "Of the best weights on all validation text, once the run has ended; "
                    "before that, of the best validation. Lower is better"
                ),
            ),
            "parameters": st.column_config.NumberColumn(
                _("Parameters"), format="localized", help=_("Trainable parameters")
            ),
            "speed": st.column_config.NumberColumn(
                _("Tokens a second"), format="localized", help=_("Average during training")
            ),
            "wrote": st.column_config.TextColumn(_("What it wrote last"), width="large"),
        },
    )


def _row(racer: RaceMember) -> Mapping[str, object]:
    view = racer.view
    return {
        "network": link_cell(racer.title),
        "state": _state(view),
        "done": 100 * min(1.0, view.status.fraction),
        "left": _time_left(view),
        "bits": racer.best,
        "parameters": view.facts.parameters if view.facts else None,
        "speed": round(view.average) or None,
        "wrote": racer.wrote,
    }


def _rank(racer: RaceMember) -> tuple[float, int]:
    """By score; who has none yet stands last, in the order they were chosen."""
    return (math.inf if racer.best is None else racer.best, racer.place)


def _time_left(view: RunSnapshot) -> str | None:
    left = view.status.seconds_left
    return duration(left) if left is not None and view.status.is_active else None


def _state(view: RunSnapshot) -> str:
    if view.status.state == "queued":
        return _("waits for its turn")
    return state_label(view.status)[0]
