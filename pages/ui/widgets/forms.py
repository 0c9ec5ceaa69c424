"""Forms drawn from the settings dataclasses: label, help, range and choices.

What somebody changed is remembered as text by its path, such as {"model.layers": "2"}: what the
command line's `--set` takes. Fields nobody touched follow the configuration they are shown for.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import streamlit as st

from pages.ui.text.i18n import _
from pages.ui.text.setting_names import english_label
from pages.ui.widgets.set_by_page import keyed_value, synced
from slm_core.errors import SettingsError
from slm_core.messages import Message
from slm_core.runs.config import SECTIONS, RunConfig
from slm_core.settings_schema import FieldInfo, fields_of
from slm_core.training.settings import BudgetSettings

USUAL_MINUTES = 30.0
"""Before anybody typed a number of them."""

Changes = dict[str, str]
"""Settings by path, with their values written as text."""
NOT_SET = "none"
"""How no value is written, as for two of minutes, epochs and steps."""


def section_title(section: str) -> str:
    """What a section of settings is called."""
    return {
        "split": _("Split into parts"),
        "tokenizer": _("Cutting text into tokens"),
        "model": _("Network"),
        "training": _("Training"),
        "budget": _("How long"),
        "samples": _("Samples while it trains"),
        "machine": _("Machine"),
    }[section]


def label_of(path: str) -> str:
    """What a setting is called: its name, in words."""
    return _(english_label(path))


def choice_of(name: str) -> str:
    """What one of a setting's choices is called: in English its name, as files have it."""
    return _(name)


def with_limits(label: str, info: FieldInfo) -> str:
    """A field's label, and beside it what the setting may be: the limits that are checked."""
    if info.low is None or info.high is None:
        return label
    limits = f"{info.low:,.12g} – {info.high:,.12g}"
    return f"{label} :gray[{limits}]"


def shown_value(value: object) -> str:
    """A setting's value as people write it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (tuple, list)):
        return ", ".join(f"{item:g}" for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def written(value: object) -> str:
    """A setting's value as `FieldInfo.parse` reads it."""
    if isinstance(value, (tuple, list)):
        return ", ".join(f"{item:g}" for item in value)
    return NOT_SET if value is None else repr(value) if isinstance(value, float) else str(value)


class Draw(Protocol):
    """Draws one setting, as `draw_field` does."""

    def __call__(self, info: FieldInfo, value: object, changes: Changes, *, page: str) -> None:
        """At what it was changed to, else at `value`."""


@dataclass(frozen=True)
class Words:
    """How a setting is spoken of."""

    label: str
    choice: Callable[[str], str] = str
    """What one of its choices is called."""


def draw_settings(
    config: RunConfig,
    changes: Changes,
    *,
    page: str,
    skip: Collection[str],
    otherwise: Mapping[str, Draw] | None = None,
) -> None:
    """Every setting of `config`, by section; what is changed lands in `changes` at once.

    Widgets are keyed "<page>_<section>_<name>"; `skip` names paths that are drawn elsewhere, and
    `otherwise` has those that are drawn here in a way of their own.
    """
    for section in SECTIONS:
        part = getattr(config, section)
        infos = [info for info in fields_of(type(part)).values() if info.path not in skip]
        if not infos:
            continue
        st.markdown(f"**{section_title(section)}**")
        with st.grid(3, key=f"{page}_form_{section}"):
            for info in infos:
                draw = (otherwise or {}).get(info.path, draw_field)
                draw(info, getattr(part, info.name), changes, page=page)


def draw_field(
    info: FieldInfo,
    value: object,
    changes: Changes,
    *,
    page: str,
    words: Words | None = None,
) -> None:
    """One setting as the widget that fits its type, at what it was changed to, else at `value`.

    `words` are for where its name, or those of its choices, do not say enough.
    """
    text = changes.get(info.path)
    if info.kind is tuple:
        shown = shown_value(value) if text is None else text
    else:
        shown = value if text is None else info.parse(text)
    name = f"{page}_{info.section}_{info.name}"
    key = keyed_value(name, shown, form=_step(shown) if isinstance(shown, float) else None)
    draw = _WIDGETS.get("choice" if info.choices else info.kind.__name__, _draw_words)
    said = words or Words(label_of(info.path), choice_of)
    draw(info, said, key, synced(key, lambda given: _note(info, given, value, changes)))


def choose_minutes(
    label: str, offered: Sequence[float], *, usual: float, key: str
) -> tuple[float, Message | str]:
    """A number of minutes by a button, or any other; and, where there cannot be so many, why
    not."""
    other = 0.0
    chosen = st.segmented_control(
        label,
        [*offered, other],
        format_func=lambda number: f"{number:g}" if number else _("other"),
        default=usual,
        required=True,
        key=key,
        persist_state="session",
    )
    if chosen != other:
        return chosen or usual, ""
    page, _mark, name = key.rpartition("_")
    return draw_minutes(f"{page}_other_{name}")


def draw_minutes(
    key: str, *, on_change: Callable[[], None] | None = None
) -> tuple[float, Message | str]:
    """A number of minutes that no button offers; and, where there cannot be so many, why not."""
    typed = st.number_input(
        with_limits(_("Minutes"), fields_of(BudgetSettings)["minutes"]),
        value=USUAL_MINUTES,
        step=5.0,
        format="%g",
        key=key,
        persist_state="session",
        on_change=on_change,
    )
    try:
        given = USUAL_MINUTES if typed is None else typed
        checked = fields_of(BudgetSettings)["minutes"].check(given)
    except SettingsError as error:
        return USUAL_MINUTES, error.message
    return float(str(checked)), ""


def _note(info: FieldInfo, given: object, value: object, changes: Changes) -> None:
    text = given if isinstance(given, str) else written(given)
    if info.section == "budget" and given is not None:  # one of the three: the newest wins
        changes |= no_budget()
    changes[info.path] = text
    unset = given is None and not info.optional
    if unset or text in (written(value), shown_value(value)):
        del changes[info.path]
    budget = {name: changes.get(name, NOT_SET) for name in no_budget()}
    if info.section == "budget" and given is None and budget == no_budget():
        changes.pop("budget.minutes", None)  # what was recommended holds again


def no_budget() -> Changes:
    """Changes by which none of minutes, epochs and steps is set; one of them must be."""
    return {info.path: NOT_SET for info in fields_of(BudgetSettings).values()}


def _help(info: FieldInfo) -> str:
    return f"{_(info.help)} `{info.path}`"


def _draw_choice(info: FieldInfo, words: Words, key: str, note: Callable[[], None]) -> None:
    st.selectbox(
        words.label,
        info.choices,
        format_func=words.choice,
        key=key,
        help=_help(info),
        on_change=note,
    )


def _draw_truth(info: FieldInfo, words: Words, key: str, note: Callable[[], None]) -> None:
    st.toggle(words.label, key=key, help=_help(info), on_change=note)


# Numbers have no limits here: beyond them a browser keeps what is typed to itself, without a word,
# and the form goes on with what was there before. Refused as a setting it gets a sentence.


def _draw_whole(info: FieldInfo, words: Words, key: str, note: Callable[[], None]) -> None:
    st.number_input(
        with_limits(words.label, info),
        step=1,
        key=key,
        help=_help(info),
        on_change=note,
        placeholder=_("not set"),
    )


def _draw_number(info: FieldInfo, words: Words, key: str, note: Callable[[], None]) -> None:
    st.number_input(
        with_limits(words.label, info),
        step=_step(st.session_state[key]),
        format="%g",
        key=key,
        help=_help(info),
        on_change=note,
        placeholder=_("not set"),
    )


def _step(value: float | None) -> float:
    """A button press changes the leading digit: 0.01 to 0.011, not to 0.02."""
    return 10.0 ** (math.floor(math.log10(abs(value))) - 1) if value else 0.1


def _draw_words(info: FieldInfo, words: Words, key: str, note: Callable[[], None]) -> None:
    st.text_input(words.label, key=key, help=_help(info), on_change=note)


_WIDGETS: Mapping[str, Callable[[FieldInfo, Words, str, Callable[[], None]], None]] = {
    "choice": _draw_choice,
    "bool": _draw_truth,
    "int": _draw_whole,
    "float": _draw_number,
}
