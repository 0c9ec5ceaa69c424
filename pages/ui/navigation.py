"""The pages' addresses, and how to go from one to another.

Links keep the language that stands in the address.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn
from urllib.parse import urlencode, urlsplit

import streamlit as st

from pages.ui.text.i18n import translate
from slm_core.messages import Message, as_given, msg

PageName = Literal[
    "home",
    "corpus",
    "training",
    "writing",
    "runs",
    "scores",
    "compare",
    "rating",
    "score_text",
    "inside",
]
"""The packages of pages/ that are pages; each has its script in page.py."""

FOLDER = Path(__file__).parents[1]
ICON = str(FOLDER / "ui" / "icon.svg")
WORDMARK = str(FOLDER / "ui" / "wordmark.svg")
"""The name beside the icon, in a colour that stands out in both themes."""


@dataclass(frozen=True)
class PageInfo:
    """How a page is listed, and where it is."""

    title: Message
    icon: str
    address: str
    """The path of its address; the start page is at "/"."""
    group: Message
    """The heading it is listed under; an empty one is none."""


_MAKE, _JUDGE, _UNDERSTAND = msg("Make"), msg("Judge"), msg("Understand")
PAGES: dict[PageName, PageInfo] = {
    "home": PageInfo(msg("Start"), ":material/home:", "", as_given("")),
    "corpus": PageInfo(msg("Corpus"), ":material/menu_book:", "corpora", _MAKE),
    "training": PageInfo(msg("Train"), ":material/model_training:", "training", _MAKE),
    "writing": PageInfo(msg("Write"), ":material/edit_note:", "writing", _MAKE),
    "runs": PageInfo(msg("Runs"), ":material/table_rows:", "runs", _JUDGE),
    "scores": PageInfo(msg("Scores"), ":material/query_stats:", "scores", _JUDGE),
    "compare": PageInfo(msg("Compare"), ":material/compare_arrows:", "compare", _JUDGE),
    "rating": PageInfo(msg("Blind ratings"), ":material/balance:", "ratings", _JUDGE),
    "score_text": PageInfo(
        msg("Score text"), ":material/format_ink_highlighter:", "score-text", _UNDERSTAND
    ),
    "inside": PageInfo(msg("Inside"), ":material/neurology:", "inside", _UNDERSTAND),
}
"""Every page, in the order of the menu; a new one is one line here."""


def menu(unlisted: list[st.Page]) -> dict[str, list[st.Page]]:
    """The pages as Streamlit's navigation lists them, in the language of the session, and some that
    it is not to list."""
    groups: dict[str, list[st.Page]] = {}
    for name, info in PAGES.items():
        page = st.Page(
            FOLDER / name / "page.py",
            title=translate(info.title),
            icon=info.icon,
            url_path=info.address or None,
            default=not info.address,
        )
        groups.setdefault(translate(info.group), []).append(page)
    next(iter(groups.values())).extend(unlisted)
    return groups


def go_to(page: PageName, **parameters: str) -> NoReturn:
    """Leave this page for another, such as `go_to("training", run=run.id)`."""
    st.switch_page(FOLDER / page / "page.py", query_params=_kept(parameters))


def link_to(page: PageName, label: str, *, icon: str | None = None, **parameters: str) -> None:
    """Draw a link to a page, such as `link_to("training", run.id, run=run.id)`."""
    if not _is_here(page):
        st.page_link(
            FOLDER / page / "page.py", label=label, icon=icon, query_params=_kept(parameters)
        )
        return
    # A link to the page that is shown would leave the address as it is, and lose its parameters.
    key = "_".join(["link", page, *(part for pair in parameters.items() for part in pair)])
    if st.button(label, icon=icon, key=key, type="tertiary"):
        go_to(page, **parameters)


def address_of(page: PageName, **parameters: str) -> str:
    """The address to mail or to bookmark, from the root of the server."""
    query = urlencode(parameters)
    return f"/{PAGES[page].address}" + (f"?{query}" if query else "")


def _is_here(page: PageName) -> bool:
    """Whether the browser shows this page."""
    path = urlsplit(st.context.url or "").path
    return path.rstrip("/").rpartition("/")[2] == PAGES[page].address


def _kept(parameters: dict[str, str]) -> dict[str, str]:
    language = st.query_params.get("lang")
    return parameters | ({"lang": language} if language else {})
