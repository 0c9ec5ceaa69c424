"""Facts of a draft or a saved corpus: its assessment, its numbers, its first documents."""

from collections.abc import Iterable
from itertools import islice

import streamlit as st

from pages.corpus.profile.assessment import draw_amount
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _
from pages.ui.text.language_names import language_name
from pages.ui.text.markdown import escape_markdown
from slm_core.corpus.text.statistics import QuickStats
from slm_core.profiling.sufficiency import assess_sample

_DOCUMENTS, _LONGEST, _LINES = 3, 420, 8
"""How many documents are shown, and how many characters and lines of each."""


def draw_verdict(characters: int, seen: QuickStats) -> None:
    """What the text is good for, in words."""
    with st.container(border=True, gap="xsmall", key="corpus_verdict"):
        verdict = assess_sample(characters, seen)
        draw_amount(verdict, characters=characters, different=seen.distinct_characters)


def draw_numbers(documents: int, characters: int, language: str, seen: QuickStats) -> None:
    """How large the text is, and in which language."""
    distinct = seen.distinct_characters if seen.is_wide else seen.distinct_words
    with st.grid(2, min_column_width=120):
        st.metric(_("Documents"), count(documents), border=True)
        st.metric(_("Characters"), count(characters), border=True)
        label = _("Distinct characters") if seen.is_wide else _("Distinct words")
        st.metric(label, count(distinct), border=True)
        st.metric(_("Language"), language_name(language), border=True)
    if not seen.is_whole:
        looked_at = count(seen.characters)
        st.caption(_("{label}: in the first {n} characters").format(label=label, n=looked_at))


def draw_documents(texts: Iterable[str]) -> None:
    """The beginning of the first documents, as a model will read them."""
    st.subheader(_("Preview"), anchor=False)
    for text in islice(texts, _DOCUMENTS):
        with st.container(border=True):
            beginning = "\n".join(text[:_LONGEST].split("\n")[:_LINES]).rstrip()
            st.markdown(
                escape_markdown(beginning) + (" …" if len(beginning) < len(text.rstrip()) else "")
            )
