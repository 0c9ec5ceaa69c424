"""What things are called where several of them share a name: each with the time it was made."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

_END = 4
"""Characters of an id that tell two things of one minute apart."""


@dataclass(frozen=True)
class Named:
    """Something with a name that another may have too."""

    id: str
    name: str
    made: float
    """In seconds since 1970."""


def distinct_names(things: Iterable[Named]) -> dict[str, str]:
    """What to call each, by its id: where a name is shared, with date and time, which are the same
    tomorrow, since a browser keeps a choice by its words."""
    known = list(things)
    often = Counter(one.name for one in known)
    return with_ids(
        {
            one.id: f"{one.name} · {_date(one.made)}" if often[one.name] > 1 else one.name
            for one in known
        }
    )


def with_ids(words: Mapping[str, str]) -> dict[str, str]:
    """The words for each id; where they are the same for two, with the end of the id."""
    often = Counter(words.values())
    return {
        one: f"{said} · {one[-_END:]}" if often[said] > 1 else said for one, said in words.items()
    }


def _date(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds):%Y-%m-%d %H:%M}"
