"""The tokenizer of Chinese and Japanese text, and the user's terms that stay whole."""

import streamlit as st

from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.token_kinds import token_kind
from pages.ui.widgets.forms import Changes
from pages.ui.widgets.set_by_page import keyed_value, synced
from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.store import Corpus
from slm_core.corpus.text.scripts import UNSPACED_LANGUAGES
from slm_core.errors import ArgotError, CorpusError
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.presets import Preset
from slm_core.tokenizers.user_dictionary import MOST_CHARACTERS, parse_terms

TERMS = "tokenizer.terms"
_KIND = "tokenizer.kind"
_AREA = "train_tokenizer_terms"
_CHOICE = "train_tokens"


def draw_tokens(preset: Preset, corpus: Corpus, changes: Changes) -> str:
    """The kind of token: chosen here where words have no blanks between them, or in `changes`.

    Nothing is asked of other texts, nor of a preset that goes by epochs: it has its own tokens.
    """
    kind = preset.tokenizer_kind(corpus.card)
    if corpus.card.language in UNSPACED_LANGUAGES and preset.minutes is not None:
        kind = _draw_kinds(kind, changes)
    if changes.get(_KIND) == kind:
        del changes[_KIND]
    return changes.get(_KIND, kind)


def _draw_kinds(usual: str, changes: Changes) -> str:
    chosen = st.segmented_control(
        _("Read it in"),
        ["char", "segmented", "bpe"],
        format_func=lambda kind: token_kind(kind).units,
        default=usual,
        required=True,
        key=_CHOICE,
        persist_state="session",
        on_change=_forget_kind,
        args=(changes,),
    )
    st.caption(token_kind(chosen or usual).meaning)
    return chosen or usual


def draw_terms(base: RunConfig, changes: Changes) -> None:
    """A place for the terms of a field, where the text is cut into words."""
    if not cuts_words(base, changes):
        return
    st.markdown("**" + _("Words of your field") + "**")
    key = keyed_value(_AREA, changes.get(TERMS, ""))
    st.text_area(
        _("Words of your field"),
        key=key,
        height=120,
        placeholder=_("one a line"),
        help=_(
            "Words that the dictionary does not know and would cut in pieces: drugs, parts, "
            "products. One a line; a number behind it says how often it is to count as seen."
        )
        + f" `{TERMS}`",
        label_visibility="collapsed",
        on_change=synced(key, lambda typed: _keep(changes, typed)),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_how_many(changes.get(TERMS, "")), width="stretch")
        with st.popover(_("From a file"), icon=":material/upload_file:", key="train_terms_popover"):
            st.file_uploader(
                _("A text file with one word a line"),
                type=["txt", "dict", "csv"],
                key="train_terms_file",
                on_change=_note_file,
                args=(changes,),
            )
            problem = st.session_state.get("train_terms_problem")
            if problem:
                st.error(escape_markdown(translate(problem)))


def cuts_words(base: RunConfig, changes: Changes) -> bool:
    """Whether what is asked for cuts the text into words beforehand."""
    return changes.get(_KIND, base.tokenizer.kind) == "segmented"


def available_kinds(base: RunConfig, changes: Changes) -> Changes:
    """The changes but for terms that nothing would use: they wait for their kind of token."""
    if cuts_words(base, changes):
        return changes
    return {path: text for path, text in changes.items() if path != TERMS}


def _how_many(text: str) -> str:
    try:
        terms = len(parse_terms(text))
    except ArgotError as error:
        return f":red[{escape_markdown(translate(error.message))}]"
    if not terms:
        return _("None yet: the dictionary decides alone.")
    return ngettext("{n} word stays whole.", "{n} words stay whole.", terms).format(n=count(terms))


def _forget_kind(changes: Changes) -> None:
    for path in (_KIND, "tokenizer.vocabulary_size"):
        changes.pop(path, None)


def _note_file(changes: Changes) -> None:
    file = st.session_state.get("train_terms_file")
    st.session_state["train_terms_problem"] = ""
    if file is None:
        return
    try:
        if file.size > 4 * MOST_CHARACTERS:
            raise CorpusError(
                _("{name} is too large for a list of words: {n} characters are the most.").format(
                    name=file.name, n=count(MOST_CHARACTERS)
                )
            )
        _keep(changes, decode(file.getvalue()).text)
    except ArgotError as error:
        st.session_state["train_terms_problem"] = error.message


def _keep(changes: Changes, text: str) -> None:
    if text.strip():
        changes[TERMS] = text
    else:
        changes.pop(TERMS, None)
