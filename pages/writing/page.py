"""Write: a trained model continues a text.

Address: /writing, `?run=` chooses the model. One still in training writes with its newest
checkpoint.
"""

from functools import partial

import streamlit as st

from pages.ui.navigation import go_to
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.writing.form import (
    choose_run,
    chosen_settings,
    draw_more,
    draw_sampling_controls,
    draw_seed_text,
    next_seed,
    temperature,
)
from pages.writing.next_token import draw_expectation, unknown_token_label, wait_for_server
from pages.writing.session import (
    Generation,
    ask_for_text,
    client_of,
    run_generation,
    runs_with_model,
    stop_writing,
    writing_of,
)
from pages.writing.text import draw_sheet
from slm_core.errors import ArgotError, SettingsError

st.title(_("Write"), anchor=False)
known = runs_with_model(workspace())
if not known:
    st.markdown(_("A model can write here as soon as it has trained for a few seconds."))
    if st.button(
        _("Train a model"), type="primary", icon=":material/model_training:", key="write_train"
    ):
        go_to("training")
    st.stop()

client = client_of(workspace())


def asked(run_id: str, *, another: bool = False) -> None:
    """A click on Write, or on Another like this."""
    if another:
        next_seed()
    prompt = st.session_state["write_seed_text"] or ""
    try:
        ask_for_text(Generation(run_id, prompt, chosen_settings()))
    except SettingsError as error:
        st.session_state["write_problem"] = error.message


left, right = st.columns([7, 4], gap="large")
with left:
    entry = choose_run(known)
    seed_text = draw_seed_text(entry)
    unknown = st.container(key="write_unknown")
    draw_sampling_controls()
    writing = writing_of(entry.run)
    busy = writing is not None and writing.goes_on
    with st.container(horizontal=True, vertical_alignment="center", key="write_buttons"):
        st.button(
            _("Write"),
            type="primary",
            icon=":material/edit_note:",
            key="write_go",
            disabled=busy,
            on_click=asked,
            args=(entry.run.id,),
        )
        st.button(
            _("Stop"),
            icon=":material/stop:",
            key="write_stop",
            disabled=not busy,
            on_click=stop_writing,
        )
        st.button(
            _("Another like this"),
            icon=":material/casino:",
            key="write_another",
            disabled=writing is None or busy,
            on_click=asked,
            args=(entry.run.id,),
            kwargs={"another": True},
        )
        st.space("stretch")
        draw_more()
    if problem := st.session_state.pop("write_problem", None):
        st.error(translate(problem))
    paper = st.container(border=True, key="write_paper")

with right.container(border=True, key="write_expects"):
    st.markdown("**" + _("What it expects next") + "**")
    try:
        if wait_for_server(client):
            found = client.expect_next(entry.run.id, seed_text, count=10, temperature=temperature())
            draw_expectation(found, temperature=temperature())
            with unknown:
                unknown_token_label(found.unknown)
    except ArgotError as error:
        st.error(translate(error.message))

with paper:
    if writing is None:
        st.caption(_("The text will appear here."))
        st.stop()
    sheet = st.empty()
    draw_sheet(sheet, writing)
    if writing.stage == "asked":
        run_generation(writing, client, partial(draw_sheet, sheet))
        st.rerun()
