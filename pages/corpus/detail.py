"""The page of a saved corpus: overview, report, tokens, personal data.

Address: /corpora?corpus=<id>, `&show=` chooses the view, `&with=<id>` sets another beside it.
"""

from collections.abc import Callable

import streamlit as st

from pages.corpus.cleaning.labels import documents_in_words
from pages.corpus.delete_dialog import ask_to_delete
from pages.corpus.overview import draw_overview
from pages.corpus.pii.tab import draw_privacy_tab
from pages.corpus.profile.tab import draw_report_tab, draw_side_by_side
from pages.corpus.tokens.tab import draw_tokens_tab
from pages.ui.navigation import go_to, link_to
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, translate
from pages.ui.text.language_names import language_name
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.title_row import title_row
from slm_core.corpus.store import Corpus, open_corpus
from slm_core.errors import ArgotError
from slm_core.workspace import Workspace

_VIEW = "corpus_view"


def draw_saved(workspace: Workspace, corpus_id: str) -> None:
    """The corpus with this id, or the sentence why it cannot be shown."""
    try:
        corpus = open_corpus(workspace, corpus_id)
    except ArgotError as error:
        st.title(_("Corpus"), anchor=False)
        st.error(escape_markdown(translate(error.message)))
        link_to("corpus", _("All corpora"), icon=":material/menu_book:")
        return
    other = st.query_params.get("with")
    try:
        if other:
            draw_side_by_side(workspace, corpus, other)
            return
        _draw_head(workspace, corpus)
        _views()[_choose_view()][1](workspace, corpus)
    except ArgotError as error:
        st.error(escape_markdown(translate(error.message)))
    link_to("corpus", _("All corpora"), icon=":material/arrow_back:")


def _views() -> dict[str, tuple[str, Callable[[Workspace, Corpus], None]]]:
    """The views by their names in the address."""
    return {
        "overview": (_("Overview"), draw_overview),
        "report": (_("Report"), draw_report_tab),
        "tokens": (_("Tokens"), draw_tokens_tab),
        "privacy": (_("Privacy"), draw_privacy_tab),
    }


def _draw_head(workspace: Workspace, corpus: Corpus) -> None:
    with title_row(corpus.card.name, key="corpus_head"):
        if st.button(
            _("Train on this"),
            # Masking is what the privacy view is for.
            type="secondary" if st.query_params.get("show") == "privacy" else "primary",
            icon=":material/model_training:",
            key="corpus_train",
        ):
            go_to("training", corpus=corpus.id)
        if st.button(_("Add more files"), icon=":material/add:", key="corpus_extend"):
            go_to("corpus", extend=corpus.id)
        if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key="corpus_delete"):
            ask_to_delete(workspace, corpus)
    counts = corpus.card.counts
    st.caption(
        " · ".join(
            (
                documents_in_words(counts.documents),
                _("{n} characters").format(n=count(counts.characters)),
                language_name(corpus.card.language),
            )
        )
    )


def _choose_view() -> str:
    """The view that the address names.

    By hand, because `bind="query-params"` would write the word of this session's language there,
    which a reader in another language could not open.
    """
    views = _views()
    asked = st.query_params.get("show", "")
    st.session_state[_VIEW] = asked if asked in views else "overview"
    st.segmented_control(
        _("View"),
        list(views),
        format_func=lambda view: views[view][0],
        required=True,
        key=_VIEW,
        label_visibility="collapsed",
        on_change=_view_chosen,
    )
    return st.session_state[_VIEW]


def _view_chosen() -> None:
    view = st.session_state[_VIEW]
    if view == "overview":
        st.query_params.pop("show", None)
    else:
        st.query_params["show"] = view
