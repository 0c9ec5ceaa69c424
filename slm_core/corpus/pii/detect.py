"""Personal data in a text, by three fast passes that stop only where something may be.

Measured on 4 MB of English: the three passes take 30 ms, what they stop at about as much.
"""

import functools
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

import re2

from slm_core.corpus.pii import id_numbers, person_names
from slm_core.corpus.pii.chinese import numbers
from slm_core.corpus.pii.chinese.places import find_chinese
from slm_core.corpus.pii.entity import KINDS, EntityType, PiiEntity, without_overlaps
from slm_core.corpus.pii.obfuscated_email import HINT, find_obfuscated_emails
from slm_core.corpus.pii.phones import phones
from slm_core.corpus.pii.scan import compiled, scan
from slm_core.corpus.text.scripts import HAS_COMMON_HAN, is_japanese

_EMAIL_BEFORE = re.compile(r"[\w.%+\-]{1,64}$", re.ASCII)
_EMAIL_AFTER = re.compile(r"@(?:[\w](?:[\w\-]{0,61}[\w])?\.)+[^\W\d_]{2,24}(?![\w])")
_CLUSTER = re.compile(r"\d(?:[ ().\-/\u00a0\u2010\u2011\u2013]{0,3}\d){5,}", re.ASCII)
_CLUSTER_LIMIT = 60  # characters: longer ones are tables of figures
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ＠＋－]")
_NARROW = {code: code - 0xFEE0 for code in map(ord, "（）＠＋－＿")} | {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}
_NAME_LABELS = (
    r"(?:(?:patient|pt|service user|resident|next of kin|nok|carer|relative|customer|client|"
    r"contact|employee|applicant|account ?holder|card ?holder|guest|student|witness|claimant|"
    r"insured|policy ?holder|kunde|kundin|patientin|versicherter|"
    r"mitarbeiter|ansprechpartner|antragsteller)(?:'s|’s)?(?:[ -]?name)?"
    r"|(?:full|first|last|family|given|sur|vor|nach|birth|maiden)?[ -]?name|nom|nombre|nome)"
)
# Each group is a kind of place; what stands there is looked at closely by its function.
_PLACES: dict[str, tuple[EntityType, str, Callable[[str, int], list[PiiEntity]]]] = {
    "born": (
        "birth_date",
        r"(?i:\b(?:date[ -]of[ -]birth|d\.?o\.?b\b\.?|birth[ -]?date|birthday:|born|geboren|geb\.|"
        r"geburtsdatum|née? le|fecha de nacimiento))",
        person_names.birth_date,
    ),
    "titled": (
        "name",
        r"\b(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Herrn?|Frau|Mme|Mlle|Señora?|Sra?|Dott|Sig)\b",
        person_names.titled,
    ),
    "labelled": (
        "name",
        rf"(?i:\b{_NAME_LABELS}\*{{0,2}} ?)[:：]\*{{0,2}}",
        person_names.labelled,
    ),
    "noted": (
        "name",
        r"\b(?:Pt|RN|LPN|CNA|HCA|RGN|RMN|SHO|[Nn]urse|Sister|[Mm]atron)\b\.?",
        person_names.noted,
    ),
    "greeted": (
        "name",
        r"\b(?:Dear|Hello|Hi|Hallo|Liebe|Lieber|Cher|Chère|Estimad[oa])\b",
        person_names.greeted,
    ),
    "introduced": (
        "name",
        r"(?i:\b(?:my name is|mein name ist|ich heiße|je m'appelle|me llamo))",
        person_names.introduced,
    ),
    "signed": (
        "name",
        r"\b(?:[Rr]egards|Sincerely|Yours (?:truly|faithfully|sincerely)|Grüßen|Hochachtungsvoll)",
        person_names.signed,
    ),
    "document": (
        "identity",
        r"(?i:(?:passport|reisepass|personalausweis|driver'?s licen[cs]e|medical record|mrn)"
        r" ?(?:no|nr|number|nummer|#)?\.? ?[:#] ?)",
        id_numbers.labelled_identity,
    ),
}
_LETTERED = (
    r"\b(?:[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){3,9}\b|[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]\b"
    r"|[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]\b|[XYZ]-?\d{7}-?[A-Z]\b)"
)
_IPV6 = (
    r"(?:[0-9A-Fa-f]{1,4}::?|::)(?:[0-9A-Fa-f]{1,4}::?){1,7}[0-9A-Fa-f]{0,4}"
    r"|[0-9A-Fa-f]{1,4}::[0-9A-Fa-f]{1,4}"
)


def detect(
    text: str, *, kinds: Collection[EntityType] = KINDS, names: tuple[str, ...] = ()
) -> list[PiiEntity]:
    """Personal data of these kinds in `text`, in order and apart from one another.

    `names` are names of people to find wherever they stand, as whole words.
    """
    plain = _narrow(text)
    entities: list[PiiEntity] = []
    if "email" in kinds:
        entities += _emails(plain)
    wanted = {"phone", "card", "identity", "ip"} & set(kinds)
    if wanted:
        entities += (entity for entity in _numbers(plain) if entity.kind in wanted)
    if set(kinds) & {"email", "iban", "identity", "ip", "birth_date", "name"}:
        entities += (entity for entity in _places(plain, frozenset(kinds)) if entity.kind in kinds)
    if HAS_COMMON_HAN.search(plain) and not is_japanese(plain):
        entities += find_chinese(plain, kinds, entities)
    if names and "name" in kinds:
        entities += _listed(text, names)
    apart = without_overlaps(entities)
    return apart if plain is text else [_as_written(entity, text) for entity in apart]


def _narrow(text: str) -> str:
    """The text with figures, letters and brackets of full width as others are: 138 for １３８.

    Each character stays in its place.
    """
    if text.isascii():
        return text
    if _FULL_WIDTH.search(text):
        return text.translate(_NARROW)
    return text.replace("（", "(").replace("）", ")") if "（" in text else text


def _as_written(entity: PiiEntity, text: str) -> PiiEntity:
    return replace(entity, text=text[entity.start : entity.end])


def _emails(text: str) -> Iterator[PiiEntity]:
    at_sign = text.find("@")
    while at_sign >= 0:
        after = _EMAIL_AFTER.match(text, at_sign)
        before = _EMAIL_BEFORE.search(text, max(0, at_sign - 64), at_sign)
        if after and before:
            start = before.start() + len(before.group()) - len(before.group().lstrip(".-+%"))
            if start < at_sign:
                yield PiiEntity("email", start, after.end(), text[start : after.end()], "certain")
        at_sign = text.find("@", at_sign + 1)


def _numbers(text: str) -> Iterator[PiiEntity]:
    for match in _CLUSTER.finditer(text):
        start, end = match.span()
        if text[start - 1 : start].isalpha() and text[start - 1 : start].isascii():
            continue  # the end of a name such as AB123456
        if end - start > _CLUSTER_LIMIT:
            continue
        yield from id_numbers.numbers(text, start, end)
        yield from phones(text, start, end)


def _places(text: str, kinds: frozenset[EntityType]) -> Iterator[PiiEntity]:
    names, regex = _pattern(kinds)
    for place, start, end in scan(text, regex):
        yield from _closely(names[place], text, start, end)


def _closely(name: str, text: str, start: int, end: int) -> list[PiiEntity]:
    if name == "lettered":
        return id_numbers.lettered(text, start, end)
    if name == "hong kong":
        return numbers.hong_kong(text, start, end)
    if name == "ipv6":
        return id_numbers.ipv6(text, start, end)
    if name == "spelled":
        return find_obfuscated_emails(text, start, end)
    return _PLACES[name][2](text, end)


@functools.cache
def _pattern(kinds: frozenset[EntityType]) -> tuple[list[str], "re2._Regexp"]:
    parts = {name: part for name, (kind, part, _) in _PLACES.items() if kind in kinds}
    if kinds & {"iban", "identity"}:
        parts["lettered"] = _LETTERED
    if "identity" in kinds:
        parts["hong kong"] = numbers.HONG_KONG
    if "ip" in kinds:
        parts["ipv6"] = _IPV6
    if "email" in kinds:
        parts["spelled"] = HINT
    whole = "|".join(f"({part})" for part in parts.values())
    return list(parts), compiled(whole)


def _listed(text: str, names: tuple[str, ...]) -> Iterator[PiiEntity]:
    for _, start, end in scan(text, _list_pattern(names)):
        inside = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
        if not inside or HAS_COMMON_HAN.match(text, start):
            yield PiiEntity("name", start, end, text[start:end], "certain")


@functools.lru_cache(maxsize=4)
def _list_pattern(names: tuple[str, ...]) -> "re2._Regexp":
    longest_first = sorted(filter(None, map(str.strip, names)), key=len, reverse=True)
    whole = "|".join(re2.escape(name) for name in longest_first)
    return compiled(whole or r"[^\x00-\x{10FFFF}]")
