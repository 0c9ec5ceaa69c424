"""Callbacks of the Write page's buttons: which texts are asked for."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from pages.ui.text.i18n import _
from pages.writing.control import chosen_control
from pages.writing.form import SEED_TEXT
from pages.writing.session import Generation, ask_for_texts
from pages.writing.settings import chosen_settings, next_seed, stop_strings
from slm_core.errors import SettingsError
from slm_core.generation.settings import GenerationSettings
from slm_core.runs.model_name import ModelName
from slm_core.serving.completions.completion_request import seed_after

_BEAMS = 8
"""Width of the beam search that is compared, where none is chosen."""


def write_texts(run_id: str, *, another: bool = False, texts: int = 1) -> None:
    """Ask for one text as the widgets say, another one with the next seed, or several."""
    if another:
        next_seed()
    first = _as_chosen(run_id)
    if first is not None:
        ask_for_texts(*(_with_seed(first, number) for number in range(texts)))


def compare_methods(run_id: str) -> None:
    """Ask for the same text sampled, with the likeliest token each time, and by beam search."""
    first = _as_chosen(run_id)
    if first is None:
        return
    chosen = first.settings
    beams = chosen.beams if chosen.is_searched else _BEAMS
    methods: dict[str, GenerationSettings] = {
        _("Sampled"): replace(chosen, beams=1),
        _("Greedy (temperature 0)"): replace(chosen, beams=1, temperature=0.0),
        _("Beam search (width {n})").format(n=beams): replace(chosen, beams=beams),
    }
    ask_for_texts(
        *(replace(first, settings=settings, title=title) for title, settings in methods.items())
    )


def compare_models(titles: Mapping[str, str]) -> None:
    """Ask for the same text from each of these models, by name with what stands over it."""
    writings: list[Generation] = []
    for name, title in titles.items():
        model = ModelName.of(name)
        asked = _as_chosen(model.run)
        if asked is None:
            return
        writings.append(replace(asked, step=model.step, title=title))
    ask_for_texts(*writings)


def go_on(writing: Generation) -> None:
    """Make all of a text the seed text, to be changed and gone on from."""
    st.session_state[SEED_TEXT] = writing.prompt + writing.text


def _as_chosen(run_id: str) -> Generation | None:
    """A text as the widgets say; None, and the page says why, where that cannot be."""
    prompt = st.session_state.get(SEED_TEXT) or ""
    try:
        return Generation(
            run_id, prompt, chosen_settings(), control=chosen_control(), stop=stop_strings()
        )
    except SettingsError as error:
        st.session_state["write_problem"] = error.message
        return None


def _with_seed(first: Generation, number: int) -> Generation:
    seed = seed_after(first.settings.seed, number)
    return replace(first, settings=replace(first.settings, seed=seed))
