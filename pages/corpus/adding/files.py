"""The files of a draft as a table, warnings about them, and how to read one differently."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from pages.corpus.adding.divide import choose_documents, choose_template, draw_cuts, draw_offers
from pages.corpus.adding.draft import CorpusFormDraft
from pages.corpus.adding.readings import draw_readings, has_readings
from pages.ui.text.formatting import count, percent
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.title_row import columns_of
from slm_core.corpus.encodings.decode import DOUBTED, ENCODINGS
from slm_core.corpus.ingest.draft_file import DraftFile, DraftRow
from slm_core.corpus.readers.document import (
    NOTES_LEFT_OUT,
    reason_alone,
)
from slm_core.corpus.readers.text_column import likeliest
from slm_core.messages import Message

_SHOWN = 8
"""Rows of the table before it scrolls."""
_NOTES = 4
"""Sentences on files that did not come in, before the others are one click away."""
_MOST_NOTES = 500
_NAMED = 3
"""Files named that have the same reason."""
_TWO_LINES = 66
"""Pixels of a row in which names take a second line instead of being cut: Streamlit breaks lines in
rows of more than 4 rem."""
_FEW = 200
"""Files from which their list is only drawn when somebody asks for it."""


def draw_files(drafted: CorpusFormDraft) -> None:
    """What came in, and what there is to decide about it."""
    _draw_table(drafted)
    with st.container(gap="xsmall"):  # so that a note more or less moves nothing below
        for item in drafted.items:
            if item.is_locked:
                _ask_for_password(item)
        _draw_notes(drafted)
        draw_offers(drafted)
    _draw_reader_options(drafted)


def _draw_table(drafted: CorpusFormDraft) -> None:
    rows = pd.DataFrame([_cells(row) for item in drafted.items for row in _files_of(item)])
    row_height = _TWO_LINES if _is_long(rows) else 35
    st.dataframe(
        rows,
        hide_index=True,
        height="content" if len(rows) <= _SHOWN else row_height * (_SHOWN + 1),
        row_height=row_height,
        key="corpus_table",
        alt=_("The files of this corpus and how each was read"),
        column_config={
            "file": st.column_config.TextColumn(_("File"), width=130),
            "read_as": st.column_config.TextColumn(
                _("Read as"),
                width=180,
                help=_("Which part of the file is the text, and in which encoding"),
            ),
            "documents": st.column_config.NumberColumn(
                _("Documents"), format="localized", width=85
            ),
            "characters": st.column_config.NumberColumn(
                _("Characters"), format="localized", width=95
            ),
        },
    )


def _is_long(rows: pd.DataFrame) -> bool:
    """Whether a name, or how a file was read, needs a second line."""
    return any(
        columns_of(str(cell)) > most
        for name, most in (("file", 17), ("read_as", 24))
        for cell in rows[name]
    )


def _files_of(item: DraftFile) -> list[DraftRow]:
    """Its rows without those that say something of an archive as a whole."""
    files = [row for row in item.rows if row.inside or not row.problem]
    return files or item.rows


def _cells(row: DraftRow) -> dict[str, object]:
    where = " · " + _("in {archive}").format(archive=row.inside) if row.inside else ""
    if row.problem:
        read_as = (_("locked") if row.is_locked else _("not read")) + where
        return {"file": row.name, "read_as": read_as, "documents": 0, "characters": 0}
    sure = "" if row.confidence >= 1 else f" ({percent(row.confidence, digits=0)})"
    return {
        "file": row.name,
        "read_as": _("{read_as}, {encoding}").format(
            read_as=translate(row.read_as), encoding=f"{row.encoding}{sure}{where}"
        ),
        "documents": row.documents,
        "characters": row.characters,
    }


def _ask_for_password(item: DraftFile) -> None:
    """A field for the password of a file; it is read as soon as that is given."""
    tried = item.options.password is not None
    text = (
        _("This password does not open {name}") if tried else _("{name} is locked with a password")
    ).format(name=f"**{escape_markdown(item.name)}**")
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        gap="small",
        key=f"corpus_locked_{item.number}",
    ):
        st.markdown(f":orange[:material/lock:] {text}", width="content")
        key = f"corpus_password_{item.number}"
        st.text_input(
            _("Password of {name}").format(name=item.name),
            type="password",
            key=key,
            label_visibility="collapsed",
            placeholder=_("Password"),
            autocomplete="off",
            width=180,
            on_change=_try_password,
            args=(item, key),
        )


def _try_password(item: DraftFile, key: str) -> None:
    given = st.session_state.get(key) or None
    item.choose(replace(item.options, password=given))


def _draw_notes(drafted: CorpusFormDraft) -> None:
    """What was left out and why, in whole sentences: a cell of the table would cut them."""
    problems = _problems(drafted)
    for line in problems[:_NOTES]:
        st.markdown(f":orange[:material/error:] {line}")
    more = problems[_NOTES:]
    if more:
        text = ngettext("And {n} more like this", "And {n} more like these", len(more))
        with st.expander(text.format(n=count(len(more))), type="compact", key="corpus_notes_more"):
            st.markdown("  \n".join(more[:_MOST_NOTES]))
    for row in [row for row in drafted.rows() if row.left_out][: 2 * _NOTES]:
        st.caption(left_out_in_words(row.name, row.left_out))
    for row in drafted.rows():
        if row.is_estimate:
            text = _(
                "{name} is large: its beginning was read, and the rest is estimated from that."
            )
            st.caption(text.format(name=f"**{escape_markdown(row.name)}**"))
    doubted = [row for row in drafted.rows() if not row.problem and row.confidence < DOUBTED]
    beside = {id(item.rows[0]) for item in drafted.items if has_readings(item)}
    for row in doubted[:_NOTES]:
        text = _(
            "{name} was read as {encoding}, with {sure} confidence. Choose the encoding in which "
            "its text looks right."
        )
        if id(row) not in beside:
            text = _(
                "{name} was read as {encoding}, with {sure} confidence. Read its text below; where "
                "it looks wrong, choose another under “Change how a file is read, or remove it”."
            )
        sure = percent(row.confidence, digits=0)
        text = text.format(
            name=f"**{escape_markdown(row.name)}**", encoding=row.encoding, sure=sure
        )
        st.markdown(f":orange[:material/help:] {text}")
    for item in drafted.items:
        if has_readings(item) and item.rows[0] in doubted[:_NOTES]:
            draw_readings(item)


def _problems(drafted: CorpusFormDraft) -> list[str]:
    """A line for each reason, as Markdown, with the files that it holds for."""
    files: dict[Message, list[str]] = {}
    for row in drafted.rows():
        if row.problem and not row.is_locked:
            reason = reason_alone(row.problem)
            files.setdefault(reason, []).append(row.name)
    lines = []
    for reason, names in files.items():
        shown = _(", ").join(names[:_NAMED])
        if len(names) > _NAMED:
            text = ngettext("{names} and {n} more", "{names} and {n} more", len(names) - _NAMED)
            shown = text.format(names=shown, n=count(len(names) - _NAMED))
        lines.append(
            escape_markdown(_("{file}: {reason}").format(file=shown, reason=translate(reason)))
        )
    return lines


def left_out_in_words(file: str, remarks: Iterable[Message]) -> str:
    """What did not come in of a file, as Markdown."""
    reasons = escape_markdown(_("; ").join(map(translate, remarks)))
    return _("{file}: {reason}").format(file=f"**{escape_markdown(file)}**", reason=reasons)


def _draw_reader_options(drafted: CorpusFormDraft) -> None:
    """Reading a file in another way, or taking it away."""
    box = st.expander(
        _("Change how a file is read, or remove it"),
        icon=":material/tune:",
        key="corpus_adjusting",
        on_change="rerun" if len(drafted.items) > _FEW else "ignore",
    )
    if len(drafted.items) > _FEW and not box.open:
        return
    with box:
        by_number = {item.number: item for item in drafted.items}
        number = drafted.items[0].number
        if len(by_number) > 1:
            number = st.selectbox(
                _("File"),
                list(by_number),
                format_func=lambda number: by_number[number].name,
                key="corpus_adjusted",
            )
        item = by_number[number]
        with st.container(horizontal=True, vertical_alignment="bottom"):
            _choose_encoding(item)
            if item.options.template is None:
                _choose_column(item)
            choose_documents(item)
            st.button(
                _("Remove"),
                icon=":material/close:",
                key="corpus_remove",
                on_click=drafted.remove,
                args=(item.number,),
            )
        choose_template(item)
        if item.options.documents not in (None, "whole"):
            draw_cuts(item, item.options.documents)
        _choose_notes(item)
        note = next((row.note for row in item.rows if row.note), "")
        if note:
            st.caption(escape_markdown(translate(note)))
        if len(by_number) > 1:
            st.button(
                _("Remove all files"),
                type="tertiary",
                key="corpus_remove_all",
                on_click=drafted.clear,
            )


def _choose_notes(item: DraftFile) -> None:
    """Whether footnotes and comments come in, where there are some."""
    told = {remark for row in item.rows for remark in row.left_out}
    if not item.options.notes and told.isdisjoint(NOTES_LEFT_OUT):
        return
    key = f"corpus_notes_{item.number}"
    st.checkbox(
        _("Footnotes and comments too, after the text"),
        value=item.options.notes,
        key=key,
        on_change=_set_notes,
        args=(item, key),
    )


def _set_notes(item: DraftFile, key: str) -> None:
    item.choose(replace(item.options, notes=bool(st.session_state[key])))


def _choose_encoding(item: DraftFile) -> None:
    found = next((row.encoding for row in item.rows if row.encoding), "")
    found = "" if item.options.encoding else found
    automatic = _("Detected: {encoding}").format(encoding=found) if found else _("Detect it")
    choices = ["", *ENCODINGS]
    key = f"corpus_encoding_{item.number}"
    st.selectbox(
        _("Encoding"),
        choices,
        index=choices.index(item.options.encoding or ""),
        format_func=lambda choice: choice or automatic,
        key=key,
        on_change=_set_encoding,
        args=(item, key),
    )


def _set_encoding(item: DraftFile, key: str) -> None:
    # Where the words for an option have changed since, Streamlit gives them and not the option.
    chosen = st.session_state[key]
    encoding = chosen if chosen in ENCODINGS else None
    # Columns may have other names in another encoding.
    item.choose(replace(item.options, encoding=encoding, column=None))


def _choose_column(item: DraftFile) -> None:
    columns = next((row.columns for row in item.rows if row.columns), ())
    if len(columns) < 2:
        return
    lengths = {column.name: column.mean_length for column in columns}
    guessed = likeliest(columns)
    assert guessed is not None
    names = list(lengths)
    titles = {
        _("{name} ({n} characters on average)").format(name=name, n=count(length)): name
        for name, length in lengths.items()
    }
    key = f"corpus_column_{item.number}"
    chosen = item.options.column or guessed.name
    st.selectbox(
        _("Column with the text"),
        names,
        index=names.index(chosen) if chosen in names else names.index(guessed.name),
        format_func={name: title for title, name in titles.items()}.__getitem__,
        key=key,
        on_change=_read_column,
        args=(item, key, titles),
    )


def _read_column(item: DraftFile, key: str, titles: Mapping[str, str]) -> None:
    chosen = st.session_state[key]
    item.choose(replace(item.options, column=titles.get(chosen, chosen)))
