"""What cannot be read: a row with its reason in lists, and a sentence in place of a traceback."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Literal

import streamlit as st

from pages.ui.navigation import link_to
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ArgotError
from slm_core.records import Damaged

_SHOWN = 20
"""Rows; nobody reads more of them."""


def draw_damaged(damaged: Sequence[Damaged], *, kind: Literal["run", "corpus"], key: str) -> None:
    """A row for each, which opens its page; nothing where all is well."""
    if not damaged:
        return
    n = len(damaged)
    if kind == "run":
        title = ngettext("{n} run cannot be read", "{n} runs cannot be read", n)
    else:
        title = ngettext("{n} corpus cannot be read", "{n} corpora cannot be read", n)
    with st.expander(title.format(n=n), icon=":material/warning:", key=key):
        for one in damaged[:_SHOWN]:
            _draw_row(one, kind)


def damaged_words(damaged: Sequence[Damaged]) -> None:
    """A line below a selection box that leaves them out."""
    for one in damaged[:_SHOWN]:
        words = _("Not in this list: {name}. {reason}")
        reason = escape_markdown(translate(one.reason))
        st.caption(words.format(name=escape_markdown(one.id), reason=reason))


def in_sentences(draw: Callable[..., None]) -> Callable[..., None]:
    """`draw`, which says what an ArgotError says where one is raised: for pages and fragments."""

    @wraps(draw)
    def drawn(*args: Any, **named: Any) -> None:
        try:
            draw(*args, **named)
        except ArgotError as error:
            st.error(escape_markdown(translate(error.message)))

    return drawn


def _draw_row(one: Damaged, kind: Literal["run", "corpus"]) -> None:
    name, reason = escape_markdown(one.id), escape_markdown(translate(one.reason))
    if kind == "run":
        link_to("training", name, icon=":material/warning:", run=one.id)
    else:
        link_to("corpus", name, icon=":material/warning:", corpus=one.id)
    st.caption(reason)
