"""One piece of personal data: its kind, position and confidence."""

from dataclasses import dataclass
from typing import Literal, get_args

from slm_core.messages import Message, msg

EntityType = Literal[
    "email",
    "phone",
    "card",
    "iban",
    "identity",
    "ip",
    "birth_date",
    "name",
    "address",
    "plate",
    "account",
]
Certainty = Literal["certain", "likely"]
"""Certain: a checksum holds that numbers rarely meet by chance, or a label says what it is."""

KINDS: tuple[EntityType, ...] = get_args(EntityType)
TITLES: dict[EntityType, str] = {
    "email": "e-mail",
    "phone": "phone",
    "card": "card",
    "iban": "IBAN",
    "identity": "identity number",
    "ip": "IP address",
    "birth_date": "date of birth",
    "name": "name",
    "address": "address",
    "plate": "licence plate",
    "account": "chat account",
}
"""As people call them; masked English text says them in angle brackets."""
KIND_NAMES: dict[EntityType, Message] = {
    "email": msg("E-mail addresses"),
    "phone": msg("Phone numbers"),
    "card": msg("Payment cards"),
    "iban": msg("Bank accounts (IBAN)"),
    "identity": msg("Identity numbers"),
    "ip": msg("IP addresses"),
    "birth_date": msg("Dates of birth"),
    "name": msg("Names"),
    "address": msg("Addresses"),
    "plate": msg("Licence plates"),
    "account": msg("Chat accounts"),
}
"""What lists of findings call them."""


@dataclass(frozen=True)
class PiiEntity:
    """One piece of personal data: characters `start` to `end` (not included) of a text."""

    kind: EntityType
    start: int
    end: int
    text: str
    certainty: Certainty


def without_overlaps(entities: list[PiiEntity]) -> list[PiiEntity]:
    """In order, and of those that overlap the surest, then the longest."""
    kept: list[PiiEntity] = []
    for entity in sorted(entities, key=lambda entity: (entity.start, -entity.end)):
        if kept and entity.start < kept[-1].end:
            if _weight(entity) > _weight(kept[-1]):
                kept[-1] = entity
        else:
            kept.append(entity)
    return kept


def _weight(entity: PiiEntity) -> tuple[bool, int]:
    return entity.certainty == "certain", entity.end - entity.start
