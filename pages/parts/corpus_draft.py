"""Putting a corpus together: what came in, how it was read, what it is good for, saving it."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts.amounts import count, percent
from pages.parts.corpus_facts import draw_documents, draw_numbers, draw_verdict
from pages.parts.draft import Draft, Item, absorb_uploads
from pages.parts.language import _
from pages.parts.places import go_to, link_to
from pages.parts.plain import plain
from pages.parts.state import workspace
from slm_core.corpus.encodings import ENCODINGS
from slm_core.corpus.glance import glance
from slm_core.corpus.language import language_of
from slm_core.corpus.read import ReadOptions, Source, shown_name
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.errors import ArgotError

_SHOWN = 12
"""Rows of the table before it scrolls."""


def draw_intake(drafted: Draft, *, opened: bool) -> None:
    """Where files and pasted text come in."""
    st.file_uploader(
        _("Add documents"),
        accept_multiple_files=True,
        key=drafted.uploader_key("corpus_files"),
        on_change=absorb_uploads,
        args=("corpus_files",),
        help=_("txt, md, csv, tsv and jsonl. Files stay on this machine."),
    )
    with (
        st.expander(_("Paste text"), icon=":material/content_paste:", expanded=opened),
        st.form("corpus_paste_form", border=False, clear_on_submit=True),
    ):
        st.text_area(
            _("Text to learn from"),
            key="corpus_pasted",
            height=180,
            placeholder=_("Paste at least a page; ten pages are better."),
        )
        st.form_submit_button(_("Add this text"), on_click=_absorb_pasted, args=(drafted,))
    for name in drafted.refused:
        st.error(
            _(
                "{name} was left out: all files together would be more than 500 MB. Save the "
                "corpus first, or use `python -m slm_core`, which has no such limit."
            ).format(name=plain(name))
        )
    drafted.refused.clear()


def draw_advice() -> None:
    """What makes a good corpus, for somebody who has not chosen one yet."""
    with st.container(border=True):
        st.markdown(_("**What makes a good corpus**"))
        st.caption(
            _(
                "One trade and one kind of text: reports, letters, notes. From 20,000 characters "
                "(ten pages) on a model begins to write by itself; with 200,000 it writes well. "
                "In a table, each row counts as one document."
            )
        )
        link_to("start", _("No text at hand? Try a sample"), icon=":material/science:")


def draw_draft(drafted: Draft, left: DeltaGenerator, right: DeltaGenerator) -> None:
    """What came in on the left, what it is good for on the right, and below how it begins."""
    with left:
        _draw_table(drafted)
        with st.container():  # so that a note more or less moves nothing below, nor closes it
            _draw_notes(drafted)
        _draw_adjusting(drafted)
    texts = [text for result in drafted.results() for text in result.documents]
    if not texts:
        with right, st.container(border=True):
            st.markdown(_("**No text to learn from yet.** What was added could not be read."))
        return
    characters = sum(map(len, texts))
    language, seen = drafted.remembered(lambda: (language_of(texts), glance(texts)))
    with right:
        _draw_saving(drafted)
        draw_verdict(characters, seen)
    below_left, below_right = st.columns([1.7, 1], gap="medium")
    with below_left:
        draw_documents(texts)
    with below_right:
        st.subheader(_("In numbers"), anchor=False)
        draw_numbers(len(texts), characters, language, seen)


def _absorb_pasted(drafted: Draft) -> None:
    text = st.session_state.get("corpus_pasted", "")
    if text.strip():
        number = sum(item.source.name.startswith(_("pasted text")) for item in drafted.items) + 1
        name = _("pasted text") + (f" {number}" if number > 1 else "")
        drafted.add(Source(name, text.encode("utf-8", errors="surrogatepass")))


def _draw_table(drafted: Draft) -> None:
    rows = pd.DataFrame([_row(item) for item in drafted.items])
    st.dataframe(
        rows,
        hide_index=True,
        height="content" if len(rows) <= _SHOWN else 35 * (_SHOWN + 1),
        key="corpus_table",
        alt=_("The files of this corpus and how each was read"),
        column_config={
            "file": st.column_config.TextColumn(_("File"), width=140),
            "read_as": st.column_config.TextColumn(
                _("Read as"),
                width=225,
                help=_("What of the file is the text, and how its bytes stand for letters"),
            ),
            "documents": st.column_config.NumberColumn(
                _("Documents"), format="localized", width=85
            ),
            "characters": st.column_config.NumberColumn(
                _("Characters"), format="localized", width=95
            ),
        },
    )


def _row(item: Item) -> dict[str, object]:
    result = item.result
    if result is None:
        name = shown_name(item.source.name)
        return {"file": name, "read_as": _("not read"), "documents": 0, "characters": 0}
    sure = "" if result.confidence >= 1 else f" ({percent(result.confidence, digits=0)})"
    return {
        "file": result.name,
        "read_as": f"{result.read_as}, {result.encoding}{sure}",
        "documents": len(result.documents),
        "characters": result.characters,
    }


def _draw_notes(drafted: Draft) -> None:
    """What was left out and why, in whole sentences: a cell of the table would cut them."""
    for item in drafted.items:
        if item.problem:
            st.markdown(f":orange[:material/error:] {plain(item.problem)}")
        elif item.result and item.result.left_out:
            left_out = "; ".join(item.result.left_out)
            st.caption(f"**{plain(item.result.name)}**: {plain(left_out)}")


def _draw_adjusting(drafted: Draft) -> None:
    """Reading a file in another way, or taking it away."""
    with st.expander(_("Read a file differently, or take it away"), icon=":material/tune:"):
        by_number = {item.number: item for item in drafted.items}
        number = drafted.items[0].number
        if len(by_number) > 1:
            number = st.selectbox(
                _("File"),
                list(by_number),
                format_func=lambda number: shown_name(by_number[number].source.name),
                key="corpus_adjusted",
            )
        item = by_number[number]
        with st.container(horizontal=True, vertical_alignment="bottom"):
            encoding = _choose_encoding(item)
            column = _choose_column(item)
            if encoding != item.options.encoding:
                column = None  # columns may have other names in another encoding
            options = ReadOptions(encoding=encoding, column=column)
            if options != item.options:
                item.read(options)
                st.rerun()
            st.button(
                _("Take away"),
                icon=":material/close:",
                key="corpus_remove",
                on_click=drafted.remove,
                args=(item.number,),
            )
        if item.result and item.result.note:
            st.caption(plain(item.result.note))


def _choose_encoding(item: Item) -> str | None:
    found = item.result.encoding if item.result and not item.options.encoding else ""
    automatic = _("Found: {encoding}").format(encoding=found) if found else _("Find it")
    choices = ["", *ENCODINGS]
    chosen = st.selectbox(
        _("Encoding"),
        choices,
        index=choices.index(item.options.encoding or ""),
        format_func=lambda choice: choice or automatic,
        key=f"corpus_encoding_{item.number}",
    )
    return chosen or None


def _choose_column(item: Item) -> str | None:
    columns = item.result.columns if item.result else []
    if len(columns) < 2:
        return item.options.column
    names = [column.name for column in columns]
    lengths = {column.name: column.mean_length for column in columns}
    longest = max(names, key=lengths.__getitem__)
    chosen = st.selectbox(
        _("Column with the text"),
        names,
        index=names.index(item.options.column or longest),
        format_func=lambda name: _("{name} ({n} characters on average)").format(
            name=name, n=count(lengths[name])
        ),
        key=f"corpus_column_{item.number}",
    )
    return chosen if chosen != longest or item.options.column else None


def _draw_saving(drafted: Draft) -> None:
    with st.form("corpus_saving", enter_to_submit=False):
        name = st.text_input(
            _("Name of the corpus"), drafted.suggested_name(), key="corpus_name", max_chars=80
        )
        with st.container(horizontal=True):
            trains = st.form_submit_button(
                _("Save and train on it"), type="primary", key="corpus_save_train"
            )
            saves = st.form_submit_button(_("Save"), key="corpus_save")
    if not (trains or saves):
        return
    try:
        corpus = _saved(drafted, name)
    except ArgotError as error:
        st.error(str(error))
        return
    go_to("train" if trains else "corpus", corpus=corpus.id)


def _saved(drafted: Draft, name: str) -> Corpus:
    """The draft as a corpus; the draft is empty then. Raises CorpusError, WorkspaceError."""
    chosen = name.strip() or drafted.suggested_name()
    corpus = add_corpus(workspace(), drafted.results(), name=chosen)
    drafted.clear()
    return corpus
