"""Where personal data may stand in a Chinese text, and what looks at each place closely."""

import functools
from collections.abc import Callable, Collection, Sequence

from slm_core.corpus.pii.chinese import addresses, birth_dates, labels, names, numbers
from slm_core.corpus.pii.entity import EntityType, PiiEntity
from slm_core.corpus.pii.scan import compiled, scan

Closely = Callable[[str, int, int], list[PiiEntity]]
"""Looks at a place of a text, from its first to behind its last character."""

PLACES: tuple[tuple[EntityType, str, Closely], ...] = (
    ("name", labels.BEFORE, names.after_label),
    ("name", labels.ROLE, names.after_role),
    ("name", labels.SPEAKER, names.speaker),
    ("name", labels.AFTER, names.before_title),
    ("birth_date", birth_dates.BEFORE, birth_dates.after_label),
    ("birth_date", birth_dates.AFTER, birth_dates.before_verb),
    ("address", addresses.TRIGGER, addresses.at_number),
    ("address", addresses.LABEL, addresses.after_label),
    ("plate", numbers.PLATE, numbers.plate),
    ("identity", numbers.DOCUMENT, numbers.document),
    ("identity", numbers.PERMIT, numbers.permit),
    ("identity", numbers.TAIWAN, numbers.taiwan),
    ("card", numbers.CARD, numbers.card),
    ("account", numbers.ACCOUNT, numbers.account),
)
"""Each is one pass, since what one of them stops at may begin inside of another's."""


_TELLING: set[EntityType] = {"identity", "card", "account"}
"""What is looked for where names are, since beside it stands whose it is."""


def find_chinese(
    text: str, kinds: Collection[EntityType], others: Sequence[PiiEntity] = ()
) -> list[PiiEntity]:
    """Personal data of these kinds in a Chinese text, in no order; they may overlap.

    `others` was found before: beside it stands whose it is.
    """
    wanted = set(kinds) | (_TELLING if "name" in kinds else set())
    found = [
        entity
        for kind, pattern, closely in PLACES
        if kind in wanted
        for _, start, end in scan(text, _compiled(pattern))
        for entity in closely(text, start, end)
    ]
    if "name" in kinds:
        found += names.beside(text, [*others, *found])
    return [entity for entity in found if entity.kind in kinds]


_compiled = functools.cache(compiled)
