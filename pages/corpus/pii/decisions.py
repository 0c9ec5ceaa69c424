"""What this session decided about the personal data in a corpus; found once, kept in a cache."""

from collections.abc import Mapping

import streamlit as st

from pages.ui.session import slow_workers
from pages.ui.text.i18n import translate
from slm_core.corpus.cleaning.mask_choice import MaskChoice
from slm_core.corpus.cleaning.steps.mask_pii import listed_names
from slm_core.corpus.pii.entity import KIND_NAMES, EntityType
from slm_core.corpus.pii.review import Review
from slm_core.corpus.review import review_corpus
from slm_core.corpus.store import Corpus

_CHOICE = "privacy_choice"


def choice_of(corpus: Corpus) -> MaskChoice:
    """What this session chose for the corpus so far."""
    choice = st.session_state.get(_CHOICE)
    if not isinstance(choice, MaskChoice) or choice.corpus != corpus.id:
        choice = st.session_state[_CHOICE] = MaskChoice(corpus.id)
    return choice


def reviewed(corpus: Corpus, names: str) -> Review:
    """All that was found, looked for once. Raises CorpusError."""
    return _reviewed(str(corpus.folder), listed_names(names), corpus)


@st.cache_resource(max_entries=3, show_spinner=False)
def _reviewed(folder: str, names: tuple[str, ...], _corpus: Corpus) -> Review:
    return review_corpus(slow_workers(), _corpus, names=names)


def kind_names() -> Mapping[EntityType, str]:
    """Kinds of personal data as people call them."""
    return {kind: translate(name) for kind, name in KIND_NAMES.items()}
