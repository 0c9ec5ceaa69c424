"""The most likely next tokens as bars; a click adds one to the text."""

import streamlit as st

from pages.charts.bars import Bar, pickable_bars
from pages.charts.chart import Axis
from pages.ui.damage import in_sentences
from pages.ui.text.formatting import in_a_row, percent
from pages.ui.text.i18n import _
from pages.ui.text.token_kinds import signs_note
from pages.writing.branches import pick_token
from slm_core.errors import ArgotError, ServingError
from slm_core.serving.client import Client
from slm_core.serving.schema import NextResponse

_COUNT = 10
_LOOK_EVERY = 0.5
"""Seconds between two looks at whether the model server has started."""
_PROBLEM = "write_server_problem"


def wait_for_server(client: Client) -> bool:
    """Whether the models can be asked; if not yet, the page is drawn again when they can.

    Raises ServingError or WorkspaceError where they cannot be.
    """
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        raise ServingError(problem)
    if client.is_ready():
        return True
    st.skeleton(height=26 * _COUNT + 40)
    st.caption(_("Starting the model server, which takes a few seconds."))
    st.fragment(in_sentences(_look), run_every=_LOOK_EVERY)(client)
    return False


def _look(client: Client) -> None:
    try:
        if client.is_ready():
            st.rerun()
    except ArgotError as error:
        # The page shows it and looks no more, or a server that cannot start would start for ever.
        st.session_state[_PROBLEM] = error.message
        st.rerun()


def draw_expectation(found: NextResponse, *, temperature: float) -> None:
    """The bars, after temperature and filters, with a mark for what each was before; and how to
    read them."""
    bars = [
        Bar(
            candidate.shown,
            candidate.probability,
            note=_("{share}, before {own}").format(
                share=percent(candidate.probability), own=percent(own)
            ),
            compared=own,
            pickable=bool(candidate.text),
        )
        for candidate, own in zip(found.candidates, found.before, strict=True)
    ]
    first = found.candidates[0]
    pickable_bars(
        bars,
        Axis(_("probability"), "percent"),
        key="write_next",
        alt=_("Most likely next: {token}, {share}").format(
            token=first.shown, share=percent(first.probability)
        ),
        on_pick=lambda place: pick_token(found.candidates[place].text),
    )
    notes = [
        _(
            "Bars: at temperature {heat} and under your other settings; marks: the model's own. "
            "Click a bar to add it to your text."
        ).format(heat=f"{temperature:g}")
    ]
    if not all(bar.pickable for bar in bars):
        notes.append(_("Grey ones are no text by themselves and cannot be added."))
    notes.append(signs_note(bar.name for bar in bars))
    st.caption(in_a_row(filter(None, notes)))
