"""The HTML that a page's address answers with: Streamlit's own, which is told where the server is.

Streamlit's front end cannot know whether `/inside` is a page or the folder that a server stands in.
So it asks `/inside/_stcore/health` and `/inside/_stcore/host-config` first, waits for their answers
and leaves two failed requests in the browser's console whenever a page is opened by its address.
"""

from functools import cache
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from pages.ui.navigation import PAGES

_HEAD = "<head>"
_SCRIPT = (
    '<script>window.__streamlit = { BACKEND_BASE_URL: new URL(".", location.href).href };</script>'
)
"""The folder of a page's address, whatever a proxy has put before it."""


def page_routes() -> list[Route]:
    """For `st.App`: the address of every page but the start, of which Streamlit is in no doubt."""
    return [Route(f"/{info.address}", _answer) for info in PAGES.values() if info.address]


async def _answer(_request: Request) -> HTMLResponse:
    return HTMLResponse(page_shell(), headers={"Cache-Control": "no-cache"})


@cache
def page_shell() -> str:
    """Streamlit's page with our line at its head."""
    shell = Path(st.__file__).with_name("static") / "index.html"
    return shell.read_text(encoding="utf-8").replace(_HEAD, _HEAD + _SCRIPT, 1)
