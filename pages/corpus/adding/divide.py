"""Where the documents inside a file begin and end, and how its columns are joined: offered, with a
preview of the cuts, and chosen."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from pages.corpus.adding.draft import CorpusFormDraft
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.corpus.ingest.draft_file import DraftFile
from slm_core.corpus.readers.document import ReadSuggestion
from slm_core.corpus.text.division.boundaries import BOUNDARIES, Boundary, split_documents
from slm_core.corpus.text.word_boundary import shortened

_OFFERS = 3
"""Offers shown at once; files that are alike share one."""
_PREVIEWED = 4
"""Documents in a preview."""
_BEGINNING = 30_000
"""Characters in which the cuts of a preview are looked for."""
_LINE = 90
"""Characters shown of a document's beginning."""


def draw_offers(drafted: CorpusFormDraft) -> None:
    """Each other way to read files that their content speaks for, with what it would give."""
    offers: dict[tuple[str, str], list[DraftFile]] = {}
    for item in drafted.items:
        for offered in item.suggestions:
            offers.setdefault((offered.option, offered.value), []).append(item)
    for number, items in enumerate(list(offers.values())[:_OFFERS]):
        _draw_offer(number, items[0].suggestions[0], items)


def _draw_offer(number: int, offered: ReadSuggestion, items: Sequence[DraftFile]) -> None:
    more = len(items) - 1
    name = f"**{escape_markdown(items[0].name)}**"
    if more:
        text = ngettext("{name} and {n} more file like it", "{name} and {n} more like it", more)
        name = text.format(name=name, n=count(more))
    with st.container(border=True, gap="xsmall", key=f"corpus_offer_{number}"):
        evidence = escape_markdown(translate(offered.evidence))
        text = _("{file}: {reason}").format(file=name, reason=evidence)
        st.markdown(f":blue[:material/lightbulb:] {text}")
        if offered.option == "documents":
            draw_cuts(items[0], _boundary(offered.value))
        else:
            st.code(offered.value, language=None)
        with st.container(horizontal=True):
            st.button(
                _take_label(offered, sum(item.suggestions[0].documents for item in items)),
                key=f"corpus_offer_take_{number}",
                on_click=_take,
                args=(offered, items),
            )
            st.button(
                _("Keep it as it is"),
                type="tertiary",
                key=f"corpus_offer_keep_{number}",
                on_click=_keep,
                args=(offered, items),
            )


def _take_label(offered: ReadSuggestion, documents: int) -> str:
    if offered.option == "template":
        return _("Join these columns")
    text = ngettext("Read as {n} document", "Read as {n} documents", documents)
    return text.format(n=count(documents))


def _take(offered: ReadSuggestion, items: Sequence[DraftFile]) -> None:
    for item in items:
        if offered.option == "documents":
            item.choose(replace(item.options, documents=_boundary(offered.value)))
        else:
            item.choose(replace(item.options, template=offered.value, column=None))


def _keep(offered: ReadSuggestion, items: Sequence[DraftFile]) -> None:
    """What is read now becomes the person's choice, so that it is not offered again."""
    for item in items:
        if offered.option == "documents":
            item.choose(replace(item.options, documents="whole"))
            continue
        name = next((row.read_as.values.get("name") for row in item.rows if row.read_as), None)
        if isinstance(name, str):
            item.choose(replace(item.options, column=name))


def draw_cuts(item: DraftFile, boundary: Boundary) -> None:
    """How the first documents begin if the text is cut so, a rule between any two."""
    parts = split_documents("\n".join(item.texts)[:_BEGINNING], boundary)
    if item.options.documents is not None:  # then it has been cut already
        parts = item.texts
    begun = [escape_markdown(_beginning(part)) for part in parts[:_PREVIEWED]]
    if len(parts) > _PREVIEWED:
        begun.append("…")
    cut = ":gray[✂ ┈┈┈┈┈┈┈┈┈┈]"
    st.caption(f"  \n{cut}  \n".join(begun))


def _beginning(text: str) -> str:
    plain = " ⏎ ".join(line.strip() for line in text.strip().split("\n") if line.strip())
    return shortened(plain, _LINE)


def choose_documents(item: DraftFile) -> None:
    """What separates the documents of a running text."""
    if any(row.columns for row in item.rows) or not item.documents:
        return
    key = f"corpus_documents_{item.number}"
    titles = {boundary: translate(how) for boundary, how in BOUNDARIES.items()}
    st.selectbox(
        _("Documents in it"),
        list(BOUNDARIES),
        index=list(BOUNDARIES).index(item.options.documents or "whole"),
        format_func=titles.__getitem__,
        key=key,
        on_change=_set_documents,
        args=(item, key),
    )


def _set_documents(item: DraftFile, key: str) -> None:
    chosen = st.session_state[key]
    by_title = {translate(how): boundary for boundary, how in BOUNDARIES.items()}
    item.choose(replace(item.options, documents=_boundary(by_title.get(chosen, chosen))))


def choose_template(item: DraftFile) -> None:
    """A template that joins several columns, instead of one column."""
    names = list(dict.fromkeys(column.name for row in item.rows for column in row.columns))
    if len(names) < 2 and item.options.template is None:
        return
    key = f"corpus_template_{item.number}"
    listed = ", ".join(f"{{{name}}}" for name in names[:12])
    st.text_area(
        _("Template that joins columns"),
        item.options.template or "",
        key=key,
        height=80,
        placeholder=listed,
        help=_(
            "A column's name in braces stands for its text: {columns}. A line whose columns are "
            "all empty in a row is left out of it."
        ).format(columns=escape_markdown(listed)),
        on_change=_set_template,
        args=(item, key),
    )


def _set_template(item: DraftFile, key: str) -> None:
    given = st.session_state[key].strip()
    item.choose(replace(item.options, template=given or None, column=None))


def _boundary(name: str) -> Boundary:
    return next((boundary for boundary in BOUNDARIES if boundary == name), "whole")
