"""The report of a corpus on its page, from the verdict down to the numbers, and two compared."""

from collections.abc import Sequence

import streamlit as st

from pages.corpus.profile.assessment import draw_report_verdict
from pages.corpus.profile.build import report_or_progress
from pages.corpus.profile.charts import (
    draw_growth,
    draw_lengths,
    draw_marking,
    draw_ranks,
    draw_terms,
    draw_tokens,
    draw_topics,
)
from pages.corpus.profile.compare import draw_comparison
from pages.corpus.profile.data import known_comparison
from pages.corpus.profile.details import draw_details
from pages.corpus.profile.numbers import draw_size, draw_small_cards
from pages.ui.navigation import go_to, link_to
from pages.ui.session import corpora, corpus_names
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from slm_core.corpus.store import Corpus, open_corpus
from slm_core.profiling.profile import CorpusProfile
from slm_core.workspace import Workspace

_OTHER = "report_with"


def draw_report_tab(workspace: Workspace, corpus: Corpus) -> None:
    """All that is told of the corpus. Raises CorpusError, WorkspaceError."""
    report = report_or_progress(workspace, corpus)
    if report is None:
        return
    draw_report_verdict(corpus.id, report.verdict)
    draw_size(report)
    _draw_charts(report)
    draw_small_cards(report)
    draw_details(report)
    _draw_picker(workspace, corpus)


def _draw_charts(report: CorpusProfile) -> None:
    rows = (
        (draw_marking, draw_terms),
        (draw_tokens, draw_topics),
        (draw_growth, draw_ranks),
    )
    for pair in rows:
        for column, draw in zip(st.columns(2, gap="small"), pair, strict=True):
            with column:
                draw(report)
    draw_lengths(report)


def _draw_picker(workspace: Workspace, corpus: Corpus) -> None:
    names = corpus_names(workspace)
    others = {one.id: names[one.id] for one in corpora(workspace) if one.id != corpus.id}
    if not others:
        return
    st.session_state[_OTHER] = None
    st.selectbox(
        _("Compare with another corpus"),
        list(others),
        format_func=lambda one: others.get(one, one),
        index=None,
        key=_OTHER,
        placeholder=_("Choose one"),
        width=360,
        on_change=_compare,
        args=(list(others),),
    )


def _compare(others: Sequence[str]) -> None:
    chosen = st.session_state[_OTHER]
    if chosen in others:
        st.query_params["with"] = chosen
        st.query_params.pop("show", None)


def draw_side_by_side(workspace: Workspace, corpus: Corpus, other_id: str) -> None:
    """Two corpora compared, once both have their reports. Raises CorpusError, WorkspaceError."""
    other, names = open_corpus(workspace, other_id), corpus_names(workspace)
    with st.container(horizontal=True, vertical_alignment="center", key="compare_head"):
        title = _("{first} and {second}").format(
            first=escape_markdown(names.get(corpus.id, corpus.card.name)),
            second=escape_markdown(names.get(other.id, other.card.name)),
        )
        st.title(title, anchor=False, width="stretch")
        if st.button(_("Swap"), icon=":material/swap_horiz:", key="compare_swap"):
            go_to("corpus", corpus=other.id, **{"with": corpus.id})
    reports = [report_or_progress(workspace, one) for one in (corpus, other)]
    found = known_comparison(workspace, corpus.id, other.id)
    if reports[0] and reports[1] and found:
        draw_comparison((reports[0], reports[1]), found)
    with st.container(horizontal=True, key="compare_back"):
        for one in (corpus, other):
            name = escape_markdown(names.get(one.id, one.card.name))
            label = _("Report of {name}").format(name=name)
            link_to("corpus", label, icon=":material/arrow_back:", corpus=one.id, show="report")
