"""The saved corpora as a table whose rows open their pages."""

from datetime import datetime

import pandas as pd
import streamlit as st

from pages.ui.tables import link_cell, link_column
from pages.ui.text.i18n import _
from pages.ui.text.language_names import language_name
from slm_core.corpus.store import Corpus

_SHOWN = 10
"""Rows before the table scrolls."""


def draw_list(corpora: list[Corpus]) -> None:
    """All of them, in the order given."""
    table = pd.DataFrame([_row(corpus) for corpus in corpora])
    st.dataframe(
        table,
        hide_index=True,
        height="content" if len(corpora) <= _SHOWN else 35 * (_SHOWN + 1),
        key="corpus_list",
        alt=_("The corpora of this workspace"),
        column_config={
            "corpus": link_column(
                _("Corpus"),
                [corpus.id for corpus in corpora],
                page="corpus",
                parameter="corpus",
                key="corpus_open",
                help=_("Opens the corpus"),
            ),
            "language": st.column_config.TextColumn(_("Language")),
            "documents": st.column_config.NumberColumn(_("Documents"), format="localized"),
            "characters": st.column_config.NumberColumn(_("Characters"), format="localized"),
            "added": st.column_config.TextColumn(_("Added")),
        },
    )


def _row(corpus: Corpus) -> dict[str, object]:
    card = corpus.card
    return {
        "corpus": link_cell(card.name),
        "language": language_name(card.language),
        "documents": card.counts.documents,
        "characters": card.counts.characters,
        "added": _date(card.created),
    }


def _date(created: str) -> str:
    try:
        return f"{datetime.fromisoformat(created):%Y-%m-%d %H:%M}"
    except ValueError:
        return created
