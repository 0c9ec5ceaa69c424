"""The text on the Write page: the seed text in grey, and below it facts about the text."""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.browser.copy_button import draw_copy_button
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown, muted
from pages.writing.session import Generation
from slm_core.corpus.text.passages import CopiedSpan
from slm_core.serving.schema import CompletionSummary
from slm_core.workspace import slug

_LONG, _TAIL = 400, 160
"""Characters from which only the end of a seed text is shown, and how many of it."""
_BESIDE = 3
"""Texts beside one another."""
_BETWEEN = "\n\n* * *\n\n"
"""Between several texts that are copied or saved."""


def draw_sheet(sheet: DeltaGenerator, writing: Generation) -> None:
    """The seed in grey, the text so far, and under it what there is to say; drawn in place."""
    with sheet.container():
        seed = _folded(writing.prompt)
        if seed or writing.text:
            st.markdown((muted(seed) if seed else "") + escape_markdown(writing.text))
        _draw_facts(writing)


def draw_whole_seed(prompt: str) -> None:
    """All of a seed text of which only the end is shown; nothing for one that is shown whole."""
    if len(prompt) > _LONG:
        label = _("The whole seed text, {n} characters").format(n=count(len(prompt)))
        with st.expander(label, type="compact", key="write_whole_seed"):
            st.markdown(muted(prompt))


def sheets_for(writings: Sequence[Generation]) -> list[DeltaGenerator]:
    """A place for each text: below one another, or beside one another where they have titles."""
    if all(writing.title for writing in writings):
        columns = [
            column
            for start in range(0, len(writings), _BESIDE)
            for column in st.columns(min(_BESIDE, len(writings)))
        ][: len(writings)]
        for column, writing in zip(columns, writings, strict=True):
            column.markdown(f"**{escape_markdown(writing.title)}**")
        return [column.container(border=True).empty() for column in columns]
    return [st.container(border=len(writings) > 1).empty() for _writing in writings]


def draw_takeaway(
    writings: Sequence[Generation], name: str, *, on_edit: Callable[[], None]
) -> None:
    """Ways to go on with the texts: the clipboard, a file called after `name`, the seed text."""
    written = _BETWEEN.join(writing.prompt + writing.text for writing in writings)
    with st.container(horizontal=True, vertical_alignment="center", key="write_takeaway"):
        draw_copy_button(written, key="write_copy_text")
        st.download_button(
            _("Save as a file"),
            written.encode("utf-8", errors="replace"),
            file_name=f"{slug(name)}.txt",
            mime="text/plain",
            icon=":material/download:",
            key="write_save",
            type="tertiary",
            on_click="ignore",
        )
        if len(writings) == 1:
            st.button(
                _("Edit and go on"),
                icon=":material/edit:",
                key="write_go_on",
                type="tertiary",
                help=_("Puts all of the text into the seed text, to change it and write on"),
                on_click=on_edit,
            )


def _folded(prompt: str) -> str:
    return prompt if len(prompt) <= _LONG else "… " + prompt[-_TAIL:]


def _draw_facts(writing: Generation) -> None:
    if writing.stage == "failed":
        st.error(escape_markdown(translate(writing.problem)))
    elif writing.stage == "stopped":
        st.caption(
            _("Stopped after {n} characters · random seed {seed}").format(
                n=count(len(writing.text)), seed=writing.settings.seed
            )
        )
    elif writing.summary:
        _draw_summary(writing, writing.summary)
    else:
        st.caption(_("Writing …"))


def _draw_summary(writing: Generation, summary: CompletionSummary) -> None:
    words = [ngettext("{n} token", "{n} tokens", summary.tokens).format(n=count(summary.tokens))]
    if summary.tokens_per_second:
        words.append(_("{n} a second").format(n=count(summary.tokens_per_second)))
    words.append(_("random seed {seed}").format(seed=summary.seed))
    if summary.finish == "stop":
        words.append(_("the model chose to stop here"))
    copied = summary.copy
    if copied is None:
        words.append(_("the corpus was deleted, so copies cannot be found"))
    else:
        words.append(
            ngettext(
                "longest passage copied word for word: {n} character",
                "longest passage copied word for word: {n} characters",
                copied.length,
            ).format(n=count(copied.length))
        )
    st.caption(" · ".join(words))
    if summary.notice is not None:
        st.warning(escape_markdown(translate(summary.notice)))
    if copied and copied.length > 1:
        with st.popover(
            _("See the copied passage"),
            icon=":material/content_copy:",
            type="tertiary",
            key=f"write_copy_{writing.model}_{writing.title}_{writing.settings.seed}",
        ):
            _draw_copy(writing, copied)


def _draw_copy(writing: Generation, copied: CopiedSpan) -> None:
    passage = writing.text[copied.start : copied.start + copied.length]
    st.caption(_("In the training text:"))
    before = muted("… " + copied.before) if copied.before else ""
    after = muted(copied.after + " …") if copied.after else ""
    st.markdown(before + escape_markdown(passage) + after)
