"""Other models and earlier checkpoints that write the same text beside the chosen model."""

from collections.abc import Sequence

import streamlit as st

from pages.ui.run_index import RunSummary, run_titles
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _
from pages.writing.asking import compare_models
from slm_core.runs.model_name import ModelName
from slm_core.training.checkpoints.checkpoint_paths import kept_weights, usual_step

_MOST = 3
"""Beside the chosen one: the model server keeps four in memory."""


def draw_beside(entry: RunSummary, known: Sequence[RunSummary], *, busy: bool) -> None:
    """Choose them, and a button that lets all write; nothing where there is no other."""
    offered = _offered(entry, known)
    if not offered:
        return
    # No popover: a click into the list, which lies outside of it, closes that.
    with st.expander(
        _("Compare models"), type="compact", icon=":material/compare:", key="write_models"
    ):
        chosen = st.multiselect(
            _("Also write with"),
            list(offered),
            format_func=lambda name: offered.get(name, name),
            max_selections=_MOST,
            key=f"write_beside_{entry.run.id}",
            placeholder=_("Choose models or checkpoints"),
            help=_(
                "The same seed text and settings, side by side. Checkpoints are the model at "
                "earlier steps, of those that are kept."
            ),
        )
        titles = {entry.run.id: entry.config.name}
        titles |= {name: _title(name, entry, known) for name in chosen if name in offered}
        st.button(
            _("Write side by side"),
            icon=":material/edit_note:",
            key="write_side_by_side",
            disabled=busy or len(titles) < 2,
            on_click=compare_models,
            args=(titles,),
        )


def _offered(entry: RunSummary, known: Sequence[RunSummary]) -> dict[str, str]:
    """What can be chosen, by the names that the model server knows: earlier steps first."""
    usual = usual_step(entry.run.folder)
    steps = [step for step in kept_weights(entry.run.folder) if step != usual]
    titles = run_titles(known)
    return {
        str(ModelName(entry.run.id, step)): _("This model at step {step}").format(step=count(step))
        for step in steps
    } | {one.run.id: titles[one.run.id] for one in known if one.run.id != entry.run.id}


def _title(name: str, entry: RunSummary, known: Sequence[RunSummary]) -> str:
    """What stands over the text of a chosen one."""
    step = ModelName.of(name).step
    if step is not None:
        return _("{name} at step {step}").format(name=entry.config.name, step=count(step))
    names = {one.run.id: one.title for one in known}
    return names[name]
