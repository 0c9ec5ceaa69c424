"""Where the pages are, and how to get from one to another. Knows no content.

Links keep the language that stands in the address.
"""

from pathlib import Path
from typing import Literal, NoReturn
from urllib.parse import urlencode, urlsplit

import streamlit as st

PageName = Literal["home", "corpus", "training", "writing"]
"""The packages of pages/ that are pages; each has its script in page.py."""

FOLDER = Path(__file__).parents[1]
ICON = str(FOLDER / "ui" / "icon.svg")

ADDRESSES: dict[PageName, str] = {
    "home": "",
    "corpus": "corpora",
    "training": "training",
    "writing": "writing",
}
"""The path of each page's address; the start page is at "/"."""


def page_of(page: PageName, *, title: str, icon: str) -> st.Page:
    """The page as the navigation lists it."""
    address = ADDRESSES[page]
    return st.Page(
        FOLDER / page / "page.py",
        title=title,
        icon=icon,
        url_path=address or None,
        default=not address,
    )


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
    key = "_".join(["link", page, *parameters.values()])
    if st.button(label, icon=icon, key=key, type="tertiary"):
        go_to(page, **parameters)


def address_of(page: PageName, **parameters: str) -> str:
    """The address to mail or to bookmark, from the root of the server."""
    query = urlencode(parameters)
    return f"/{ADDRESSES[page]}" + (f"?{query}" if query else "")


def _is_here(page: PageName) -> bool:
    """Whether the browser shows this page."""
    path = urlsplit(st.context.url or "").path
    return path.rstrip("/").rpartition("/")[2] == ADDRESSES[page]


def _kept(parameters: dict[str, str]) -> dict[str, str]:
    language = st.query_params.get("lang")
    return parameters | ({"lang": language} if language else {})
