"""The text that the tokens tab shows: a page of the corpus, or a pasted text."""

import streamlit as st

from pages.ui.text.i18n import _
from pages.ui.widgets.choice import choose_one
from slm_core.corpus.browse import START, PageCursor, cursor_at, read_page
from slm_core.corpus.store import Corpus

PAGE = 700
"""Characters of the corpus at once."""
LINES = 18
"""Lines of the corpus at once, where they are short."""
PASTED = 4_000
"""Characters of a pasted text that are shown."""

_TRAIL = "tokens_trail"
"""(corpus, the places read on the way here)."""
_JUMP = "tokens_jump"


def choose_texts(corpus: Corpus) -> list[str]:
    """The texts to look at, with the controls to choose them. Raises CorpusError."""
    sources = {"corpus": _("Text of the corpus"), "own": _("Another text")}
    with st.container(horizontal=True, vertical_alignment="center", key="tokens_turn"):
        source = choose_one(
            _("Which text"), sources, key="tokens_source", label_visibility="collapsed"
        )
        if source != "own":
            return _turned(corpus)
    return _pasted()


def _pasted() -> list[str]:
    text = st.text_area(
        _("Paste or type any text"),
        key="tokens_pasted",
        height=140,
        max_chars=PASTED,
        placeholder=_("For example a sentence that the model should be able to write."),
        persist_state="session",
    )
    text = (text or "")[:PASTED]
    return [text] if text.strip() else []


def _turned(corpus: Corpus) -> list[str]:
    trail = _trail(corpus)
    leaf = read_page(corpus, trail[-1], most=PAGE, lines=LINES)
    st.button(
        _("Back"),
        icon=":material/arrow_back:",
        key="tokens_back",
        disabled=len(trail) == 1,
        on_click=_back,
    )
    st.button(
        _("Next"),
        icon=":material/arrow_forward:",
        key="tokens_next",
        disabled=leaf.next is None,
        on_click=_on,
        args=(leaf.next,),
    )
    if leaf.next is not None or len(trail) > 1:
        st.session_state[_JUMP] = round(leaf.share * 100)
        st.slider(
            _("Where in the corpus"),
            0,
            100,
            key=_JUMP,
            format=_("%d %%"),
            label_visibility="collapsed",
            width=200,
            on_change=_jump,
            args=(corpus,),
        )
    return list(leaf.texts)


def _trail(corpus: Corpus) -> list[PageCursor]:
    owner, trail = st.session_state.get(_TRAIL, ("", []))
    if owner != corpus.id:
        trail = [START]
        st.session_state[_TRAIL] = (corpus.id, trail)
    return trail


def _on(place: PageCursor | None) -> None:
    if place is not None:
        st.session_state[_TRAIL][1].append(place)


def _back() -> None:
    trail = st.session_state[_TRAIL][1]
    if len(trail) > 1:
        trail.pop()


def _jump(corpus: Corpus) -> None:
    share = min(100, max(0, st.session_state[_JUMP])) / 100
    place = cursor_at(corpus, share) if share else START
    st.session_state[_TRAIL] = (corpus.id, [START, place] if share else [START])
