"""One piece of personal data: its kind, position and confidence."""

from dataclasses import dataclass
from typing import Literal, get_args

EntityType = Literal["email", "phone", "card", "iban", "identity", "ip", "birth_date", "name"]
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
}
"""As people call them; masked text says them in angle brackets."""


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
