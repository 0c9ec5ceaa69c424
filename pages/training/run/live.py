"""A run that trains: redrawn until it ends."""

import streamlit as st

from pages.training.run.beside import draw_beside
from pages.training.run.details import draw_more
from pages.training.run.header import draw_head, draw_progress
from pages.training.run.metrics import draw_numbers
from pages.training.run.record import draw_record
from pages.training.run.snapshot import RunSnapshot, reload_or_rerun
from pages.ui.damage import in_sentences
from pages.ui.text.i18n import _
from slm_core.runs.run import Run

_EVERY, _EVERY_LONG = 1.5, 2.0
"""Seconds between two drawings, of a run of a minute or so and of a longer one. Measured: every
drawing costs server and browser together 120 ms of a core, on a busy machine, which the trainer
beside them goes without."""
_SHORT = 90.0
"""Seconds of a run that is followed closely."""


def show_live(run: Run) -> None:
    """Draw the run, again and again. When it ends the page is drawn anew, and this is not."""
    long = _whole(reload_or_rerun(run)) > _SHORT
    st.fragment(in_sentences(_live), run_every=_EVERY_LONG if long else _EVERY)(run, long)


def _whole(view: RunSnapshot) -> float:
    """Seconds the run takes in all, as far as is known."""
    return view.status.seconds + (view.status.seconds_left or 0.0)


def _live(run: Run, long: bool) -> None:
    view = reload_or_rerun(run)
    turned_out_long = not long and _whole(view) > 1.2 * _SHORT
    if view.status.is_over or turned_out_long:
        st.rerun()
    draw_head(view)
    draw_progress(view)
    if view.status.step == 0:
        _draw_not_yet(view)
        return
    draw_numbers(view)
    draw_beside(view)
    draw_more(view, draw_record(view))


def _draw_not_yet(view: RunSnapshot) -> None:
    """Skeletons where the numbers and the curves will be, and what is being waited for."""
    st.caption(_("The first scores appear as soon as your text is prepared."))
    for column in st.columns(4):
        column.skeleton(height=104)
    for column in st.columns([5, 4]):
        column.skeleton(height=300)
