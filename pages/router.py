"""The router: page set-up, language, navigation. Everything else is a page."""

import streamlit as st

from pages.ui.addresses import page_for_other_address
from pages.ui.browser.remembered import keep_session, restore_session
from pages.ui.css import (
    danger_style,
    direction_by_script,
    disable_bar_animation,
    keep_title_row,
    quiet_downloads,
    readable_small_text,
    show_focus,
    uncut_cards,
    whole_sidebar_links,
    whole_wrapped_buttons,
)
from pages.ui.damage import in_sentences
from pages.ui.navigation import ICON, WORDMARK, menu
from pages.ui.session import training_slots, workspace
from pages.ui.sidebar import draw_sidebar
from pages.ui.text.i18n import set_language
from pages.ui.widgets.delete_dialog import leave_if_deleted

st.set_page_config(page_title="Argot", page_icon=ICON, layout="wide")
st.logo(WORDMARK, size="large", icon_image=ICON)
set_language()
restore_session()
disable_bar_animation()
direction_by_script()
readable_small_text()
quiet_downloads()
show_focus()
uncut_cards()
keep_title_row()
whole_sidebar_links()
whole_wrapped_buttons()
danger_style()

page = st.navigation(menu(page_for_other_address()))
workspace()  # where it, or the number of slots, cannot be, that is all that the page says
training_slots()
in_sentences(draw_sidebar)()
try:
    leave_if_deleted()
    in_sentences(page.run)()
finally:
    keep_session()
