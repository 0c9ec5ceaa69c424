"""The form filled with the settings of an earlier run, to start another one with changes."""

import streamlit as st

from pages.training.new.length import choose_length_of
from pages.ui.session import workspace
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.forms import Changes, written
from slm_core.errors import ArgotError
from slm_core.runs.config import SECTIONS, RunConfig
from slm_core.runs.run import open_run
from slm_core.settings_schema import fields_of

CANARIES = 20
"""How often a secret is planted where somebody asks for one by a click (`?canaries=`)."""
_TAKEN, _FRESH = "train_like_taken", "train_like_fresh"
_OF_THIS_MACHINE = ("threads", "replicas", "precision")
"""Settings of a run that were found for its machine when it was created: they are found anew."""


def take_from_run(changes: Changes) -> None:
    """Fill the form from the run that the address names (`?like=`), once; with `?canaries=` a
    secret is planted in its training text."""
    asked = st.query_params.get("like")
    if not asked or st.session_state.get(_TAKEN) == asked:
        return
    st.session_state[_TAKEN] = asked
    try:
        config = open_run(workspace(), asked).config()
    except ArgotError as error:
        st.error(escape_markdown(translate(error.message)))
        return
    changes.clear()
    changes.update(_all_settings(config))
    if "canaries" in st.query_params:
        changes["training.canaries"] = str(CANARIES)
    _choose(config)
    st.session_state[_FRESH] = True


def draw_canary_notice(changes: Changes) -> None:
    """Say so where a secret is to be planted: the setting itself stands among the folded ones."""
    times = changes.get("training.canaries", "0")
    if times.isdecimal() and int(times):
        st.caption(
            _(
                "A made-up secret will be planted in the training text {n} times; the run's scores "
                "tell whether it is remembered. All settings, Training, Canaries changes that."
            ).format(n=times)
        )


def keep_differences(base: RunConfig, changes: Changes) -> None:
    """After the form was filled: of its settings only those stay that differ from `base`."""
    if not st.session_state.pop(_FRESH, False):
        return
    for path, text in [*changes.items()]:
        section, _dot, name = path.partition(".")
        part = getattr(base, section)
        if path != "model.kind" and written(getattr(part, name, None)) == text:
            del changes[path]


def _all_settings(config: RunConfig) -> Changes:
    return {
        info.path: written(getattr(getattr(config, section), name))
        for section in SECTIONS
        for name, info in fields_of(type(getattr(config, section))).items()
        if not (section == "machine" and (name in _OF_THIS_MACHINE or name == "turn_seconds"))
    }


def _choose(config: RunConfig) -> None:
    """What has widgets of its own: text, name, length, and the run it starts from."""
    state = st.session_state
    state["train_corpus"] = config.corpus
    state["train_name"] = config.name
    choose_length_of(config)
    state["train_from"] = config.start.run if config.start else ""
    if config.start:
        state["train_from_tokenizer"] = config.start.tokenizer
