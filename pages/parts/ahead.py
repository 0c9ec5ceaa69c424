"""Loads what pages need while the first browser is still loading its own part. Draws nothing."""

import importlib
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import streamlit as st

_SLOW = ("pandas", "pages.parts.sidebar", "pages.parts.recent", "pages.parts.sample_cards")
"""Modules that take half a second of a core together, and would be waited for on the first page."""


@asynccontextmanager
async def loading_ahead(_app: st.App) -> AsyncGenerator[None]:
    """Goes with the server from its start to its end."""
    threading.Thread(target=_load, name="loading-ahead", daemon=True).start()
    yield


def _load() -> None:
    for name in _SLOW:
        importlib.import_module(name)
