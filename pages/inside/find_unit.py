"""Beside the units: the search for one that follows a property, and switching one off."""

import streamlit as st

from pages.inside.ask import seen
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.errors import SettingsError
from slm_core.inspection.records import FoundUnit, SideScore, UnitEffect, UnitSearch
from slm_core.inspection.requests import (
    NEEDS_VALUE,
    PROPERTIES,
    AskEffect,
    AskUnits,
    PropertyKind,
    TextProperty,
)
from slm_core.runs.run import Run

_TAKEN = "inside_unit"
"""(run, layer, unit) that was taken, if any."""
_OFF = "inside_off"
"""(run, layer, unit) that is switched off, if any."""
_LISTED = 6


def unit_taken(run: Run) -> tuple[int, int] | None:
    """Layer and number of the unit of this run that was taken, if any."""
    of, layer, unit = st.session_state.get(_TAKEN, ("", 0, 0))
    return (layer, unit) if of == run.id else None


def take_unit(run: Run, layer: int, unit: int) -> None:
    """Show this unit first, and offer to switch it off."""
    st.session_state[_TAKEN] = (run.id, layer, unit)


def draw_find_unit(run: Run, text: str) -> None:
    """The search, and what is lost without the unit that was taken."""
    with st.container(border=True, key="inside_find"):
        st.markdown("**" + _("Find a unit that follows…") + "**")
        wanted = _choose_property()
        if wanted is not None:
            found = seen(run, AskUnits(wanted), _("Reading text it has never seen"))
            if found is not None:
                _draw_found(run, found)
    chosen = unit_taken(run)
    with st.container(border=True, key="inside_off_card"):
        st.markdown("**" + _("Switch a unit off") + "**")
        if not chosen:
            st.caption(_("Take a unit first: click its row, or find one above."))
            return
        layer, unit = chosen
        name = _("Unit {unit} of layer {layer}").format(unit=unit, layer=layer + 1)
        st.markdown(name)
        if st.session_state.get(_OFF) != (run.id, layer, unit):
            st.button(
                _("Switch it off"),
                icon=":material/power_settings_new:",
                key="inside_switch",
                on_click=lambda: st.session_state.update({_OFF: (run.id, layer, unit)}),
            )
            return
        effect = seen(
            run, AskEffect(text, layer, unit, wanted), _("Scoring with and without the unit")
        )
        if effect is not None:
            _draw_effect(effect)


def _choose_property() -> TextProperty | None:
    kind: PropertyKind | None = st.selectbox(
        _("Property"),
        list(PROPERTIES),
        index=None,
        format_func=lambda kind: translate(PROPERTIES[kind]),
        placeholder=_("Choose a property"),
        key="inside_property",
        label_visibility="collapsed",
        persist_state="session",
    )
    if kind not in PROPERTIES:
        return None
    value = ""
    if kind in NEEDS_VALUE:
        label = _("Word") if kind == "after_word" else _("Regular expression")
        value = st.text_input(label, key=f"inside_value_{kind}", persist_state="session") or ""
        if not value.strip():
            return None
    try:
        return TextProperty(kind, value)
    except SettingsError as error:
        st.error(escape_markdown(translate(error.message)))
        return None


def _draw_found(run: Run, found: UnitSearch) -> None:
    st.markdown(escape_markdown(translate(found.verdict)))
    for one in found.found[:_LISTED]:
        _draw_unit(run, one)
    st.caption(
        _(
            "Of {units} units, ranked on one half of the text; the correlation is that on the "
            "other half. Chance: what the best of all units reaches when the property is "
            "shifted, in 1 case of 100."
        ).format(units=f"{found.units:,}")
    )


def _draw_unit(run: Run, one: FoundUnit) -> None:
    words = _("chance") if one.is_chance else _("not chance")
    label = _("Unit {unit} · layer {layer} · {correlation} · {words}").format(
        unit=one.unit,
        layer=one.layer + 1,
        correlation=_signed(one.correlation, digits=2),
        words=words,
    )
    st.button(
        label,
        key=f"inside_show_{one.layer}_{one.unit}",
        type="tertiary",
        icon=":material/casino:" if one.is_chance else ":material/check:",
        on_click=_take,
        args=(run, one.layer, one.unit),
    )


def _take(run: Run, layer: int, unit: int) -> None:
    take_unit(run, layer, unit)
    st.session_state["inside_layer_wanted"] = layer


def _draw_effect(effect: UnitEffect) -> None:
    st.markdown(escape_markdown(translate(effect.verdict)))
    rows = {_("everywhere"): effect.everywhere}
    if effect.inside is not None and effect.outside is not None:
        rows |= {_("where it holds"): effect.inside, _("elsewhere"): effect.outside}
    st.table(
        {
            _("bits per byte"): list(rows),
            _("before"): [f"{one.before:.3f}" for one in rows.values()],
            _("without it"): [f"{one.after:.3f}" for one in rows.values()],
            _("change"): [_change(one) for one in rows.values()],
        },
        hide_index=True,
        alt=_("The score with the unit and without it"),
    )
    before, after = (" ".join(text.split()) for text in (effect.text_before, effect.text_after))
    alike = enumerate(zip(before, after, strict=False))
    same = next((at for at, (one, other) in alike if one != other), min(len(before), len(after)))
    for title, text in ((_("It wrote"), before), (_("Without the unit"), after)):
        st.caption(title)
        st.markdown(_from_where_they_differ(text, same))
    if before == after:
        st.caption(_("It writes the same without this unit."))


def _from_where_they_differ(text: str, same: int) -> str:
    """The text, bold from the word on in which it begins to differ."""
    while 0 < same < len(text) and not text[same - 1].isspace() and text[same - 1].isascii():
        same -= 1
    first, rest = text[:same].rstrip(), text[same:].strip()
    blank = " " if first and text[len(first) : len(first) + 1].isspace() else ""
    return escape_markdown(first) + blank + (f"**{escape_markdown(rest)}**" if rest else "")


def _change(score: SideScore) -> str:
    return _signed(score.after - score.before, digits=3)


def _signed(number: float, *, digits: int) -> str:
    """A number with its sign, a real minus where it is one."""
    return f"{number:+.{digits}f}".replace("-", "−")
