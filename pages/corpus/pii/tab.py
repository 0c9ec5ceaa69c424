"""The privacy tab of a corpus: personal data found in it, and masked into a new corpus."""

from typing import Literal

import streamlit as st

from pages.corpus.pii.decisions import (
    choice_of,
    kind_names,
    reviewed,
)
from pages.corpus.pii.mask import ask_to_mask, draw_masking
from pages.corpus.pii.table import draw_found
from pages.ui.text.formatting import count, in_a_row
from pages.ui.text.i18n import _, ngettext
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.choice import choose_one
from pages.ui.widgets.set_by_page import keyed_value, synced
from slm_core.corpus.cleaning.mask_choice import MaskChoice
from slm_core.corpus.pii.entity import KINDS
from slm_core.corpus.pii.mask import MaskLanguage
from slm_core.corpus.pii.review import Review
from slm_core.corpus.review import LARGE
from slm_core.corpus.store import Corpus
from slm_core.workspace import Workspace


def draw_privacy_tab(workspace: Workspace, corpus: Corpus) -> None:
    """All of it. Raises CorpusError, WorkspaceError."""
    choice = choice_of(corpus)
    st.caption(
        ":material/lock: "
        + _(
            "The search runs on this machine, and nothing is sent anywhere. A model may "
            "reproduce what it was trained on, so mask what must stay private before you "
            "train."
        )
    )
    if draw_masking(workspace, corpus):
        return
    seen = _look(corpus, choice)
    _draw_finding(seen)
    if seen.total:
        revealed = _draw_controls(seen, choice)
        found, more = seen.most_frequent(choice.kinds)
        if found:
            labels: MaskLanguage = "zh" if corpus.card.language == "zh" else "en"
            draw_found(found, choice, revealed=revealed, labels=labels)
            if more:
                st.caption(_("Of each kind the most frequent are listed; the rest is masked too."))
        else:
            st.caption(_("Choose a kind above to see what was found."))
    _draw_names(choice)
    if seen.total:
        _draw_masking_form(workspace, corpus, seen, choice)


def _look(corpus: Corpus, choice: MaskChoice) -> Review:
    if corpus.card.counts.characters < LARGE:
        return reviewed(corpus, choice.names)
    with st.spinner(_("Looking through the text")), st.skeleton(height=200):
        return reviewed(corpus, choice.names)


def _draw_finding(seen: Review) -> None:
    if seen.total:
        text = ngettext(
            "**{n} piece of personal data** in {with_some} of {all} documents.",
            "**{n} pieces of personal data** in {with_some} of {all} documents.",
            seen.total,
        )
        st.markdown(
            text.format(
                n=count(seen.total), with_some=count(seen.documents_with), all=count(seen.documents)
            )
        )
    else:
        text = _("Nothing of what we can find is in it. Names may be: look at the text yourself.")
        st.markdown(f":material/search: {text}")
    words = _(
        "We find e-mails, phone, ID and card numbers, and names after a title or label, "
        "such as Mrs or Pt; in Chinese "
        "also addresses with a house number, licence plates, chat accounts and patient numbers. "
        "We do not look for names in running text without such a word (list them below), "
        "nicknames, addresses in other languages, employers, schools, ages or illnesses."
    )
    if not seen.is_whole:
        looked = _("The first {n} characters were looked through; masking does all of them.")
        words = in_a_row((words, looked.format(n=count(seen.characters))))
    st.caption(words)


def _draw_controls(seen: Review, choice: MaskChoice) -> bool:
    """Which kinds shall be masked, and whether the values are shown."""
    names = kind_names()
    key = f"privacy_kinds_{choice.corpus}"
    if key not in st.session_state:
        st.session_state[key] = [kind for kind in KINDS if kind in seen.counts]
    options = [kind for kind in KINDS if kind in seen.counts]
    st.pills(
        _("Kinds to show and to mask"),
        options,
        selection_mode="multi",
        format_func=lambda kind: f"{names[kind]} · {count(seen.counts[kind])}",
        key=key,
        persist_state="session",
    )
    revealed = st.toggle(
        _("Show the values"),
        key="privacy_reveal",
        help=_("Hidden at first, so that you can open this page where others see your screen."),
    )
    chosen = st.session_state[key] or []
    choice.kinds = tuple(kind for kind in KINDS if kind in chosen)
    return bool(revealed)


def _draw_names(choice: MaskChoice) -> None:
    key = keyed_value("privacy_names", choice.names)
    st.text_input(
        _("More names to find, with commas between them"),
        key=key,
        placeholder=_("For example: Anna Keller, 王小明"),
        max_chars=4_000,
        on_change=synced(key, lambda typed: _named(choice, typed)),
    )
    if choice.names.strip():
        st.caption(
            _("The recipe of the new corpus has these names in it: whoever gets it can read them.")
        )


def _named(choice: MaskChoice, typed: str | None) -> None:
    choice.names = (typed or "")[:4_000]
    kinds = st.session_state.get(f"privacy_kinds_{choice.corpus}")
    if choice.names.strip() and kinds is not None and "name" not in kinds:
        st.session_state[f"privacy_kinds_{choice.corpus}"] = [*kinds, "name"]


def _draw_masking_form(
    workspace: Workspace, corpus: Corpus, seen: Review, choice: MaskChoice
) -> None:
    masked = choice.count(seen)
    signs: dict[Literal["label", "shape"], str] = {
        "label": _("a label, such as ⟨e-mail⟩"),
        "shape": _("the same shape, such as xxxx@xxxxxx.xxx"),
    }
    with st.container(border=True, key="privacy_mask"):
        instead = choose_one(
            _("Replace with"),
            signs,
            key="privacy_instead",
            help=_("A label is a single sign, which a small model learns quickly."),
        )
        name = st.text_input(
            _("Name of the new corpus"),
            _("{name}, masked").format(name=corpus.card.name),
            max_chars=80,
            key=f"privacy_name_{corpus.id}",
        )
        pressed = st.button(
            _("Mask and save as a new corpus"),
            type="primary",
            icon=":material/visibility_off:",
            key="privacy_go",
            disabled=not masked,
        )
        text = ngettext(
            "{n} piece will be masked. This corpus stays as it is; delete it if nobody may read "
            "it any more.",
            "{n} pieces will be masked. This corpus stays as it is; delete it if nobody may read "
            "it any more.",
            masked,
        )
        st.caption(text.format(n=count(masked)))
    if pressed:
        ask_to_mask(
            workspace,
            corpus,
            name.strip() or escape_markdown(corpus.card.name),
            choice.step(instead),
        )
