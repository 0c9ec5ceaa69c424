"""The router: page set-up, language, navigation. Everything else is a page."""

import streamlit as st

from pages.parts.direction import direction_by_script
from pages.parts.language import _, set_language
from pages.parts.motion import still_bars
from pages.parts.places import ICON, page_of
from pages.parts.sidebar import draw_sidebar
from pages.parts.state import room, workspace

st.set_page_config(page_title="Argot", page_icon=ICON, layout="wide")
set_language()
still_bars()
direction_by_script()

page = st.navigation(
    {
        "": [page_of("start", title=_("Start"), icon=":material/home:")],
        _("Make"): [
            page_of("corpus", title=_("Corpus"), icon=":material/menu_book:"),
            page_of("train", title=_("Train"), icon=":material/model_training:"),
            page_of("write", title=_("Write"), icon=":material/edit_note:"),
        ],
    }
)
workspace()  # where it, or the number of slots, cannot be, that is all that the page says
room()
draw_sidebar()
page.run()
