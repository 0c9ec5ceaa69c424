"""One document token by token, under each model; its sentences, and what was expected least."""

import streamlit as st

from pages.ui.browser.shaded_text import draw_shaded_text
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from slm_core.corpus.text.word_boundary import last_words
from slm_core.evaluation.surprisal.records import (
    DocumentSurprisal,
    RunSurprisal,
    SurprisalReport,
    oddest_tokens,
)
from slm_core.evaluation.surprisal.sentences import sentence_bits

_TOKENS = 20_000
"""Of a document, that a browser draws in a moment."""
_ODDEST = 12
_SENTENCES = 200
_BEFORE = 18  # characters of what stands before a token, beside which three columns have room


def draw_document(report: SurprisalReport, place: int) -> None:
    """The document at this place."""
    with st.container(border=True, gap="xsmall", key="score_text_document"):
        if report.count > 1:
            st.markdown("**" + _("Document {n}").format(n=place + 1) + "**")
        for column, run in zip(st.columns(len(report.runs)), report.runs, strict=True):
            with column:
                _draw_under(run, run.documents[place], several=len(report.runs) > 1)
        st.caption(
            _(
                "The darker a token, the less it was expected: the more bits it cost. ∎ is the end "
                "of the document."
            )
        )
    left, right = st.columns(2, gap="small")
    with left:
        _draw_oddest(report.runs[0], place)
    with right:
        _draw_sentences(report.runs[0].documents[place])


def _draw_under(run: RunSurprisal, document: DocumentSurprisal, *, several: bool) -> None:
    if several:
        st.markdown(
            _("{run}: {bits} bits per byte").format(
                run=escape_markdown(run.name), bits=f"{document.bits_per_byte:.2f}"
            )
        )
    if not document.tokens:
        st.caption(
            _(
                "Of so long a text only the first part is kept token by token, and this document "
                "stands after it. Score it alone to see its tokens."
            )
        )
        return
    draw_shaded_text(
        [("", document.tokens[:_TOKENS])],
        key=f"score_text_sheet_{run.run}",
        label=_("The document, darker where the model was surprised"),
    )


def _draw_oddest(run: RunSurprisal, place: int) -> None:
    """The dearest tokens of this document."""
    only = RunSurprisal(run.run, run.name, (run.documents[place],))
    found = oddest_tokens(only, most=_ODDEST)
    if not found:
        return
    with st.container(border=True, gap="xsmall", key="score_text_oddest"):
        st.markdown("**" + _("Expected least") + "**")
        st.dataframe(
            {
                _("After"): [_end_of(odd.before) for odd in found],
                _("came"): [odd.token.text for odd in found],
                _("bits"): [round(odd.token.bits, 1) for odd in found],
                _("instead of"): [odd.token.expected for odd in found],
            },
            hide_index=True,
            key="score_text_oddest_table",
        )


def _draw_sentences(document: DocumentSurprisal) -> None:
    """The sentences of the document, where it has several."""
    found = sentence_bits(document.tokens)
    if len(found) < 2:
        return
    ranked = sorted(found, key=lambda one: -one.bits_per_byte)[:_SENTENCES]
    with st.container(border=True, gap="xsmall", key="score_text_sentences"):
        st.markdown("**" + _("Sentences, the most surprising first") + "**")
        st.dataframe(
            {
                _("Sentence"): [one.text.strip() for one in ranked],
                _("Bits per byte"): [round(one.bits_per_byte, 2) for one in ranked],
            },
            hide_index=True,
            key="score_text_sentences_table",
        )


def _end_of(before: str) -> str:
    return f"…{last_words(before, _BEFORE)}" if before else ""
