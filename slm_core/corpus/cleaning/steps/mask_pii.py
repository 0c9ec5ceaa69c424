"""The step that masks personal data."""

import re
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.step import TextStep
from slm_core.corpus.pii.detect import detect
from slm_core.corpus.pii.entity import KINDS, PiiEntity
from slm_core.corpus.pii.mask import MaskLanguage, label, mask_language, same_shape
from slm_core.settings_schema import fields_of

KEPT_BREAK = "|"
_NAME_BREAK = re.compile(r"[,;，；、\n]")


@dataclass(frozen=True)
class Privacy(TextStep):
    """Mask personal data that can be recognised: e-mails, numbers, addresses, birthdays, names."""

    section: ClassVar[str] = "privacy"
    version: ClassVar[int] = 4

    email: bool = True
    """E-mail addresses."""
    phone: bool = True
    """Phone numbers in international and national notation."""
    card: bool = True
    """Payment card numbers with a valid check digit."""
    iban: bool = True
    """Bank account numbers (IBAN) with valid check digits."""
    identity: bool = True
    """Identity card, social security and tax numbers, checked by each country's rules."""
    ip: bool = True
    """IP addresses of machines on the internet."""
    birth_date: bool = True
    """Dates of birth: dates after a word such as born."""
    name: bool = True
    """Names after a title or a label such as Dr or Patient:, the names listed below, and those in a
    column beside the text that is headed as names."""
    address: bool = True
    """Addresses in Chinese: a road, village or estate with the number of a house."""
    plate: bool = True
    """Chinese licence plates of cars."""
    account: bool = True
    """Names of chat accounts after a label such as QQ or 微信号."""
    names: str = ""
    """More names to mask wherever they occur, with commas between them."""
    keep: str = ""
    """Exceptions: what is not masked although it looks like personal data, with | between the
    entries."""
    replacement: Literal["label", "shape"] = "label"
    """Replacement: a label such as ⟨e-mail⟩, which is one sign for a model to learn, or the same
    shape with 0 for digits and x for letters."""
    language: Literal["auto", "en", "zh", "none"] = "auto"
    """Language of the labels: English, Chinese, or auto for the language of most of the text."""

    @property
    def seeks_people(self) -> bool:
        """See CleaningStep."""
        return self.name

    def knowing(self, people: tuple[str, ...]) -> "Privacy":
        """See CleaningStep."""
        if not people or not self.name:
            return self
        settings = {name: getattr(self, name) for name in fields_of(type(self))}
        return _PrivacyOfPeople(**settings, people=people)

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        return self._masked(text, listed_names(self.names))

    def _masked(self, text: str, names: tuple[str, ...]) -> tuple[str, int]:
        kinds = frozenset(kind for kind in KINDS if getattr(self, kind))
        kept = frozenset(piece.strip() for piece in self.keep.split(KEPT_BREAK))
        language: MaskLanguage = "zh" if self.language == "zh" else "en"
        if self.language == "auto":
            language = mask_language(text)
        parts: list[str] = []
        changes = at = 0
        for entity in detect(text, kinds=kinds, names=names):
            new = self._instead(entity, language)
            if new != entity.text and entity.text not in kept:
                changes += 1
                parts += (text[at : entity.start], new)
                at = entity.end
        return ("".join([*parts, text[at:]]), changes) if changes else (text, 0)

    def _instead(self, entity: PiiEntity, language: MaskLanguage) -> str:
        if self.replacement == "shape":
            return same_shape(entity.text)
        return label(entity.kind, language)


@dataclass(frozen=True)
class _PrivacyOfPeople(Privacy):
    """The same where people are known by name; in no recipe, which would then name them."""

    people: tuple[str, ...] = ()
    """Names, in the order in which they are looked for."""

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        return self._masked(text, (*listed_names(self.names), *self.people))


def listed_names(written: str) -> tuple[str, ...]:
    """The names in what somebody wrote, with commas or lines between them."""
    return tuple(name.strip() for name in _NAME_BREAK.split(written) if name.strip())
