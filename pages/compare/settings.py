"""The settings of the sides beside one another: those that differ, or all."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.compare.sides import ComparedSide
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.setting_words import setting_title, setting_value
from slm_core.runs.relations.differences import (
    SettingDifference,
    differing_settings,
    flat_settings,
)


def draw_settings(sides: Sequence[ComparedSide], names: Mapping[str, str]) -> None:
    """A table with a column for each side; `names` are those of corpora and runs."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.markdown("**" + _("What is different") + "**", width="stretch")
        everything = st.toggle(_("All settings"), key="compare_all", persist_state="session")
    configs = [side.first.config for side in sides]
    rows = differing_settings(configs, everything=True)
    if everything:
        rows = _all(sides)
    if not rows:
        st.markdown(_("All settings are the same."))
        return
    table = {_("Setting"): [setting_title(row.path) for row in rows]}
    for side in sides:
        table[side.letter] = [
            setting_value(row.path, row.values[side.place], names) for row in rows
        ]
    alt = _("Settings of the runs, a column for each")
    if everything:
        st.dataframe(table, hide_index=True, key="compare_settings", alt=alt)
    else:
        escaped = {head: [*map(escape_markdown, cells)] for head, cells in table.items()}
        st.table(escaped, hide_index=True, alt=alt)


def _all(sides: Sequence[ComparedSide]) -> list[SettingDifference]:
    flat = [flat_settings(side.first.config, everything=True) for side in sides]
    paths = dict.fromkeys(path for settings in flat for path in settings)
    return [
        SettingDifference(path, tuple(settings.get(path) for settings in flat)) for path in paths
    ]
