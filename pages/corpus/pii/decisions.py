"""Personal data that was found in a corpus, and what somebody decided about it. Draws nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from pages.ui.i18n import _
from pages.ui.session import slow_workers
from slm_core.corpus.cleaning.steps.mask_pii import KEPT_BREAK, Privacy, listed_names
from slm_core.corpus.pii.entity import KINDS, EntityType
from slm_core.corpus.pii.review import Review, ReviewedValue
from slm_core.corpus.review import review_corpus
from slm_core.corpus.store import Corpus

ROWS = 400
"""Values that are sent to the browser, shared among the kinds."""

_CHOICE = "privacy_choice"


@dataclass
class Choice:
    """What is to be masked; nothing of it is done yet."""

    corpus: str
    kinds: tuple[EntityType, ...] = ()
    kept: set[tuple[EntityType, str]] = field(default_factory=set)
    """Values that stay as they are."""
    names: str = ""
    """More names to find, as they were typed."""

    def step(self, replacement: Literal["label", "shape"]) -> Privacy:
        """The cleaning step that does it."""
        kept = sorted({text for kind, text in self.kept if kind in self.kinds})
        return Privacy(
            **{kind: kind in self.kinds for kind in KINDS},
            names=self.names.strip(),
            keep=KEPT_BREAK.join(kept),
            replacement=replacement,
        )


def choice_of(corpus: Corpus) -> Choice:
    """What this session chose for the corpus so far."""
    choice = st.session_state.get(_CHOICE)
    if not isinstance(choice, Choice) or choice.corpus != corpus.id:
        choice = st.session_state[_CHOICE] = Choice(corpus.id)
    return choice


def reviewed(corpus: Corpus, names: str) -> Review:
    """All that was found, looked for once. Raises CorpusError."""
    return _reviewed(str(corpus.folder), listed_names(names), corpus)


@st.cache_resource(max_entries=3, show_spinner=False)
def _reviewed(folder: str, names: tuple[str, ...], _corpus: Corpus) -> Review:
    return review_corpus(slow_workers(), _corpus, names=names)


def to_mask(seen: Review, choice: Choice) -> int:
    """How many pieces the choice would mask, of those that were found."""
    stays = sum(
        one.times
        for one in seen.found
        if one.kind in choice.kinds and (one.kind, one.text) in choice.kept
    )
    return sum(seen.counts.get(kind, 0) for kind in choice.kinds) - stays


def listed(seen: Review, kinds: Collection[EntityType]) -> tuple[list[ReviewedValue], bool]:
    """The most frequent of each of these kinds, and whether there are more."""
    most = max(25, ROWS // max(1, len(kinds)))
    by_kind = ([one for one in seen.found if one.kind == kind] for kind in kinds)
    groups = list(by_kind)
    more = any(len(group) > most for group in groups)
    return [one for group in groups for one in group[:most]], more


def kind_names() -> Mapping[EntityType, str]:
    """Kinds of personal data as people call them."""
    return {
        "email": _("E-mail addresses"),
        "phone": _("Phone numbers"),
        "card": _("Payment cards"),
        "iban": _("Bank accounts (IBAN)"),
        "identity": _("Identity numbers"),
        "ip": _("IP addresses"),
        "birth_date": _("Dates of birth"),
        "name": _("Names"),
    }
