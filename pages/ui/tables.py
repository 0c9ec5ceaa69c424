"""Tables whose rows open a page."""

from collections.abc import Sequence

import streamlit as st
from streamlit.elements.lib.column_types import ButtonColumnResult, ColumnConfig

from pages.ui.navigation import PageName, go_to


def link_column(
    title: str, ids: Sequence[str], *, page: PageName, parameter: str, key: str, help: str
) -> ButtonColumnResult | ColumnConfig:
    """A column of `link_cell`: a click on a row opens `page` with its id as the `parameter`."""
    return st.column_config.ButtonColumn(
        title,
        key=key,
        type="tertiary",
        alignment="left",
        on_click=_open_clicked,
        args=(key, page, parameter, ids),
        help=help,
    )


def link_cell(label: str) -> str:
    """What stands in such a column."""
    return f":material/arrow_forward: {label}"


def _open_clicked(key: str, page: PageName, parameter: str, ids: Sequence[str]) -> None:
    click = st.session_state[key]
    if click is not None and 0 <= click.row < len(ids):
        go_to(page, **{parameter: ids[click.row]})
