"""That the text before cleaning is kept, and the button that removes it."""

import streamlit as st

from pages.ui.text.formatting import file_size
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.corpus.store import Corpus
from slm_core.corpus.uncleaned import find_uncleaned, remove_uncleaned
from slm_core.errors import ArgotError

_PROBLEM = "corpus_uncleaned_problem"


def draw_uncleaned(corpus: Corpus) -> None:
    """Nothing where nothing is kept."""
    kept = find_uncleaned(corpus)
    if kept is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="corpus_uncleaned"):
        st.caption(
            _(
                "The text before cleaning is kept beside it ({size}), to find out what each step "
                "is worth to a model."
            ).format(size=file_size(kept.bytes)),
            width="stretch",
        )
        st.button(
            _("Remove it"),
            icon=":material/delete:",
            type="tertiary",
            key="corpus_uncleaned_remove",
            help=_("Runs and the corpus stay. Adding the same files again keeps it anew."),
            on_click=_remove,
            args=(corpus,),
        )
    problem = st.session_state.pop(_PROBLEM, None)
    if problem:
        st.error(escape_markdown(translate(problem)))


def _remove(corpus: Corpus) -> None:
    try:
        remove_uncleaned(corpus)
    except ArgotError as error:
        st.session_state[_PROBLEM] = error.message
