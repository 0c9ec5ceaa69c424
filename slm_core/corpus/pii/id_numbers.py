"""Identity, tax and account numbers, each with its country's check."""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass

from slm_core.corpus.pii import checksums
from slm_core.corpus.pii.context import Context
from slm_core.corpus.pii.entity import Certainty, EntityType, PiiEntity

_BEFORE = r"(?<![\w.,#+/$€£-])"
_AFTER = r"(?![\w/-]|[.,]\d)"
_GROUP_BEFORE, _GROUP_AFTER = r"(?<!\d )", r"(?! \d)"
"""A number in groups is no piece of a longer one, of which the rest would be left behind."""
_MARKS = re.compile(r"[ .\-/]")


@dataclass(frozen=True)
class Identity:
    """How one country writes the number of a person."""

    pattern: re.Pattern[str]
    """As it is written."""
    check: Callable[[str], bool]
    """Of its letters and digits, without marks."""
    needs_label: bool = False
    """Whether other numbers look and check out the same too often."""
    certainty: Certainty = "certain"


def _written(pattern: str) -> re.Pattern[str]:
    grouped = " " in pattern
    before, after = (_GROUP_BEFORE, _GROUP_AFTER) if grouped else ("", "")
    return re.compile(f"{_BEFORE}{before}{pattern}{after}{_AFTER}", re.ASCII)


def _any(compact: str) -> bool:
    return True


IDENTITIES: tuple[Identity, ...] = (
    Identity(_written(r"[1-9]\d{5}(?:18|19|20)\d{9}[\dXx]"), checksums.chinese_identity),
    Identity(_written(r"\d{3}-\d\d-\d{4}"), checksums.social_security, certainty="likely"),
    Identity(_written(r"\d{3} ?\d\d ?\d{4}"), checksums.social_security, needs_label=True),
    Identity(_written(r"\d\d ?\d{3} ?\d{3} ?\d{3}"), checksums.german_tax, needs_label=True),
    Identity(_written(r"\d\d \d{3} \d{3} \d{3}"), checksums.german_tax, certainty="likely"),
    Identity(_written(r"\d{8}-?[A-HJ-NP-TV-Z]"), checksums.spanish_identity, certainty="likely"),
    Identity(_written(r"[12] ?\d\d ?\d\d ?\d\d ?\d{3} ?\d{3} ?\d\d"), checksums.french_identity),
    Identity(_written(r"\d{11}"), checksums.polish_identity, certainty="likely"),
    Identity(_written(r"\d{3}\.\d{3}\.\d{3}-\d\d"), checksums.brazilian_identity),
    Identity(_written(r"[2-9]\d{3} \d{4} \d{4}"), checksums.indian_identity, certainty="likely"),
    Identity(_written(r"\d{6}-\d{4}"), checksums.swedish_identity),
)
"""Those of digits; each is tried where the number of digits is right."""

_LABELLED = re.compile(r"(?=(?:[A-Z\d -]*\d){5})[A-Z\d]{1,9}(?:[ -]?[A-Z\d]{1,9}){0,4}", re.ASCII)
_CARD = re.compile(
    rf"{_BEFORE}(?:\d{{4}}([ -])\d{{4}}\1\d{{4}}\1\d{{4}}(?:\1\d{{1,3}})?"
    rf"|\d{{4}}([ -])\d{{6}}\2\d{{4,5}}|\d{{13,19}}){_AFTER}",
    re.ASCII,
)
_IPV4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)", re.ASCII)
_IPV6_BEGINS = re.compile(r"(?:[23][0-9a-f]{3}|fe80|f[cd][0-9a-f]{2}):", re.IGNORECASE)
_NEVER_A_PERSONS = ("0.", "127.", "255.", "192.0.2.", "198.51.100.", "203.0.113.")
_INTERNET = re.compile(r"\b(?:ip(?:v[46])?|host|server|address|from|client)\W{0,12}$", re.I)
_VERSION = re.compile(r"(?:\b(?:version|ver|release|firmware|section|rev|build|v)|§)\W{0,3}$", re.I)


def numbers(text: str, start: int, end: int) -> list[PiiEntity]:
    """Cards, identity numbers and IPv4 addresses in the cluster of digits from start to end."""
    cluster = text[start:end]
    entities: list[PiiEntity] = []
    if cluster.count(".") >= 3:
        entities += _ipv4(text, start, end)
    digits = sum(map(str.isdigit, cluster))
    if digits < 8 or entities:
        return entities
    if digits >= 13:
        entities += _cards(text, start, end)
    context = Context(text, start)
    labelled = context.is_identity
    if context.is_numbered and not labelled:
        return entities
    for kind in IDENTITIES:
        if kind.needs_label and not labelled:
            continue
        for match in kind.pattern.finditer(text, start, end + 2):
            if kind.check(_MARKS.sub("", match.group())):
                sure: Certainty = "certain" if labelled else kind.certainty
                entities.append(_entity("identity", match, sure))
    if labelled and not entities:
        match = _LABELLED.match(text, start)
        if match:
            entities.append(_entity("identity", match, "likely"))
    return entities


def labelled_identity(text: str, position: int) -> list[PiiEntity]:
    """The number of a document that stands right at `place`, behind a label such as passport."""
    match = _LABELLED.match(text, position)
    return [_entity("identity", match, "likely")] if match else []


def lettered(text: str, start: int, end: int) -> list[PiiEntity]:
    """Numbers that begin with letters, from `start` to `end`: IBAN, NINO, codice fiscale, NIE."""
    stop = _iban_end(text, start, end)
    if stop:
        return [PiiEntity("iban", start, stop, text[start:stop], "certain")]
    compact = _MARKS.sub("", text[start:end])
    for pattern, check, certainty in _LETTERED:
        if pattern.fullmatch(compact) and check(compact):
            return [PiiEntity("identity", start, end, text[start:end], certainty)]
    return []


def _iban_end(text: str, start: int, end: int) -> int:
    """Where the IBAN that begins at `start` ends, 0 where none does."""
    letters_to_come = checksums.iban_length(text[start : start + 2])
    if not letters_to_come:
        return 0
    for position in range(start, end):
        letters_to_come -= text[position] != " "
        if not letters_to_come:
            whole = not text[position + 1 : position + 2].isalnum()
            sound = whole and checksums.iban(text[start : position + 1].replace(" ", ""))
            return position + 1 if sound else 0
    return 0


_LETTERED: tuple[tuple[re.Pattern[str], Callable[[str], bool], Certainty], ...] = (
    (
        re.compile(r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]"),
        _any,
        "likely",
    ),
    (
        re.compile(r"[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]"),
        checksums.italian_identity,
        "certain",
    ),
    (re.compile(r"[XYZ]\d{7}[A-Z]"), checksums.spanish_identity, "certain"),
)


def ipv6(text: str, start: int, end: int) -> list[PiiEntity]:
    """An IPv6 address from `start` to `end`, if it is one and not std::vector or a time."""
    written = text[start:end]
    parts = [part for part in written.split(":") if part]
    # Add::add and fe::ed are valid addresses too; real ones have digits and longer groups.
    begins_as_one = _IPV6_BEGINS.match(written) is not None
    if not begins_as_one and (len(parts) < 3 or not any(len(part) >= 3 for part in parts)):
        return []
    if not any(letter.isdigit() for letter in written) or text[start - 1 : start].isalnum():
        return []
    try:
        address = ipaddress.IPv6Address(written)
    except ValueError:
        return []
    if address.is_loopback:
        return []
    is_example = address in ipaddress.IPv6Network("2001:db8::/32")
    return [PiiEntity("ip", start, end, written, "likely" if is_example else "certain")]


def _ipv4(text: str, start: int, end: int) -> list[PiiEntity]:
    entities = []
    for match in _IPV4.finditer(text, start, end + 2):
        octets = match.group().split(".")
        sound = all(int(part) <= 255 and part == str(int(part)) for part in octets)
        if not sound or match.group().startswith(_NEVER_A_PERSONS):
            continue
        before = text[max(0, match.start() - 24) : match.start()]
        said = _INTERNET.search(before) is not None
        # 1.2.10.4 is a version or a section oftener than a machine.
        if said or (not _VERSION.search(before) and max(map(int, octets)) > 31):
            entities.append(_entity("ip", match, "certain" if said else "likely"))
    return entities


def _cards(text: str, start: int, end: int) -> list[PiiEntity]:
    entities = []
    for match in _CARD.finditer(text, start, end + 2):
        context = Context(text, match.start())
        if not checksums.card(_MARKS.sub("", match.group())):
            continue
        grouped = not match.group().isdigit()
        if context.is_card or grouped:
            entities.append(_entity("card", match, "certain"))
        elif not context.is_numbered:
            entities.append(_entity("card", match, "likely"))
    return entities


def _entity(kind: EntityType, match: re.Match[str], certainty: Certainty) -> PiiEntity:
    return PiiEntity(kind, match.start(), match.end(), match.group(), certainty)
