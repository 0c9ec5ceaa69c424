"""Where the pages are, and how to get from one to another. Knows no content.

Links keep the language that stands in the address.
"""

from pathlib import Path
from typing import Literal, NoReturn
from urllib.parse import urlencode, urlsplit

import streamlit as st

Place = Literal["start", "corpus", "train", "write"]

FOLDER = Path(__file__).parents[1]
ICON = str(FOLDER / "parts" / "icon.svg")

ADDRESSES: dict[Place, str] = {
    "start": "",
    "corpus": "corpora",
    "train": "training",
    "write": "writing",
}
"""The path of each page's address; the start page is at "/"."""


def page_of(place: Place, *, title: str, icon: str) -> st.Page:
    """The page as the navigation lists it."""
    address = ADDRESSES[place]
    return st.Page(
        FOLDER / f"{place}.py",
        title=title,
        icon=icon,
        url_path=address or None,
        default=not address,
    )


def go_to(place: Place, **parameters: str) -> NoReturn:
    """Leave this page for another, such as `go_to("train", run=run.id)`."""
    st.switch_page(FOLDER / f"{place}.py", query_params=_kept(parameters))


def link_to(place: Place, label: str, *, icon: str | None = None, **parameters: str) -> None:
    """Draw a link to a page, such as `link_to("train", run.id, run=run.id)`."""
    if not _is_here(place):
        st.page_link(FOLDER / f"{place}.py", label=label, icon=icon, query_params=_kept(parameters))
        return
    # A link to the page that is shown would leave the address as it is, and lose its parameters.
    key = "_".join(["link", place, *parameters.values()])
    if st.button(label, icon=icon, key=key, type="tertiary"):
        go_to(place, **parameters)


def address_of(place: Place, **parameters: str) -> str:
    """The address to mail or to bookmark, from the root of the server."""
    query = urlencode(parameters)
    return f"/{ADDRESSES[place]}" + (f"?{query}" if query else "")


def _is_here(place: Place) -> bool:
    """Whether the browser shows this page."""
    path = urlsplit(st.context.url or "").path
    return path.rstrip("/").rpartition("/")[2] == ADDRESSES[place]


def _kept(parameters: dict[str, str]) -> dict[str, str]:
    language = st.query_params.get("lang")
    return parameters | ({"lang": language} if language else {})
