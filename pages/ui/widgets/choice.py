"""One choice out of a few, drawn as buttons side by side."""

from typing import Any, TypeVar

import streamlit as st

_Choice = TypeVar("_Choice", bound=str)


def choose_one(
    label: str,
    names: dict[_Choice, str],
    *,
    key: str,
    default: _Choice | None = None,
    **options: Any,  # what else `st.segmented_control` takes
) -> _Choice:
    """The one of `names` that is chosen, and the default until somebody chooses.

    The default is the first where none is given. What is chosen stays so while somebody looks at
    another page.
    """
    first = default or next(iter(names))
    chosen: _Choice | None = st.segmented_control(
        label,
        list(names),
        format_func=names.__getitem__,
        default=first,
        required=True,
        key=key,
        persist_state="session",
        **options,
    )
    return chosen or first
