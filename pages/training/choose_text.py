"""The text that a run, or a race, is asked for: the choice, and the ways to one where none is."""

from collections.abc import Callable, Sequence

import streamlit as st

from pages.ui.damage import damaged_words
from pages.ui.navigation import go_to
from pages.ui.session import damaged_corpora, workspace
from pages.ui.text.i18n import _
from slm_core.corpus.store import Corpus


def draw_no_text(sentence: str, *, page: str) -> None:
    """The `sentence` that there is no text yet, and the two ways to one."""
    st.markdown(sentence)
    with st.container(horizontal=True):
        if st.button(
            _("Bring text"), type="primary", icon=":material/menu_book:", key=f"{page}_bring"
        ):
            go_to("corpus")
        if st.button(_("Take a sample"), icon=":material/home:", key=f"{page}_sample_text"):
            go_to("home")


def choose_text(
    corpora: Sequence[Corpus],
    *,
    page: str,
    label: Callable[[Corpus], str],
    on_change: Callable[[], None] | None = None,
) -> Corpus:
    """One of the corpora: what the key "<page>_corpus" says, or else the first."""
    by_id = {corpus.id: corpus for corpus in corpora}
    key = f"{page}_corpus"
    if st.session_state.get(key) not in by_id:
        st.session_state[key] = corpora[0].id
    chosen = st.selectbox(
        _("Text to train on"),
        list(by_id),
        format_func=lambda corpus: label(by_id[corpus]),
        key=key,
        persist_state="session",
        on_change=on_change,
    )
    damaged_words(damaged_corpora(workspace()))
    return by_id[chosen]
