"""What is looked for on the Runs page, and how it is shown."""

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from pages.runs.listing import Sought, first_page
from pages.ui.run_index import RunSummary
from pages.ui.text.i18n import _
from pages.ui.widgets.choice import choose_one

_MANY = 4
"""Runs from which on there is something to look for."""
_VIEW = "view"


def draw_controls(seen: Sequence[RunSummary], names: Mapping[str, str]) -> tuple[Sought, bool]:
    """What somebody looks for, and whether the tree is wanted instead of the table."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="runs_controls"):
        as_tree = _draw_view()
        if as_tree or len(seen) < _MANY:
            return Sought(), as_tree
        words = st.text_input(
            _("Find by name, text, tag or note"),
            key="runs_find",
            icon=":material/search:",
            live="150ms",  # a look through a thousand runs takes less
            on_change=first_page,
            persist_state="session",
        )
        corpus = _draw_corpora(seen, names)
        by_corpus = st.toggle(
            _("Group by text"), key="runs_group", on_change=first_page, persist_state="session"
        )
    return Sought(words or "", corpus, by_corpus), as_tree


def _draw_view() -> bool:
    views: dict[Literal["table", "tree"], str] = {"table": _("Table"), "tree": _("Family tree")}
    if "runs_view" not in st.session_state:
        st.session_state["runs_view"] = "tree" if st.query_params.get(_VIEW) == "tree" else "table"
    chosen = choose_one(_("View"), views, key="runs_view", label_visibility="collapsed")
    if chosen == "tree":
        st.query_params[_VIEW] = "tree"
    else:
        st.query_params.pop(_VIEW, None)
    return chosen == "tree"


def _draw_corpora(seen: Sequence[RunSummary], names: Mapping[str, str]) -> str:
    """The id of the corpus whose runs are wanted, "" for all."""
    used = {entry.config.corpus for entry in seen}
    known = sorted((name, corpus) for corpus, name in names.items() if corpus in used)
    if len(known) < 2:
        return ""
    titles = {"": _("All texts"), **{corpus: name for name, corpus in known}}
    if st.session_state.get("runs_corpus", "") not in titles:
        st.session_state["runs_corpus"] = ""
    chosen = st.selectbox(
        _("Text"),
        list(titles),
        format_func=lambda corpus: titles.get(corpus, corpus),
        key="runs_corpus",
        on_change=first_page,
        persist_state="session",
        width=220,
    )
    return chosen if chosen in titles else ""
