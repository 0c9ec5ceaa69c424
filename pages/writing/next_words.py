"""The likeliest next words, and the rest of the sentence, as buttons that add to the seed text."""

import streamlit as st

from pages.ui.text.formatting import percent
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from pages.writing.branches import pick_token
from slm_core.serving.schema import WordsResponse

_LONGEST = 24
"""Characters of a word on its button."""


def draw_next_words(found: WordsResponse) -> None:
    """One button a word; nothing where none is likely."""
    words = [word for word in found.words if word.text.strip()]
    if not words:
        return
    st.markdown("**" + _("Likely next words") + "**")
    with st.container(horizontal=True, gap="small", key="write_words"):
        for number, word in enumerate(words):
            st.button(
                escape_markdown(word.text.strip()[:_LONGEST]),
                key=f"write_word_{number}",
                help=_("{share} likely").format(share=percent(word.probability)),
                on_click=pick_token,
                args=(word.text,),
            )
    if found.sentence.strip():
        st.button(
            _("To the end of the sentence"),
            icon=":material/keyboard_tab:",
            key="write_sentence",
            type="tertiary",
            help=escape_markdown(found.sentence.strip()),
            on_click=pick_token,
            args=(found.sentence,),
        )
