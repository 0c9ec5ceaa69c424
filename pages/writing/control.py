"""What the text is held to on the Write page: one constraint, and the glossary kept with it."""

from typing import Literal

import streamlit as st

from pages.ui.run_index import RunSummary
from pages.ui.text.i18n import _, ngettext
from pages.ui.widgets.choice import choose_one
from pages.ui.widgets.glossary import draw_glossary
from slm_core.errors import ArgotError
from slm_core.generation.control.constraint import Constraint, ConstraintKind
from slm_core.generation.control.control import Control
from slm_core.runs.glossary import glossary_of
from slm_core.workspace import Workspace

Held = ConstraintKind | Literal["free"]
Scope = Literal["corpus", "run"]


def draw_control(workspace: Workspace, entry: RunSummary) -> None:
    """The constraint, and the glossaries of the model and of its corpus."""
    with st.expander(_label(entry), type="compact", icon=":material/rule:", key="write_control"):
        _draw_constraint()
        st.markdown("**" + _("Glossary") + "**")
        _draw_kept_terms(workspace, entry)


def chosen_control() -> Control:
    """What the widgets say; the glossary is kept with the model, which obeys it. Raises
    SettingsError."""
    kind: Held = st.session_state.get("write_held") or "free"
    if kind == "free":
        return Control()
    return Control(constraint=Constraint(kind, st.session_state.get(_field(kind)) or ""))


def show_control(control: Control) -> None:
    """Put this constraint into the widgets. For callbacks, which come before them."""
    constraint = control.constraint
    st.session_state["write_held"] = "free" if constraint is None else constraint.kind
    if constraint is not None:
        st.session_state[_field(constraint.kind)] = constraint.source


def _field(kind: Held) -> str:
    return f"write_held_{kind}"


def _label(entry: RunSummary) -> str:
    try:
        terms = glossary_of(entry.run)
    except ArgotError:  # told inside
        return _("Constraints and glossary")
    number = len(terms.forbidden) + len(terms.preferred)
    if not number:
        return _("Constraints and glossary")
    return ngettext(
        "Constraints and glossary ({n} term)", "Constraints and glossary ({n} terms)", number
    ).format(n=number)


def _draw_constraint() -> None:
    kinds: dict[Held, str] = {
        "free": _("free text"),
        "choices": _("one of several"),
        "template": _("a template"),
        "regex": _("an expression"),
        "json": "JSON",
    }
    kind = choose_one(_("What it writes is"), kinds, key="write_held")
    if kind == "free":
        return
    examples = {
        "choices": "yes\nno",
        "template": "{word} took {number} mg of {aspirin|insulin}. {sentence}",
        "regex": r"[A-Z][a-z]+ [0-9]{4}",
        "json": '{"type": "object", "properties": {"fever": {"type": "boolean"}}}',
    }
    helps = {
        "choices": _("One choice a line."),
        "template": _(
            "Fixed text, and in braces what the model fills in: word, number, sentence, line, "
            "text, or choices with | between them. {text:80} is 80 characters at most."
        ),
        "regex": _("A regular expression that the whole text matches."),
        "json": _("A JSON schema that the text follows."),
    }
    st.text_area(
        kinds[kind],
        key=_field(kind),
        height=88,
        placeholder=examples[kind],
        help=helps[kind],
        label_visibility="collapsed",
        persist_state="session",
    )
    st.caption(helps[kind].replace("{", "\\{"))


def _draw_kept_terms(workspace: Workspace, entry: RunSummary) -> None:
    scope: Scope = choose_one(
        _("Applies to"),
        {"corpus": _("every model of this corpus"), "run": _("this model only")},
        key="write_glossary_scope",
    )
    corpus = workspace.corpus_folder(entry.config.corpus)
    folder = corpus if scope == "corpus" else entry.run.folder
    if not folder.is_dir():
        st.caption(_("The corpus was deleted. A glossary can be kept with this model only."))
        return
    draw_glossary(folder, page="write", place=f"{scope}_{folder.name}")
