"""The glossary kept in the folder of a corpus or a run: shown, changed, saved."""

from pathlib import Path
from typing import Literal

import streamlit as st

from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ArgotError
from slm_core.generation.control.glossary import (
    STRONGEST,
    Glossary,
    read_glossary,
    terms_in,
    write_glossary,
)

Page = Literal["write", "corpus", "train"]


def draw_glossary(folder: Path, *, page: Page, place: str) -> None:
    """The terms and a button that saves them. `place` tells this glossary from others on `page`."""
    try:
        kept = read_glossary(folder)
    except ArgotError as error:
        st.error(escape_markdown(translate(error.message)))
        kept = Glossary()
    _draw_terms(kept, page, place)
    st.button(
        _("Save glossary"),
        icon=":material/save:",
        key=f"{page}_glossary_{place}",
        on_click=_save,
        args=(folder, page, place),
    )
    if problem := st.session_state.pop(f"{page}_glossary_problem", None):
        st.error(escape_markdown(translate(problem)))
    elif st.session_state.pop(f"{page}_glossary_saved", False):
        st.caption(_("Saved. It applies from the next text on, in the API too."))


def _draw_terms(kept: Glossary, page: Page, place: str) -> None:
    forbidden, preferred = st.columns(2)
    with forbidden:
        st.text_area(
            _("Forbidden terms"),
            "\n".join(kept.forbidden),
            key=f"{page}_forbidden_{place}",
            height=110,
            placeholder=_("One term a line"),
            help=_("Never written: not in capitals, and not inside a longer word."),
        )
    with preferred:
        st.text_area(
            _("Preferred terms"),
            "\n".join(kept.preferred),
            key=f"{page}_preferred_{place}",
            height=110,
            placeholder=_("One term a line"),
            help=_("Made more likely where they can come."),
        )
    st.slider(
        _("How strongly preferred"),
        0.0,
        STRONGEST,
        kept.strength,
        0.5,
        key=f"{page}_strength_{place}",
        help=_("In nats: 2 makes a term about seven times as likely, 0 changes nothing."),
    )


def _save(folder: Path, page: Page, place: str) -> None:
    state = st.session_state
    try:
        glossary = Glossary(
            terms_in(state[f"{page}_forbidden_{place}"] or ""),
            terms_in(state[f"{page}_preferred_{place}"] or ""),
            state[f"{page}_strength_{place}"],
        )
        write_glossary(folder, glossary)
        state[f"{page}_glossary_saved"] = True
    except ArgotError as error:
        state[f"{page}_glossary_problem"] = error.message
