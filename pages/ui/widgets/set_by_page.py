"""Widgets whose value the page sets itself, so that nothing typed meanwhile is lost or misread.

Until the browser has drawn a value that the page set, it goes on sending the one before, which
would count as somebody's choice. So a value that the page sets comes in a widget of its own; and
a value that stands there already is not set again, which would wipe out what is being typed.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

_AGES = "shown_ages"


def keyed_value(name: str, value: object, *, form: object = None) -> str:
    """The key to draw the widget `name` with, whose value is `value` then.

    `form` is what else makes Streamlit take it for another widget, such as the step of a number.
    """
    ages: dict[str, tuple[int, object]] = st.session_state.setdefault(_AGES, {})
    age, known = ages.get(name, (0, form))
    key = _key(name, age)
    if key in st.session_state and (st.session_state[key] != value or known != form):
        age += 1
        key = _key(name, age)
    ages[name] = (age, form)
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def synced(key: str, take: Callable[[Any], None]) -> Callable[[], None]:
    """For `on_change`: has `take` take what stands in the widget, unless another replaced it."""

    def changed() -> None:
        ages: dict[str, tuple[int, object]] = st.session_state.get(_AGES, {})
        if any(_key(name, age) == key for name, (age, _form) in ages.items()):
            take(st.session_state[key])

    return changed


def _key(name: str, age: int) -> str:
    return f"{name}__{age}" if age else name
