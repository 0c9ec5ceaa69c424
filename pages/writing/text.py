"""The text on the Write page: the seed text in grey, and below it facts about the text."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown, muted
from pages.writing.session import Generation
from slm_core.corpus.text.passages import CopiedSpan
from slm_core.serving.schema import CompletionSummary


def draw_sheet(sheet: DeltaGenerator, writing: Generation) -> None:
    """The seed in grey, the text so far, and under it what there is to say; drawn in place."""
    with sheet.container():
        seed = muted(writing.prompt) if writing.prompt else ""
        if seed or writing.text:
            st.markdown(seed + escape_markdown(writing.text))
        _draw_facts(writing)


def _draw_facts(writing: Generation) -> None:
    if writing.stage == "failed":
        st.error(translate(writing.problem))
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
            key="write_copy",
        ):
            _draw_copy(writing, copied)


def _draw_copy(writing: Generation, copied: CopiedSpan) -> None:
    passage = writing.text[copied.start : copied.start + copied.length]
    st.caption(_("In the training text:"))
    before = muted("… " + copied.before) if copied.before else ""
    after = muted(copied.after + " …") if copied.after else ""
    st.markdown(before + escape_markdown(passage) + after)
