"""The likely readings of a file whose encoding is in doubt, side by side, to choose from."""

from dataclasses import replace

import streamlit as st

from pages.ui.text.formatting import percent
from pages.ui.text.i18n import _
from slm_core.corpus.encodings.readings import Reading
from slm_core.corpus.ingest.draft_file import DraftFile

_SHOWN = 3
"""Readings side by side; more would be too narrow to read."""


def has_readings(item: DraftFile) -> bool:
    """Whether there are several readings of it to choose from."""
    return len(item.rows) == 1 and len(item.rows[0].readings) > 1


def draw_readings(item: DraftFile) -> None:
    """A column for each reading of the file: the encoding, a line of its text, and a button."""
    readings = item.rows[0].readings[:_SHOWN]
    with st.container(key=f"corpus_readings_{item.number}"):
        for place, (column, reading) in enumerate(
            zip(st.columns(len(readings)), readings, strict=True)
        ):
            with column:
                _draw_reading(item, place, reading)


def _draw_reading(item: DraftFile, place: int, reading: Reading) -> None:
    st.caption(f"{reading.encoding} · {percent(reading.confidence, digits=0)}")
    st.text(reading.preview)  # plain: what a file says is no Markdown
    st.button(
        _("Use this"),
        key=f"corpus_reading_{item.number}_{place}",
        help=_("Read the whole file as {encoding}").format(encoding=reading.encoding),
        on_click=_choose,
        args=(item, reading.encoding),
    )


def _choose(item: DraftFile, encoding: str) -> None:
    # Columns may have other names in another encoding.
    item.choose(replace(item.options, encoding=encoding, column=None))
    st.session_state[f"corpus_encoding_{item.number}"] = encoding  # where it is chosen by name
