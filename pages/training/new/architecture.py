"""The choice of architecture, its settings fitted to the text."""

import streamlit as st

from pages.ui.text.i18n import translate
from pages.ui.widgets.forms import Changes
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.architectures import for_architecture
from slm_core.settings_schema import fields_of

_KIND = "model.kind"


def for_network(base: RunConfig, changes: Changes) -> RunConfig:
    """`base` for the architecture somebody chose; settings that only another has are forgotten.

    Raises SettingsError where the sizes of a preset do not fit it.
    """
    if changes.get(_KIND) == base.model.kind:
        del changes[_KIND]
    base = for_architecture(base, changes.get(_KIND, base.model.kind))
    known = fields_of(type(base.model))
    for path in list(changes):
        section, _dot, name = path.partition(".")
        if section == "model" and name not in known:
            del changes[path]
    return base


def draw_notes(config: RunConfig) -> None:
    """What somebody who chose this network should know beforehand."""
    for note in config.model.notes():
        st.caption(translate(note))
