"""A sentence about the parts of a text that a model has never seen."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.text.formatting import in_a_row, listed
from pages.ui.text.i18n import _, ngettext
from pages.ui.text.markdown import escape_markdown

_MOST_NAMED = 12


def unknown_token_label(unknown: Sequence[str]) -> None:
    """Say which parts of a text the model has never seen, if any."""
    if not unknown:
        return
    named = listed(f"**{escape_markdown(piece)}**" for piece in unknown[:_MOST_NAMED])
    more = len(unknown) - _MOST_NAMED
    if more > 0:
        named = in_a_row((named, _("and {n} more").format(n=more)))
    sentence = ngettext(
        "Never seen in training: {pieces}. The model reads it as unknown.",
        "Never seen in training: {pieces}. The model reads each as unknown.",
        len(unknown),
    )
    st.markdown(f":orange[:material/help:] {sentence.format(pieces=named)}")
