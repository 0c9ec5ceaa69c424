"""Addresses that are no page's: guessed and earlier ones lead to their page, others say so."""

from collections.abc import Mapping

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.ui.navigation import PAGES, PageName, go_to
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown

_ASKED = "address_asked"
_MOST = 100
"""Characters of an address that are shown."""

_GUESSES: Mapping[PageName, tuple[str, ...]] = {
    "home": ("home", "start", "index", "index.html", "main", "studio", "samples", "sample"),
    "corpus": ("corpus", "text", "texts", "data", "documents", "files", "upload", "import"),
    "training": ("training", "train", "new", "learn", "fit"),
    "writing": ("write", "writer", "generate", "generation", "text-generation", "completion"),
    "runs": ("runs", "run", "models", "experiments", "history", "lineage"),
    "compare": ("compare", "comparison", "versus", "diff"),
    "rating": ("rating", "rate", "vote", "blind"),
    "inside": ("units", "neurons", "attention", "explain", "inspect", "interpret", "why"),
    "scores": ("score", "evaluate", "evaluation", "evaluations", "judge", "metrics"),
}
_WITH_PARAMETERS: Mapping[str, tuple[PageName, Mapping[str, str]]] = {
    "race": ("training", {"race": "new"}),
    "races": ("training", {"race": "new"}),
}


def page_for_other_address() -> list[st.Page]:
    """The page that answers where the browser stands at an address of none of ours, unseen in the
    menu; none where it stands at one of ours.

    Without it Streamlit shows a message about files in a folder.
    """
    context = get_script_run_ctx()
    name = context.pages_manager.intended_page_name if context is not None else None
    if name:
        st.session_state[_ASKED] = name
    name = st.session_state.get(_ASKED, "")
    if not name or "/" in name or name in {info.address for info in PAGES.values()}:
        return []
    return [st.Page(_answer, title=_("No such page"), url_path=name, visibility="hidden")]


def page_guessed(name: str) -> tuple[PageName, Mapping[str, str]] | None:
    """The page that somebody means by an address, with its parameters."""
    name = name.casefold().removesuffix(".html").removesuffix(".py")
    for page, guesses in _GUESSES.items():
        if name in guesses or name == PAGES[page].address:
            return page, {}
    return _WITH_PARAMETERS.get(name)


def _answer() -> None:
    """Lead to the page that was meant, or say that there is none."""
    name = str(st.session_state.get(_ASKED, ""))
    meant = page_guessed(name)
    if meant is not None:
        page, parameters = meant
        go_to(page, **{**parameters, **st.query_params.to_dict()})
    st.title(_("There is no such page"), anchor=False)
    st.markdown(
        _("Nothing is at the address **/{address}**. Begin at the start page.").format(
            address=escape_markdown(name[:_MOST])
        )
    )
    if st.button(_("To the start page"), type="primary", icon=":material/home:", key="to_start"):
        go_to("home")
