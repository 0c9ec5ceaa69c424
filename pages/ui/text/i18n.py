"""The language of everything shown: `_()` and `ngettext()`.

The browser's language decides, until somebody chooses one; the choice stands in the address
(`?lang=zh`), so that a link opens in the language it was sent in.
"""

import streamlit as st

from pages.ui.text.setting_names import with_labels
from slm_core import translation
from slm_core.messages import Message
from slm_core.translation import LANGUAGES, translations

_CHOSEN = "language_chosen"
LANGUAGE_COOKIE = "argot_language"
"""In it the browser keeps the language that was chosen."""
_SHOWN = "language_shown"


def _(text: str) -> str:
    """`text`, which is English, in the language of this session."""
    return translations(language()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a sentence that fits `count`, in the language of this session."""
    return translations(language()).ngettext(one, many, count)


def translate(message: Message | str | None) -> str:
    """What the library says, in the language of this session; a text has been translated before.

    Settings are called as in forms: their translations are that already.
    """
    if isinstance(message, Message) and language() == "en":
        message = with_labels(message)
    return translation.translate(message, language())


def language() -> str:
    """The language of this session, "en" where nothing says otherwise."""
    return st.session_state.get(_SHOWN, "en")


def set_language() -> None:
    """Decide this session's language, once for each run of the script and before any text.

    The address comes first, then what was chosen before on another page or another day, then the
    browser.
    """
    asked = st.query_params.get("lang")
    kept = st.context.cookies.get(LANGUAGE_COOKIE)
    if asked in LANGUAGES:
        st.session_state[_CHOSEN] = asked
    elif kept in LANGUAGES:
        st.session_state.setdefault(_CHOSEN, kept)
    chosen = st.session_state.get(_CHOSEN)
    if chosen and asked != chosen:  # the menu's links carry no parameters
        st.query_params["lang"] = chosen
    st.session_state[_SHOWN] = chosen or translation.language_of(st.context.locale or "en")


def chosen_language() -> str:
    """The language that somebody chose, in this session or before; "" where nobody did."""
    return st.session_state.get(_CHOSEN, "")


def choose_language() -> None:
    """A quiet button for every other language; what is chosen goes into the address."""
    for code, name in LANGUAGES.items():
        if code != language():
            st.button(
                name,
                key=f"language_{code}",
                type="tertiary",
                icon=":material/translate:",
                on_click=_choose,
                args=(code,),
            )


def _choose(code: str) -> None:
    st.session_state[_CHOSEN] = code
    st.query_params["lang"] = code
