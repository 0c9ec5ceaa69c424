"""A list of terms that a person wants kept whole when text is cut into words. Cuts nothing itself.

One term a line, with its frequency behind it if wanted, as jieba's own dictionaries have it.
"""

import functools
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from slm_core.errors import SettingsError
from slm_core.messages import Message, msg
from slm_core.workspace import content_hash

MOST_CHARACTERS = 1_000_000
MOST_TERMS = 50_000
LONGEST_TERM = 50
_MOST_OFTEN = 1_000_000_000
_SHOWN = 40
_ODD = {
    "Cc": msg("a control character"),
    "Cf": msg("an invisible sign"),
    "Cs": msg("half of a character"),
}


@dataclass(frozen=True)
class UserWord:
    """A word of the field."""

    text: str
    frequency: int | None = None
    """How often it is to count as seen; None: often enough to be kept whole."""


@functools.lru_cache(maxsize=4)
def parse_terms(text: str) -> tuple[UserWord, ...]:
    """The terms of a list, in order; of a term that stands there twice the last line counts.

    A third column, in which jieba's dictionaries have the part of speech, is not looked at.
    Raises SettingsError, with the line.
    """
    if len(text) > MOST_CHARACTERS:
        raise SettingsError(
            msg(
                "tokenizer.terms has {text:,} characters; {most_characters:,} are the "
                "most. Leave out the terms that your text does not have.",
                text=len(text),
                most_characters=MOST_CHARACTERS,
            )
        )
    found: dict[str, UserWord] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        fields = line.split()
        if fields:
            term = _term(
                fields,
                msg("Line {number} of tokenizer.terms, {line},", number=number, line=_short(line)),
            )
            found.pop(term.text, None)
            found[term.text] = term
    if len(found) > MOST_TERMS:
        raise SettingsError(
            msg(
                "tokenizer.terms has {found:,} terms; {most_terms:,} are the most. Leave "
                "out those that your text does not have.",
                found=len(found),
                most_terms=MOST_TERMS,
            )
        )
    return tuple(found.values())


def written(terms: Iterable[UserWord]) -> str:
    """The terms as `parse_terms` reads them."""
    return "\n".join(
        term.text if term.frequency is None else f"{term.text} {term.frequency}" for term in terms
    )


def terms_hash(terms: Iterable[UserWord]) -> str:
    """Tells lists of terms apart, however they were typed; "" where there are none."""
    text = written(terms)
    return content_hash(text) if text else ""


def _term(fields: list[str], where: Message) -> UserWord:
    text, *rest = fields
    for sign in text:
        odd = _what_is_odd(sign)
        if odd:
            raise SettingsError(
                msg(
                    "{where} has {odd}, U+{sign:04X}. Take it out.",
                    where=where,
                    odd=odd,
                    sign=ord(sign),
                )
            )
    if len(text) > LONGEST_TERM:
        raise SettingsError(
            msg(
                "{where} has a term of {text} characters; {longest_term} are the most. "
                "Write one term a line.",
                where=where,
                text=len(text),
                longest_term=LONGEST_TERM,
            )
        )
    if not rest:
        return UserWord(text)
    frequency = int(rest[0]) if rest[0].isdecimal() and len(rest[0]) < 12 else 0
    if len(rest) > 2 or not 1 <= frequency <= _MOST_OFTEN:
        raise SettingsError(
            msg(
                "{where} has {rest} behind its term, where only a frequency from 1 to "
                "{most_often:,} can stand. Write one term a line, without blanks inside.",
                where=where,
                rest=_short(" ".join(rest)),
                most_often=_MOST_OFTEN,
            )
        )
    return UserWord(text, frequency)


def _what_is_odd(sign: str) -> Message | None:
    code = ord(sign)
    if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
        return msg("a code that is no character")
    return _ODD.get(unicodedata.category(sign))


def _short(text: str) -> str:
    shown = text.strip()
    return repr(shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…")
