"""What personal data came in with a draft's files, and the question whether to mask it."""

from collections.abc import Mapping

import streamlit as st

from pages.corpus.adding.draft import CorpusFormDraft
from pages.corpus.pii.decisions import kind_names, kinds_in_words
from pages.ui.session import workers
from pages.ui.text.formatting import count, listed
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.pii.entity import EntityType
from slm_core.corpus.review import review_texts
from slm_core.errors import ArgotError


def draw_privacy_question(drafted: CorpusFormDraft) -> None:
    """Ask, until it was answered; after that say how, and offer the other answer."""
    masks = _masks(drafted)
    try:
        found = _found(drafted)
    except ArgotError as error:
        st.caption(escape_markdown(translate(error.message)))
        return
    if not found and not masks:
        return
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", gap="small", key="corpus_privacy"
    ):
        if masks:
            text = _masked_in_words(drafted, found)
            st.markdown(f":green[:material/visibility_off:] {text}")
            if st.button(_("Leave it as it is"), key="corpus_unmask", type="tertiary"):
                _leave(drafted, masks)
        elif drafted.leaves_personal_data:
            text = _("{found}: left as they are.").format(found=_found_in_words(drafted, found))
            st.markdown(f":gray[{text}]", width="content")
            _draw_mask(drafted, kind="tertiary")
        else:
            text = _("**{found}.** Mask them?").format(found=_found_in_words(drafted, found))
            st.markdown(f":orange[:material/lock:] {text}")
            _draw_mask(drafted, kind="secondary")
            if st.button(_("Leave"), key="corpus_leave", type="tertiary"):
                _leave(drafted, [])


def ask_before_saving(drafted: CorpusFormDraft) -> bool:
    """Ask over the page where something was found and nobody has answered; whether it asked.

    With an answer, `drafted.saves` says that it shall be saved now.
    """
    try:
        found = _found(drafted)
    except ArgotError:  # the page says why
        return False
    if not found or drafted.leaves_personal_data or _masks(drafted):
        return False

    @st.dialog(_("Mask personal data first?"), icon=":material/lock:", width="medium")
    def question() -> None:
        if drafted.saves:
            st.rerun()
        st.markdown(f"**{_found_in_words(drafted, found)}**")
        text = _(
            "A model may write down word for word what it was trained on. Masking puts a label "
            "such as ⟨e-mail⟩ in the place of each; your own files stay as they are."
        )
        st.markdown(text)
        with st.container(horizontal=True, key="corpus_save_answers"):
            st.button(
                _("Mask and save"),
                key="corpus_save_masked",
                type="primary",
                icon=":material/visibility_off:",
                on_click=_answer,
                args=(drafted, True),
            )
            st.button(
                _("Save as it is"),
                key="corpus_save_unmasked",
                on_click=_answer,
                args=(drafted, False),
            )
            if st.button(_("Cancel"), key="corpus_save_cancel", type="tertiary"):
                st.rerun()

    question()
    return True


def _answer(drafted: CorpusFormDraft, masks: bool) -> None:
    drafted.leaves_personal_data = not masks
    if masks:
        drafted.recipe.add(Privacy.section)
    drafted.saves = True


def _masks(drafted: CorpusFormDraft) -> list[int]:
    """Numbers of the steps of its recipe that mask."""
    return [one.number for one in drafted.recipe.steps if isinstance(one.step, Privacy)]


def _draw_mask(drafted: CorpusFormDraft, *, kind: str) -> None:
    pressed = st.button(
        _("Mask"),
        key="corpus_mask",
        type="tertiary" if kind == "tertiary" else "secondary",
        icon=":material/visibility_off:",
        help=_(
            "A model may reproduce what it was trained on. Masking puts a label such as ⟨e-mail⟩ "
            "in the place of each. Saved with the recipe of the corpus."
        ),
    )
    if pressed:
        drafted.leaves_personal_data = False
        drafted.recipe.add(Privacy.section)
        st.rerun()


def _leave(drafted: CorpusFormDraft, masks: list[int]) -> None:
    drafted.leaves_personal_data = True
    for number in masks:
        drafted.recipe.remove(number)
    st.rerun()


def _found_in_words(drafted: CorpusFormDraft, found: Mapping[EntityType, int]) -> str:
    """How much was found, and in how much of the text where that was not all of it."""
    looked_at = sum(map(len, drafted.previews.sample(drafted.key, drafted.texts())))
    if looked_at >= drafted.characters:
        return _("{found} found").format(found=kinds_in_words(found))
    text = _("{found} found in the {part} of {all} characters that were looked at")
    return text.format(
        found=kinds_in_words(found), part=count(looked_at), all=count(drafted.characters)
    )


def _masked_in_words(drafted: CorpusFormDraft, found: Mapping[EntityType, int]) -> str:
    """Which kinds will be masked, and which names will not."""
    steps = [one.step for one in drafted.recipe.steps if isinstance(one.step, Privacy)]
    names = kind_names()
    kinds = listed(names[kind] for kind in found if any(getattr(step, kind) for step in steps))
    if not kinds:
        return _("Personal data that can be recognised will be masked.")
    text = _(
        "Will be masked: {kinds}. Names with no title or label before them, and in no column of "
        "names, are not recognised: list them in the step."
    )
    return text.format(kinds=kinds)


def _found(drafted: CorpusFormDraft) -> Mapping[EntityType, int]:
    """How much of each kind there is in the sample of the draft, looked for once a change."""
    known = st.session_state.get("privacy_found")
    if known is None or known[0] != drafted.key:
        sample = drafted.previews.sample(drafted.key, drafted.texts())
        known = (drafted.key, review_texts(workers(), sample, names=drafted.names()).counts)
        st.session_state["privacy_found"] = known
    return known[1]
