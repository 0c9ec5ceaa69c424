"""What was written in this session: looked at again, repeated, taken along."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import streamlit as st

from pages.ui.run_index import RunSummary, run_names
from pages.ui.text.formatting import count, moment
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown, muted
from pages.writing.control import show_control
from pages.writing.form import SEED_TEXT
from pages.writing.session import Generation, ask_for_texts, written_before
from pages.writing.settings import show_settings
from slm_core.settings_schema import fields_of

_SHOWN = 60
"""Characters of a text in its row."""
_LISTED = 20


def draw_history(known: Sequence[RunSummary]) -> None:
    """The session's texts, one row each; nothing before there are two."""
    history = written_before()
    if len(history) < 2:
        return
    label = _("Written in this session ({n})").format(n=count(len(history)))
    names = run_names(known)
    with st.expander(label, icon=":material/history:", type="compact", key="write_history_box"):
        st.download_button(
            _("Save all with their settings"),
            json.dumps([_values(one) for one in history], ensure_ascii=False, indent=2).encode(
                "utf-8", errors="replace"
            ),
            file_name="argot-texts.json",
            mime="application/json",
            icon=":material/download:",
            key="write_history_save",
            type="tertiary",
            on_click="ignore",
        )
        for number, one in enumerate(history[:_LISTED]):
            _draw_row(number, one, names.get(one.run_id))
        if len(history) > _LISTED:
            st.caption(_("The {n} newest are shown; the file has all.").format(n=_LISTED))


def _draw_row(number: int, one: Generation, name: str | None) -> None:
    text, button = st.columns([6, 2], vertical_alignment="center")
    with text:
        start = one.text.strip()[:_SHOWN]
        st.markdown(muted(f"… {one.prompt[-24:]}") + " " + escape_markdown(start) + " …")
        words = [moment(one.asked), name or _("a model that is gone"), *changes(one)]
        st.caption(escape_markdown(" · ".join(words)))
    with button:
        st.button(
            _("Write again"),
            icon=":material/replay:",
            key=f"write_again_{number}",
            disabled=name is None,
            help=_("The same model, settings and seed: the same text."),
            on_click=_repeat,
            args=(one,),
        )


def changes(one: Generation) -> list[str]:
    """Its seed, and what of its settings is not the default, as people read it."""
    usual = fields_of(type(one.settings))
    found = [_("random seed {seed}").format(seed=one.settings.seed)]
    if one.step is not None:
        found.insert(0, _("step {step}").format(step=count(one.step)))
    for name, info in usual.items():
        value = getattr(one.settings, name)
        if name != "seed" and value != info.default:
            found.append(f"{_(info.path)} {value:g}")
    if one.control.constraint is not None:
        found.append(_("held to a constraint"))
    return found


def _repeat(one: Generation) -> None:
    st.query_params["run"] = one.run_id
    st.session_state[SEED_TEXT] = one.prompt
    show_settings(one.settings, one.stop)
    show_control(one.control)
    ask_for_texts(one.again())


def _values(one: Generation) -> dict[str, object]:
    constraint = one.control.constraint
    return {
        "run": one.run_id,
        "step": one.summary.step if one.summary else one.step,
        "asked": datetime.fromtimestamp(one.asked, UTC).isoformat(timespec="seconds"),
        "prompt": one.prompt,
        "text": one.text,
        "finish": one.summary.finish if one.summary else one.stage,
        "settings": asdict(one.settings),
        "stop": [*one.stop],
        "constraint": None if constraint is None else asdict(constraint),
    }
