"""Deleting a corpus: what would go is said first, then asked once."""

import streamlit as st

from pages.ui.run_index import run_summaries, run_titles
from pages.ui.session import corpus_names
from pages.ui.text.formatting import count, file_size, listed
from pages.ui.text.i18n import _, ngettext
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.delete_dialog import ask_before_deleting
from slm_core.corpus.store import Corpus
from slm_core.runs.launching.delete import DependentData, derived_from, remove_corpus
from slm_core.workspace import Workspace

_WITH_RUNS = "corpus_delete_runs"
_NAMED = 4
"""Runs or corpora that are named; more are counted."""


def ask_to_delete(workspace: Workspace, corpus: Corpus) -> None:
    """Open the question over the page."""
    ask_before_deleting(
        _("Delete this corpus?"),
        lambda: _draw_what_goes(workspace, corpus),
        lambda: remove_corpus(
            workspace, corpus.id, with_runs=st.session_state.get(_WITH_RUNS) is True
        ),
        key="corpus_delete",
        leads_to="corpus",
    )


def _draw_what_goes(workspace: Workspace, corpus: Corpus) -> bool:
    """Whether it may go: not while a run is training on it."""
    found = derived_from(workspace, corpus.id)
    titles, called = run_titles(run_summaries(workspace)), corpus_names(workspace)
    if found.active:
        names = _names([titles.get(run.id, run.id) for run in found.active])
        st.markdown(_("{names} is training on this corpus now. Stop it first.").format(names=names))
        return False
    st.markdown(
        _("This takes **{name}** out of the workspace, for good:").format(
            name=escape_markdown(called.get(corpus.id, corpus.card.name))
        )
    )
    st.markdown("\n".join(f"- {line}" for line in _what_goes(corpus, found)))
    if found.runs:
        _draw_runs([titles.get(run.id, run.id) for run in found.runs])
    if found.children:
        names = _names([called.get(child.id, child.card.name) for child in found.children])
        st.caption(_("{names} is made of its text too, and stays as it is.").format(names=names))
    st.caption(_("Your own files stay where they are."))
    return True


def _what_goes(corpus: Corpus, found: DependentData) -> list[str]:
    lines = [
        ngettext(
            "its text: {n} document, {characters} characters",
            "its text: {n} documents, {characters} characters",
            corpus.card.counts.documents,
        ).format(
            n=count(corpus.card.counts.documents),
            characters=count(corpus.card.counts.characters),
        )
    ]
    if found.uncleaned_bytes:
        text = _("the text before cleaning ({size})")
        lines.append(text.format(size=file_size(found.uncleaned_bytes)))
    if found.tokens:
        text = _("the text cut into tokens ({size})")
        lines.append(text.format(size=file_size(found.token_bytes)))
    if found.cache_bytes:
        text = _("its report, its tokenizers, and texts between cleaning steps ({size})")
        lines.append(text.format(size=file_size(found.cache_bytes)))
    return lines


def _draw_runs(titles: list[str]) -> None:
    """Whether the runs shall go too."""
    n = len(titles)
    learned = ngettext(
        "{n} run was trained on it: {names}.", "{n} runs were trained on it: {names}.", n
    )
    st.markdown(learned.format(n=n, names=_names(titles)))
    goes = st.checkbox(
        ngettext("Delete that run and its model too", "Delete those runs and their models too", n),
        key=_WITH_RUNS,
    )
    if goes:
        words = ngettext(
            "The model, its curves and what it wrote will be gone.",
            "The models, their curves and what they wrote will be gone.",
            n,
        )
    else:
        words = ngettext(
            "The run keeps its model and can generate text, but it cannot be trained longer, "
            "nor find what it copied. A model may still reproduce what it learned here.",
            "The runs keep their models and can generate text, but they cannot be trained "
            "longer, nor find what they copied. A model may still reproduce what it learned "
            "here.",
            n,
        )
    st.caption(words)


def _names(names: list[str]) -> str:
    shown = listed(escape_markdown(name) for name in names[:_NAMED])
    more = len(names) - _NAMED
    return shown if more <= 0 else _("{names} and {n} more").format(names=shown, n=more)
