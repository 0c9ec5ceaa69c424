"""What a browser finds again when its page is loaded anew: forms, the draft, the language.

Streamlit begins a new session then. A cookie names the browser, and what a session of it held is
taken over by the next one once nobody is connected to the first any more, so that two tabs never
share a form.
"""

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.ui.text.i18n import LANGUAGE_COOKIE, chosen_language

_COOKIE, _NAME = "argot_browser", "browser_name"
LEAVING_COOKIE = "argot_leaving"
"""A page that is left says so by it, so that the next one waits for the end of its session."""
_PATIENCE = 2.0
"""Seconds for that; the server hears of a closed page a little later than the browser."""
_LENGTH = 22
"""Characters of a browser's name: 128 bits in base64."""
_MOST = 64
"""Sessions whose forms are kept, the newest."""
_FORMS = ("train_", "race_", "write_", "privacy_", "corpus_")
"""Beginnings of the keys of widgets that are kept, where what they hold is a word or a number."""
_OF_RUNS = ("train_rate", "train_heat", "train_dropout_", "train_batch_size_")
"""But these: they begin with what holds of the run that is shown, not with another one's."""
_OBJECTS = (
    "corpus_draft",
    "corpus_watched",
    "privacy_choice",
    "train_changes",
    "race_changes",
    "uploads",
    "write_writing",
)
"""Keys of what pages keep in a session beside widgets."""


@dataclass
class _Kept:
    """What sessions held, by browser and session, the oldest first."""

    sessions: OrderedDict[tuple[str, str], dict[str, object]] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def restore_session() -> None:
    """In a new session: what the browser's last one held, if that is over."""
    if _NAME in st.session_state:
        return
    name = st.context.cookies.get(_COOKIE, "")
    is_known = len(name) == _LENGTH and name.isascii()
    st.session_state[_NAME] = name if is_known else secrets.token_urlsafe(16)
    if LEAVING_COOKIE in st.context.cookies:
        _wait_for_the_last(name)
    for key, value in _taken(name).items():
        st.session_state[key] = value


def keep_session() -> None:
    """After each run of the script: what this session holds now."""
    context = get_script_run_ctx()
    # Not by `st.session_state`: where a page was stopped, asking that stops the script once more.
    state = context.session_state.filtered_state if context is not None else {}
    if context is None or _NAME not in state:
        return
    held = {key: value for key, value in state.items() if _is_kept(str(key), value)}
    kept, known = _kept(), (str(state[_NAME]), context.session_id)
    with kept.lock:
        kept.sessions[known] = held
        kept.sessions.move_to_end(known)
        while len(kept.sessions) > _MOST:
            kept.sessions.popitem(last=False)


def cookies() -> dict[str, str]:
    """What the browser is to send the next time: its name, and the language if one was chosen."""
    chosen = chosen_language()
    named = {_COOKIE: st.session_state.get(_NAME, "")}
    return named | ({LANGUAGE_COOKIE: chosen} if chosen else {})


def _wait_for_the_last(name: str) -> None:
    """Until nobody is connected to the session that this browser used last: an older one may be
    over already, and holds less."""
    with _kept().lock:
        sessions = [session for browser, session in _kept().sessions if browser == name]
    end = time.monotonic() + _PATIENCE
    while sessions and _is_connected(sessions[-1]) and time.monotonic() < end:
        time.sleep(0.05)


def _taken(name: str) -> dict[str, object]:
    """What the newest session of this browser held to which nobody is connected; it is gone here
    then."""
    kept = _kept()
    with kept.lock:
        for known in reversed(kept.sessions):
            if known[0] == name and not _is_connected(known[1]):
                return kept.sessions.pop(known)
    return {}


def _is_connected(session_id: str) -> bool:
    return Runtime.exists() and Runtime.instance().is_active_session(session_id)


def _is_kept(key: str, value: object) -> bool:
    if key in _OBJECTS:
        return True
    is_form = key.startswith(_FORMS) and not key.startswith(_OF_RUNS)
    return is_form and "password" not in key and _is_plain(value)


def _is_plain(value: object) -> bool:
    """Whether a widget may be given it again: of a button, which is true or false, none may."""
    if isinstance(value, (list, tuple)):
        return bool(value) and all(isinstance(item, str) for item in value)
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


@st.cache_resource(max_entries=1, show_spinner=False)
def _kept() -> _Kept:
    return _Kept()
