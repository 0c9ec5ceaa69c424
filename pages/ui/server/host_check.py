"""The studio answers only to its own names and to its own pages; others get a page that says so."""

import html
from functools import cache

import streamlit as st
from starlette.middleware import Middleware

from pages.ui.server.options import studio_options
from slm_core.errors import SettingsError
from slm_core.messages import Message, msg
from slm_core.serving.protection.host_check import HostCheckMiddleware, Refusal
from slm_core.serving.protection.hosts import AllowedHosts
from slm_core.translation import LANGUAGES, translate

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Argot</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.6 system-ui, sans-serif; max-width: 38rem }}
body {{ margin: 15vh auto; padding: 0 1rem }}
h2 {{ font-size: 1.2rem; margin: 2rem 0 .3rem }}
p {{ margin: 0; overflow-wrap: anywhere }}
</style></head><body>{sections}</body></html>
"""


def host_check() -> Middleware:
    """For `st.App`: comes before everything that Streamlit answers, websocket and uploads too."""
    return Middleware(HostCheckMiddleware, allowed=_allowed, refuse=refusal_page)


def refusal_page(problem: Message) -> Refusal:
    """The sentence in every language, since a browser that may not ask has not told its own."""
    title = msg("Argot does not open here")
    sections = "".join(
        f'<section lang="{code}"><h2>{html.escape(translate(title, code))}</h2>'
        f"<p>{html.escape(translate(problem, code))}</p></section>"
        for code in LANGUAGES
    )
    return "text/html; charset=utf-8", _PAGE.format(sections=sections).encode("utf-8")


@cache
def _allowed() -> AllowedHosts:
    """From `--allow-host`, and from where Streamlit's own options say that the studio is."""
    named = [st.get_option("server.address"), st.get_option("browser.serverAddress")]
    try:
        named += studio_options().allow_host
    except SettingsError:
        named += []  # the page says it: pages/ui/session.py
    return AllowedHosts.of(*named, *(st.get_option("server.allowedHosts") or ()))
