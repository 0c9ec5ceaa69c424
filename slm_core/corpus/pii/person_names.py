"""Names of people and their dates of birth, found by the titles and labels before them.

A name without a title, a label or an entry in the user's list is not found: without a model that
knows sentences it cannot be told from a place or a firm.
"""

import re

from slm_core.corpus.pii.entity import Certainty, EntityType, PiiEntity

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_SMALL = r"[a-zß-öø-ÿā-ž]"
_PART = (
    rf"(?:{_CAPITAL}{_SMALL}+(?:['’-]{_CAPITAL}{_SMALL}+)*"
    rf"|(?:Mc|Mac|O['’]|D['’]){_CAPITAL}{_SMALL}+)"
)
_INITIAL = rf"{_CAPITAL}\."
_LINK = r"(?:von|van|de|del|della|der|den|di|da|dos|du|la|le|bin|al|zu|ter)"
_GAP = r"[ \u00a0]"
NAME = (
    rf"(?:{_INITIAL}{_GAP}?){{0,2}}(?:{_LINK}{_GAP}){{0,2}}{_PART}"
    rf"(?:{_GAP}(?:{_INITIAL}|(?:{_LINK}{_GAP}){{0,2}}{_PART})){{0,3}}"
)
_FULL_NAME = rf"{_PART}(?:{_GAP}(?:{_INITIAL}|(?:{_LINK}{_GAP}){{0,2}}{_PART})){{1,3}}"
_TITLED = re.compile(
    rf"\.?{_GAP}+(?:(?:Dr|Prof|med|phil|jur|Ing|Dipl)\.{_GAP}?(?:-?[A-Za-z]+\.{_GAP})?)*({NAME})"
)
_NOTED = re.compile(
    rf"{_GAP}+((?:{_CAPITAL}\.?{_GAP}?){{1,2}}{_GAP}?{_PART}|{_PART}(?:{_GAP}(?:{_INITIAL}|{_PART})){{1,2}})"
)
_NEXT_FIELD = (
    r"(?i:d\.?o\.?b|born|age|aged|sex|tel|telephone|phone|ph|mob|mobile|e-?mail|address|postcode|nhs"
    r"|nhi|mrn|hosp|id|ward|bed|room|gp|date|no|geb)"
)
"""What stands behind a name where the fields of a form are written in one line."""
_LABELLED = re.compile(
    rf"[ \t\u00a0]*(?:(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau)\.? )?({_FULL_NAME}|{_CAPITAL}{{2,}},? {_PART}"
    rf"|{_PART}, {_PART})(?=[ \t]*(?:$|[\n\r,;.()|/<\"])|[ \t]{{2}}|[ \t]{_NEXT_FIELD}\b)",
    re.MULTILINE,
)
_GREETED = re.compile(rf"{_GAP}({_PART}(?:{_GAP}{_PART})?)(?=,|:|{_GAP}?\n|!)")
_SELF = re.compile(rf"{_GAP}({_PART}(?:{_GAP}{_PART}){{0,2}})")
_SIGNED = re.compile(rf",?[ \t]*(?:\r?\n[ \t]*){{1,2}}({_FULL_NAME})(?=[ \t]*(?:$|[\n\r,]))", re.M)
_NEVER_NAMES = (
    "sir madam customer customers client clients team all patient patients colleague colleagues"
    " doctor doctors friend friends reader readers editor god lord santa guest member members"
    " mr mrs ms miss dr prof professor sirs everyone valued student students applicant parents"
    " hiring whom damen herren herr frau kollegen kunde kundin kunden freunde mom dad mum diary"
    " the this that if i it we you they he she not is was a an and or but for no yes unknown"
    " there world all again none unit department hospital ministry office university"
    " support service services bank president vice speaker chief chairman chairwoman secretary"
    " minister senator judge justice ambassador mayor governor commissioner director"
    " practitioner manager"
)
_NO_NAME = frozenset(_NEVER_NAMES.split())
_MONTHS = (
    "Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|M(?:arch|är?z|ar)|Apr(?:il)?|Ma[yi]|Jun[ei]?|Jul[yi]?"
    "|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?"
    "|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:1[89]|20)\d\d"
_DATE = re.compile(
    rf"[\s:：=*(,]{{0,4}}(?:(?:on|am|le|is|was|the)\s){{0,2}}("
    rf"{_YEAR}([-/.]) ?(?:1[0-2]|0?[1-9])[-/.] ?{_DAY}(?!\d)"
    rf"|{_DAY}([-/.])(?:1[0-2]|0?[1-9])\3(?:{_YEAR}|\d\d)(?!\d)"
    rf"|(?:1[0-2]|0?[1-9])([-/]){_DAY}\4(?:{_YEAR}|\d\d)(?!\d)"
    rf"|{_DAY}(?:st|nd|rd|th|\.|er)? (?:of )?(?:{_MONTHS})\.?,? {_YEAR}"
    rf"|(?:{_MONTHS})\.? {_DAY}(?:st|nd|rd|th)?,? {_YEAR})",
    re.IGNORECASE,
)


def begins_no_name(word: str) -> bool:
    """Whether what begins with this word is nobody's name: unknown, none, customer."""
    return word.casefold() in _NO_NAME


def birth_date(text: str, position: int) -> list[PiiEntity]:
    """The date right behind a label that ends at `place`."""
    return _entity("birth_date", _DATE.match(text, position), "certain")


def titled(text: str, position: int) -> list[PiiEntity]:
    """The name behind a title such as Mrs that ends at `place`."""
    return _names(_TITLED.match(text, position))


def noted(text: str, position: int) -> list[PiiEntity]:
    """The name behind Pt, RN and what else notes put before names; of two parts at least, since
    "Pt Comfortable" is no name."""
    return _names(_NOTED.match(text, position))


def labelled(text: str, position: int) -> list[PiiEntity]:
    """The name behind a label such as "Patient:" that ends at `place`."""
    return _names(_LABELLED.match(text, position), "certain")


def greeted(text: str, position: int) -> list[PiiEntity]:
    """The name behind Dear, Hello and their like."""
    return _names(_GREETED.match(text, position))


def introduced(text: str, position: int) -> list[PiiEntity]:
    """The name behind "my name is"."""
    return _names(_SELF.match(text, position))


def signed(text: str, position: int) -> list[PiiEntity]:
    """The name under "Kind regards"."""
    return _names(_SIGNED.match(text, position))


def _names(match: re.Match[str] | None, certainty: Certainty = "likely") -> list[PiiEntity]:
    if match is None:
        return []
    first = re.split(r"[\s,]", match.group(1).casefold(), maxsplit=1)[0].strip(".")
    is_initial = len(first) == 1  # Dr A. Jones
    return [] if first in _NO_NAME and not is_initial else _entity("name", match, certainty)


def _entity(kind: EntityType, match: re.Match[str] | None, certainty: Certainty) -> list[PiiEntity]:
    if match is None:
        return []
    return [PiiEntity(kind, match.start(1), match.end(1), match.group(1), certainty)]
