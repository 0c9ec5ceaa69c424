"""A glossary: terms that must not be written, and terms that are preferred.

Kept with a corpus, for all models that learn from it, and with a run.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from slm_core.errors import SettingsError
from slm_core.messages import msg
from slm_core.records import read_record
from slm_core.storage import write_json

MOST_TERMS, LONGEST_TERM = 1000, 200
"""Terms of each kind, and the characters of each."""
STRONGEST = 10.0
"""Nats: a preferred term becomes up to e^10 times as likely."""
USUAL_STRENGTH = 2.0
_FILE = "glossary.json"
_STRENGTH = TypeAdapter(Annotated[float, Field(ge=0.0, le=STRONGEST, allow_inf_nan=False)])


@dataclass(frozen=True)
class Glossary:
    """Terms of a field. Raises SettingsError where a list or a term is too long."""

    forbidden: tuple[str, ...] = ()
    """Terms that are never written: not in capitals, nor as a part of a longer word."""
    preferred: tuple[str, ...] = ()
    """Terms that are made more likely."""
    strength: float = USUAL_STRENGTH
    """By how much, in nats: 0 not at all, 2 about seven times, 10 nearly always."""

    def __post_init__(self) -> None:
        """Take out blanks and repetitions, and refuse what is too much or contradicts itself."""
        object.__setattr__(self, "forbidden", _checked(self.forbidden))
        object.__setattr__(self, "preferred", _checked(self.preferred))
        try:
            _STRENGTH.validate_python(self.strength)
        except ValidationError:
            raise SettingsError(
                msg(
                    "The strength of preferred terms is {strength}; it must be from 0 to {most}.",
                    strength=str(self.strength),
                    most=f"{STRONGEST:g}",
                )
            ) from None
        both = {term.casefold() for term in self.forbidden} & {
            term.casefold() for term in self.preferred
        }
        if both:
            raise SettingsError(
                msg("{term!r} is both forbidden and preferred. Keep one.", term=min(both))
            )

    def __bool__(self) -> bool:
        """Whether there is a term in it."""
        return bool(self.forbidden or self.preferred)

    def joined(self, other: "Glossary") -> "Glossary":
        """The terms of both; what either forbids is forbidden. The strength is that of `other`
        where that prefers anything."""
        forbidden = tuple(dict.fromkeys((*self.forbidden, *other.forbidden)))
        barred = {term.casefold() for term in forbidden}
        wanted = dict.fromkeys((*self.preferred, *other.preferred))
        preferred = tuple(term for term in wanted if term.casefold() not in barred)
        return Glossary(forbidden, preferred, (other if other.preferred else self).strength)


def terms_in(text: str) -> tuple[str, ...]:
    """The terms of a text that has one a line."""
    return tuple(text.splitlines())


def read_glossary(folder: Path) -> Glossary:
    """The glossary kept in the folder of a corpus or a run; an empty one where there is none.

    Raises DamagedFileError, and SettingsError where a list in it is too long.
    """
    return read_record(Glossary, folder / _FILE) or Glossary()


def write_glossary(folder: Path, glossary: Glossary) -> None:
    """Keep it in the folder of a corpus or a run. Raises WorkspaceError."""
    write_json(folder / _FILE, asdict(glossary))


def _checked(terms: tuple[str, ...]) -> tuple[str, ...]:
    """The terms without blanks around them, each once."""
    found = tuple(dict.fromkeys(filter(None, (" ".join(term.split()) for term in terms))))
    if len(found) > MOST_TERMS:
        raise SettingsError(
            msg(
                "The glossary has {count:,} terms of one kind; {most:,} are the most. Remove some.",
                count=len(found),
                most=MOST_TERMS,
            )
        )
    longest = max(found, key=len, default="")
    if len(longest) > LONGEST_TERM:
        raise SettingsError(
            msg(
                "The term {term!r} has {length} characters; {most} are the most. Shorten it.",
                term=longest[:40] + "…",
                length=len(longest),
                most=LONGEST_TERM,
            )
        )
    return found
