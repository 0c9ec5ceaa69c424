"""The router: page set-up, language, navigation. Everything else is a page."""

import streamlit as st

from pages.ui.css import direction_by_script, disable_bar_animation, readable_small_text
from pages.ui.damage import in_sentences
from pages.ui.navigation import ICON, menu
from pages.ui.session import training_slots, workspace
from pages.ui.sidebar import draw_sidebar
from pages.ui.text.i18n import set_language

st.set_page_config(page_title="Argot", page_icon=ICON, layout="wide")
set_language()
disable_bar_animation()
direction_by_script()
readable_small_text()

page = st.navigation(menu())
workspace()  # where it, or the number of slots, cannot be, that is all that the page says
training_slots()
in_sentences(draw_sidebar)()
in_sentences(page.run)()
