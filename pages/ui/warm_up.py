"""The server's start: sets its limits, says where the studio is, and loads what pages need while
the first browser is still loading its own part. Draws nothing."""

import importlib
import threading
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import streamlit as st

from pages.ui.server.limits import limit_connections, never_ask_outside
from pages.ui.session import open_chosen_workspace
from slm_core.errors import ArgotError
from slm_core.leftovers import sweep, sweep_temporary_servers, use_temporary_folder

_SLOW = ("pandas", "pages.ui.sidebar", "pages.home.recent", "pages.home.sample_cards")
"""Modules that take half a second of a core together, and would be waited for on the first page."""

_CHARTS = ("pages.charts.bars", "pages.charts.curves", "pages.charts.slopes")
"""They bring Altair, a third of a second of a core that the first page does not need."""
_TIDIED_EVERY = 20.0
"""Seconds."""
_FIRST_PAGE = 4.0
"""Seconds from the start of the server after which the first page is drawn in the browser."""


@asynccontextmanager
async def starting(_app: st.App) -> AsyncGenerator[None]:
    """Goes with the server from its start to its end."""
    never_ask_outside()
    limit_connections()
    print(f"Argot is at {_address()} · Ctrl-C ends it; what trains goes on.", flush=True)
    threading.Thread(target=_load, name="loading-ahead", daemon=True).start()
    threading.Thread(target=_keep_tidy, name="keeping-tidy", daemon=True).start()
    yield


def _address() -> str:
    host, port = st.get_option("server.address") or "localhost", st.get_option("server.port")
    return f"http://{host}:{port}"


def _keep_tidy() -> None:
    """Uploads wait in the workspace, and what killed processes leave there goes."""
    try:
        home = open_chosen_workspace()
        if home.is_read_only():
            return
        use_temporary_folder(home.root)
    except ArgotError:  # every page says so
        return
    while True:
        time.sleep(_TIDIED_EVERY)
        sweep(home.root)
        sweep_temporary_servers()


def _load() -> None:
    for name in _SLOW:
        importlib.import_module(name)
    time.sleep(_FIRST_PAGE)
    for name in _CHARTS:
        importlib.import_module(name)
