"""What a corpus is about, and how to correct it where its text was misjudged."""

import streamlit as st

from pages.ui.session import subject_found
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.corpus.store import Corpus
from slm_core.corpus.subject import (
    NOTICE,
    SUBJECTS,
    choose_subject,
    chosen_subject,
)
from slm_core.errors import ArgotError

_AUTO = "auto"


def draw_subject(corpus: Corpus) -> None:
    """Choose it; what was found in the text is the first choice. Raises CorpusError."""
    names = {
        "health": _("Health"),
        "law": _("Law"),
        "money": _("Money"),
        "other": _("None of these"),
    }
    found = names[subject_found(corpus)]
    automatic = _("As the text says: {subject}").format(subject=found)
    options = [_AUTO, *SUBJECTS]
    key = f"subject_{corpus.id}"
    st.selectbox(
        _("About health, law or money"),
        options,
        index=options.index(chosen_subject(corpus) or _AUTO),
        format_func=lambda option: automatic if option == _AUTO else names[option],
        key=key,
        help=_("Under what a model of this corpus writes, it says then: “{notice}”").format(
            notice=translate(NOTICE)
        ),
        on_change=_choose,
        args=(corpus, key),
    )
    if problem := st.session_state.pop("subject_problem", None):
        st.error(escape_markdown(translate(problem)))


def _choose(corpus: Corpus, key: str) -> None:
    chosen = st.session_state[key]
    try:
        choose_subject(corpus, chosen if chosen in SUBJECTS else _AUTO)
    except ArgotError as error:
        st.session_state["subject_problem"] = error.message
