"""Warnings about the settings before a run starts, each with a button that corrects them."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.ui.text.formatting import listed
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.forms import Changes, label_of, no_budget, written
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.suggestions import Suggestion

_AT_ONCE = 2
"""Shown at once; the others are a click away."""


def draw_advice(advice: Sequence[Suggestion], base: RunConfig, changes: Changes) -> None:
    """Each as a sentence and a button; pressing it changes `changes`, which are those to `base`."""
    for one in advice[:_AT_ONCE]:
        _draw(one, base, changes)
    rest = advice[_AT_ONCE:]
    if rest:
        title = ngettext("{n} more hint", "{n} more hints", len(rest)).format(n=len(rest))
        with st.expander(title, key="train_advice_more"):
            for one in rest:
                _draw(one, base, changes)


def _draw(advice: Suggestion, base: RunConfig, changes: Changes) -> None:
    with st.container(key=f"train_advice_{advice.kind}", gap="xxsmall"):
        st.caption(f":material/warning: {escape_markdown(translate(advice.sentence))}")
        if advice.fix:
            st.button(
                _label(advice),
                key=f"train_fix_{advice.kind}",
                type="tertiary",
                icon=":material/build:",
                on_click=_apply,
                args=(advice.fix, base, changes),
                help=_("Sets {settings}.").format(
                    settings=listed(f"`{path}={value}`" for path, value in advice.fix.items())
                ),
            )


def _label(advice: Suggestion) -> str:
    """Settings by what the form calls them, not by their paths."""
    if advice.kind not in ("memory", "batch"):
        return translate(advice.label)
    wanted = listed(f"{label_of(path)} = {value}" for path, value in advice.fix.items())
    return _("Set {settings}").format(settings=wanted)


def _apply(fix: Mapping[str, str], base: RunConfig, changes: Changes) -> None:
    if "start.tokenizer" in fix:  # chosen by a control of its own
        st.session_state["train_from_tokenizer"] = fix["start.tokenizer"]
        return
    if any(path.startswith("budget.") for path in fix):  # one of the three
        changes |= no_budget()
    for path, text in fix.items():
        section, _dot, name = path.partition(".")
        if written(getattr(getattr(base, section), name)) == text:
            changes.pop(path, None)
        else:
            changes[path] = text
