"""What this session decided about the personal data in a corpus; found once, kept in a cache."""

from collections.abc import Mapping

import streamlit as st

from pages.ui.session import slow_workers
from pages.ui.text.formatting import count, listed
from pages.ui.text.i18n import _, ngettext, translate
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


def kinds_in_words(counts: Mapping[EntityType, int]) -> str:
    """How many pieces of each kind there are, such as "12 names, 1 phone number"."""
    return listed(_in_words(kind, number) for kind, number in counts.items() if number)


def _in_words(kind: EntityType, n: int) -> str:
    names = {
        "email": ngettext("{n} e-mail address", "{n} e-mail addresses", n),
        "phone": ngettext("{n} phone number", "{n} phone numbers", n),
        "card": ngettext("{n} payment card", "{n} payment cards", n),
        "iban": ngettext("{n} bank account", "{n} bank accounts", n),
        "identity": ngettext("{n} identity number", "{n} identity numbers", n),
        "ip": ngettext("{n} IP address", "{n} IP addresses", n),
        "birth_date": ngettext("{n} date of birth", "{n} dates of birth", n),
        "name": ngettext("{n} name", "{n} names", n),
    }
    named = names.get(kind)
    if named is None:
        return _("{kind}: {n}").format(kind=kind_names()[kind], n=count(n))
    return named.format(n=count(n))
