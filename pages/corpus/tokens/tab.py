"""The tokens tab: the text of a corpus under several tokenizers side by side."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.corpus.profile.build import make_again, report_or_progress
from pages.corpus.profile.labels import tokenizer_name
from pages.corpus.tokens.coloured_text import draw_coloured_tokens
from pages.corpus.tokens.text import choose_texts
from pages.ui.session import workers
from pages.ui.text.formatting import count, percent
from pages.ui.text.i18n import _
from pages.ui.text.token_kinds import token_kind
from slm_core.corpus.store import Corpus
from slm_core.profiling.profile import TokenCount
from slm_core.tokenizers.comparison import Which, view_tokens
from slm_core.tokenizers.token_view import TokenView
from slm_core.workspace import Workspace

_SHOWN = "tokens_shown"
_MOST = 4
"""Tokenizers side by side."""


def draw_tokens_tab(workspace: Workspace, corpus: Corpus) -> None:
    """The text under the tokenizers that were chosen, and all of them as a table.

    Raises CorpusError, WorkspaceError.
    """
    report = report_or_progress(workspace, corpus)
    if report is None:
        return
    st.caption(
        _(
            "A model reads tokens, not letters. Each piece of one colour is one token: the "
            "longer they are, the more text fits into what a model sees at once."
        )
    )
    texts = choose_texts(corpus)
    chosen = _choose(corpus, report.tokens)
    if not texts:
        st.caption(_("The text will appear here, coloured by token."))
    elif not chosen:
        st.caption(_("Choose a tokenizer above."))
    else:
        _draw_chosen(workspace, corpus, chosen, texts)
    st.markdown("**" + _("All of them on the whole text") + "**")
    _draw_table(report.tokens)


def _choose(corpus: Corpus, counts: Sequence[TokenCount]) -> list[Which]:
    options = [_which(one) for one in counts]
    return list(
        st.pills(
            _("Cut into"),
            options,
            selection_mode="multi",
            format_func=lambda one: tokenizer_name(*one),
            default=_first_choice(options),
            key=f"{_SHOWN}_{corpus.id}",  # another corpus has other sizes
            help=_(
                "The number is the size of the vocabulary: how many different tokens there are."
            ),
            persist_state="session",
        )
        or []
    )[:_MOST]


def _which(one: TokenCount) -> Which:
    return one.kind, one.vocabulary_size


def _first_choice(options: Sequence[Which]) -> list[Which]:
    """One of each kind, the one in the middle; words as a dictionary cuts them where there are."""
    kinds: dict[str, list[Which]] = {}
    for one in options:
        kinds.setdefault(one[0], []).append(one)
    if "segmented" in kinds:
        kinds.pop("word", None)
    return [sizes[len(sizes) // 2] for sizes in kinds.values()]


def _draw_chosen(
    workspace: Workspace, corpus: Corpus, chosen: Sequence[Which], texts: Sequence[str]
) -> None:
    with st.skeleton(height=260):
        views = view_tokens(workers(), workspace, corpus.id, chosen, texts)
    if len(views) < len(chosen):
        st.markdown(
            _("The tokenizers of this view were deleted; making the report brings them back.")
        )
        st.button(
            _("Make the report again"),
            key="tokens_again",
            on_click=make_again,
            args=(workspace, corpus),
        )
        return
    with st.grid(min(len(chosen), 3), min_column_width=250, key="tokens_sheets"):
        for one in chosen:
            _draw_views(one, views[one])


def _draw_views(which: Which, views: Sequence[TokenView]) -> None:
    kind, size = which
    name = tokenizer_name(kind, size)
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f"**{name}**")
        st.caption(_facts(views))
        draw_coloured_tokens(
            views, key=f"tokens_sheet_{kind}_{size}", label=f"{name}: {_facts(views)}"
        )


def _facts(views: Sequence[TokenView]) -> str:
    tokens = sum(one.tokens for one in views)
    size = sum(one.bytes for one in views)
    unknown = sum(one.unknown for one in views)
    words = [
        _("{n} tokens").format(n=count(tokens)),
        _("{n} bytes each").format(n=f"{size / max(1, tokens):.2f}"),
    ]
    if unknown:
        words.append(_("{n} unknown").format(n=count(unknown)))
    return " · ".join(words)


def _draw_table(counts: Sequence[TokenCount]) -> None:
    most = max(one.bytes_per_token for one in counts)
    rows = [
        {
            "name": tokenizer_name(one.kind, one.vocabulary_size),
            "tokens": one.tokens,
            "bytes": one.bytes_per_token,
            "unknown": percent(one.unknown_share, digits=2),
        }
        for one in counts
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height="content",
        key="tokens_table",
        alt=_("The whole text under each tokenizer"),
        column_config={
            "name": st.column_config.TextColumn(_("Tokens · vocabulary")),
            "tokens": st.column_config.NumberColumn(_("Tokens in the text"), format="localized"),
            "bytes": st.column_config.ProgressColumn(
                _("Bytes per token"), min_value=0, max_value=most, format="%.2f"
            ),
            "unknown": st.column_config.TextColumn(_("Unknown"), alignment="right"),
        },
    )
    for kind in dict.fromkeys(one.kind for one in counts):
        if words := token_kind(kind).good_for:
            st.caption(f"**{token_kind(kind).name}**: {words}")
