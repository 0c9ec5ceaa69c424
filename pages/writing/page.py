"""Write: a trained model continues a text.

Address: /writing, `?run=` chooses the model. One still in training writes with its newest
checkpoint.
"""

from functools import partial

import streamlit as st

from pages.ui.models import client_of
from pages.ui.navigation import go_to
from pages.ui.run_index import runs_with_model
from pages.ui.session import corpora, workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.unknown_tokens import unknown_token_label
from pages.writing.asking import compare_methods, go_on, write_texts
from pages.writing.beside import draw_beside
from pages.writing.branches import draw_branches, take_tree_from_address
from pages.writing.control import draw_control
from pages.writing.form import choose_model, draw_seed_text
from pages.writing.history import draw_history
from pages.writing.next_token import draw_expectation, wait_for_server
from pages.writing.next_words import draw_next_words
from pages.writing.notice import draw_notice
from pages.writing.session import (
    best_model,
    run_generations,
    stop_writing,
    writings_of,
)
from pages.writing.settings import (
    draw_all_settings,
    draw_main_settings,
    filters_chosen,
    temperature,
)
from pages.writing.text import draw_sheet, draw_takeaway, draw_whole_seed, sheets_for
from slm_core.errors import ArgotError

_SEVERAL = 10
"""Texts that are written at once."""

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
take_tree_from_address()

left, right = st.columns([7, 4], gap="large")
with left:
    entry = choose_model(known, best_model(known, corpora(workspace())))
    seed_text = draw_seed_text(entry)
    unknown = st.container(key="write_unknown")
    draw_main_settings()
    writings = writings_of(entry.run)
    busy = any(writing.goes_on for writing in writings)
    with st.container(horizontal=True, vertical_alignment="center", key="write_buttons"):
        if busy:
            st.button(_("Stop"), icon=":material/stop:", key="write_stop", on_click=stop_writing)
        else:
            st.button(
                _("Write text"),
                type="primary",
                icon=":material/edit_note:",
                key="write_go",
                shortcut="Mod+Enter",
                on_click=write_texts,
                args=(entry.run.id,),
            )
        st.button(
            _("Another like this"),
            icon=":material/casino:",
            key="write_another",
            disabled=not writings or busy,
            on_click=write_texts,
            args=(entry.run.id,),
            kwargs={"another": True},
        )
        st.button(
            _("Ten at once"),
            icon=":material/format_list_numbered:",
            key="write_ten",
            disabled=busy,
            help=_("Ten texts from the same seed text, with ten random seeds one after another"),
            on_click=write_texts,
            args=(entry.run.id,),
            kwargs={"texts": _SEVERAL},
        )
        st.button(
            _("Compare methods"),
            icon=":material/view_column:",
            key="write_methods",
            disabled=busy,
            help=_("The same seed text sampled, with the likeliest tokens, and by beam search"),
            on_click=compare_methods,
            args=(entry.run.id,),
        )
    draw_all_settings()
    draw_control(workspace(), entry)
    draw_beside(entry, known, busy=busy)
    if problem := st.session_state.pop("write_problem", None):
        st.error(escape_markdown(translate(problem)))
    paper = st.container(border=True, key="write_paper")

with right.container(border=True, key="write_expects"):
    st.markdown("**" + _("What it expects next") + "**")
    try:
        if wait_for_server(client):
            found = client.expect_next(entry.run.id, seed_text, settings=filters_chosen())
            draw_expectation(found, temperature=temperature())
            draw_next_words(client.next_words(entry.run.id, seed_text))
            draw_branches()
            with unknown:
                unknown_token_label(found.unknown)
    except ArgotError as error:
        st.error(escape_markdown(translate(error.message)))

with paper:
    if not writings:
        st.caption(_("The text will appear here."))
        st.stop()
    draw_notice(workspace(), entry.config.corpus)
    sheets = dict(zip(map(id, writings), sheets_for(writings), strict=True))
    for writing in writings:
        if writing.stage != "asked":
            draw_sheet(sheets[id(writing)], writing)
    if not busy:
        draw_whole_seed(writings[0].prompt)
        draw_takeaway(writings, entry.config.name, on_edit=partial(go_on, writings[0]))
        draw_history(known)
    open_texts = [writing for writing in writings if writing.stage == "asked"]
    for writing in open_texts:
        draw_sheet(sheets[id(writing)], writing)
    run_generations(open_texts, client, lambda writing: draw_sheet(sheets[id(writing)], writing))
    if busy:
        st.rerun()
