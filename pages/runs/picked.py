"""The runs that are ticked, in this session, also on pages of the table that are not shown."""

from collections.abc import Collection

import streamlit as st

_PICKED = "runs_picked"


def picked() -> frozenset[str]:
    """Their ids."""
    return st.session_state.get(_PICKED, frozenset())


def pick_shown(shown: Collection[str], chosen: frozenset[str]) -> None:
    """Of the rows that are `shown`, these are ticked now."""
    st.session_state[_PICKED] = (picked() - set(shown)) | (chosen & set(shown))


def pick_none() -> None:
    """Untick all."""
    st.session_state[_PICKED] = frozenset()
