"""One step of a recipe: its line, and opened its settings and what it does to the user's text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from pages.corpus.cleaning.diff import inline_diff, removed
from pages.corpus.cleaning.draft import DraftStep, RecipeDraft
from pages.corpus.cleaning.labels import (
    choice_title,
    done_in_a_sentence,
    done_in_words,
    files_in_words,
    setting_title,
)
from pages.ui.text.cleaning_steps import step_title
from pages.ui.text.i18n import _, translate
from pages.ui.text.language_names import language_name
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.forms import Words, draw_field, label_of
from slm_core.corpus.cleaning.recipe import AUTO, StepPreview
from slm_core.corpus.text.diff_excerpts import Change
from slm_core.settings_schema import fields_of

_PAGE = "corpus_step"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_EXCERPTS = 3
_LONG = 400
"""Characters of an excerpt that are shown."""


@dataclass(frozen=True)
class StepPosition:
    """Where a step stands."""

    number: int
    """From 1."""
    of: int

    @property
    def is_first(self) -> bool:
        """Whether nothing comes before it."""
        return self.number == 1

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it."""
        return self.number == self.of


def draw_step(
    recipe: RecipeDraft, edited: DraftStep, shown: StepPreview | None, place: StepPosition
) -> None:
    """Its line; what belongs to it is drawn only while it is open."""
    key = f"{_PAGE}_{edited.number}"
    box = st.expander(_label(edited, shown, place), key=key, on_change="rerun")
    if not box.open:
        return
    with box:
        st.markdown(_(edited.step.about()))
        _draw_settings(edited)
        if shown is not None:
            _draw_language(edited, shown)
        if edited.problem:
            st.error(escape_markdown(translate(edited.problem)))
            st.caption(_("Until this is corrected, the step works as before."))
        if shown is not None:
            _draw_changes(shown)
        _draw_buttons(recipe, edited, place)


def _label(edited: DraftStep, shown: StepPreview | None, place: StepPosition) -> str:
    """Its number, its name, what it does to the sample, and whether a setting cannot be."""
    flags = " :orange[:material/warning:]" if edited.step.warning else ""
    flags += " :red[:material/error:]" if edited.problem else ""
    files = files_in_words(edited.step.files)
    only = f" :gray[· {escape_markdown(files)}]" if files else ""
    line = f"{place.number}. **{step_title(edited.step.section)}**{only}{flags}"
    if edited.problem:
        line += " :red[· " + _("has a mistake") + "]"
    if shown is None or (edited.problem and not shown.tally.changes):
        return line
    return f"{line} :gray[· {done_in_words(shown.tally)}]"


def _draw_settings(edited: DraftStep) -> None:
    infos = fields_of(type(edited.step))
    if not infos:
        return
    with st.grid(2, min_column_width=180, key=f"{_PAGE}_form_{edited.number}"):
        for info in infos.values():
            value = getattr(edited.step, info.name)
            words = Words(
                setting_title(info.path) or label_of(info.path), partial(choice_title, info.path)
            )
            page = f"{_PAGE}_{edited.number}"
            draw_field(info, value, edited.changes, page=page, words=words)


def _draw_language(edited: DraftStep, shown: StepPreview) -> None:
    """Which language a step took, where that was left to the text."""
    if getattr(edited.step, "language", "") == AUTO:
        found = getattr(shown.step, "language", AUTO)
        known = found not in (AUTO, "none")
        text = _("The text's own language: {language}.").format(language=language_name(found))
        st.caption(text if known else _("This step has no word list for the text's language."))


def _draw_changes(shown: StepPreview) -> None:
    st.caption(done_in_a_sentence(shown.tally))
    for change in shown.changes[:_EXCERPTS]:
        with st.container(border=True, gap="xxsmall"):
            for line in lines_of(change):
                st.markdown(line)


def lines_of(change: Change) -> list[str]:
    """A change as Markdown: a line before, a line after, each saying which it is."""
    before = change.before[:_LONG]
    if change.after is None:
        return [_label_of(_("Left out"), before) + removed(before) + " …"]
    old, new = inline_diff(before, change.after[:_LONG])
    return [
        _label_of(_("Before"), before) + old,
        _label_of(_("After"), before) + new,
    ]


def _label_of(word: str, text: str) -> str:
    """The word before an excerpt; above it where that is written from right to left."""
    return f":small[:gray[{word}]]" + ("  \n" if _RIGHT_TO_LEFT.search(text) else " ")


def _draw_buttons(recipe: RecipeDraft, edited: DraftStep, place: StepPosition) -> None:
    def button(label: str, icon: str, name: str, act: Callable[..., None], *args: object) -> None:
        disabled = (name == "up" and place.is_first) or (name == "down" and place.is_last)
        st.button(
            label,
            icon=icon,
            type="tertiary",
            key=f"{_PAGE}_{name}_{edited.number}",
            disabled=disabled,
            on_click=act,
            args=args,
        )

    number = edited.number
    with st.container(horizontal=True, gap="medium"):
        button(_("Earlier"), ":material/arrow_upward:", "up", recipe.move, number, -1)
        button(_("Later"), ":material/arrow_downward:", "down", recipe.move, number, 1)
        button(_("Remove"), ":material/close:", "remove", recipe.remove, number)
