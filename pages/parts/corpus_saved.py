"""A saved corpus: what it is good for, where it came from, training on it, deleting it."""

import pandas as pd
import streamlit as st

from pages.parts.corpus_facts import draw_documents, draw_numbers, draw_verdict
from pages.parts.language import _, ngettext
from pages.parts.places import go_to, link_to
from pages.parts.plain import plain
from pages.parts.shelf import entries
from slm_core.corpus.glance import Glance, glance
from slm_core.corpus.split import PARTS, SplitSettings, split_corpus
from slm_core.corpus.store import Corpus, delete_corpus, open_corpus
from slm_core.errors import ArgotError
from slm_core.workspace import Workspace

_ASKED = "corpus_delete_asked"


def draw_saved(workspace: Workspace, corpus_id: str) -> None:
    """The corpus with this id, or the sentence why it cannot be shown."""
    try:
        corpus = open_corpus(workspace, corpus_id)
        seen, shares = _counted(corpus)
    except ArgotError as error:
        st.title(_("Corpus"), anchor=False)
        st.error(plain(str(error)))
        link_to("corpus", _("All corpora"), icon=":material/menu_book:")
        return
    with st.container(horizontal=True, vertical_alignment="center", key="corpus_head"):
        st.title(plain(corpus.card.name), anchor=False, width="stretch")
        if st.button(
            _("Train on this"), type="primary", icon=":material/model_training:", key="corpus_train"
        ):
            go_to("train", corpus=corpus.id)
        if st.button(_("Delete"), icon=":material/delete:", key="corpus_delete"):
            st.session_state[_ASKED] = corpus.id
    if st.session_state.get(_ASKED) == corpus.id:
        _draw_question(workspace, corpus)
    counts = corpus.card.counts
    draw_verdict(counts.characters, seen)
    for warning in corpus.card.warnings:
        st.markdown(f":orange[:material/warning:] {plain(warning)}")
    left, right = st.columns([1.7, 1], gap="medium")
    with left:
        draw_documents(corpus.documents())
    with right:
        st.subheader(_("In numbers"), anchor=False)
        draw_numbers(counts.documents, counts.characters, corpus.card.language, seen)
        st.caption(shares)
    _draw_sources(corpus)
    link_to("corpus", _("All corpora"), icon=":material/arrow_back:")


def _draw_sources(corpus: Corpus) -> None:
    st.subheader(_("Where it came from"), anchor=False)
    rows = [
        {
            _("File"): source.file,
            _("Read as"): source.read_as,
            _("Encoding"): source.encoding,
            _("Size"): f"{source.size / 1000:,.0f} kB",
        }
        for source in corpus.card.sources
    ]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, key="corpus_sources", alt=_("Files of this corpus")
    )
    for source in corpus.card.sources:
        if source.left_out:
            st.caption(f"**{plain(source.file)}**: {plain('; '.join(source.left_out))}")


def _draw_question(workspace: Workspace, corpus: Corpus) -> None:
    """What deleting means, asked once."""
    using = [entry for entry in entries(workspace) if entry.config.corpus == corpus.id]
    at_work = [entry for entry in using if entry.status.is_active]
    with st.container(border=True, key="corpus_question"):
        if at_work:
            names = ", ".join(plain(entry.title) for entry in at_work)
            st.markdown(
                _("{names} is learning from this corpus now. Stop it first.").format(names=names)
            )
            st.button(_("Keep it"), key="corpus_keep", on_click=_forget)
            return
        st.markdown(_question(len(using)))
        with st.container(horizontal=True):
            if st.button(_("Delete it for good"), key="corpus_delete_sure"):
                _delete(workspace, corpus)
            st.button(_("Keep it"), key="corpus_keep", on_click=_forget)


def _question(runs: int) -> str:
    what = _("This deletes the text of this corpus from the workspace; your own files stay.")
    if not runs:
        return what
    return f"{what} " + ngettext(
        "{n} run learned from it: it keeps its model and can write, but cannot train on, nor tell "
        "what it copied.",
        "{n} runs learned from it: they keep their models and can write, but cannot train on, nor "
        "tell what they copied.",
        runs,
    ).format(n=runs)


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


def _delete(workspace: Workspace, corpus: Corpus) -> None:
    try:
        delete_corpus(workspace, corpus.id)
    except ArgotError as error:
        st.error(plain(str(error)))
        return
    _forget()
    go_to("corpus")


def _counted(corpus: Corpus) -> tuple[Glance, str]:
    """What can be counted, and what of the text is for what. Raises CorpusError."""
    seen, shares = _counted_once(str(corpus.folder), _corpus=corpus)
    names = {
        "train": _("{share} % to learn from"),
        "validation": _("{share} % to check itself on"),
        "test": _("{share} % kept back for a final score"),
    }
    words = [names[part].format(share=round(shares[part])) for part in PARTS if shares[part]]
    return seen, " · ".join(words)


@st.cache_resource(max_entries=16, show_spinner=False)
def _counted_once(folder: str, _corpus: Corpus) -> tuple[Glance, dict[str, float]]:
    split = split_corpus(_corpus, SplitSettings())
    sizes = {part: sum(p.end - p.start for p in getattr(split, part)) for part in PARTS}
    total = sum(sizes.values()) or 1
    shares = {part: size * 100 / total for part, size in sizes.items()}
    return glance(_corpus.documents()), shares
