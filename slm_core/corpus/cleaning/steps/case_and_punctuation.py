"""Steps for lower case and for removing punctuation."""

import functools
import re
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from slm_core.corpus.cleaning.step import TextStep
from slm_core.corpus.text.words import differences, letters
from slm_core.messages import Message, msg

_BLANKS = re.compile(" {2,}")
_BLANK_AT_AN_END = re.compile("(?<! ) ++(?=\n|$)|(?<=\n) ")

_POINTS = ".,:/"  # stay between digits
_JOINTS = "'’-‐"  # stay between letters


@dataclass(frozen=True)
class Lowercase(TextStep):
    """Lower-case every letter: fewer different words, but capitals of names are lost."""

    section: ClassVar[str] = "lowercase"

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        after = text.lower()
        changes = differences(text, after)
        return (after, changes) if changes else (text, 0)


@dataclass(frozen=True)
class Punctuation(TextStep):
    """Remove punctuation marks, in every script."""

    section: ClassVar[str] = "punctuation"
    warning: ClassVar[Message | None] = msg(
        "Without punctuation a model writes sentences that never end. It is good "
        "for counting and comparing words, and for search."
    )

    instead: Literal["blank", "nothing"] = "blank"
    """Replacement for a removed mark."""
    keep: str = ""
    """Punctuation marks to keep, one after another, such as .?!"""
    symbols: bool = True
    """Remove currency, mathematical and other symbols too."""
    inside_words: bool = True
    """Keep the marks inside words and numbers: don't, state-of-the-art, 3.5."""

    def apply(self, text: str) -> tuple[str, int]:
        """See TextStep."""
        after, changes = text, 0
        for pattern in _marks(self.keep, self.symbols, self.inside_words):
            after, replaced = pattern.subn(" " if self.instead == "blank" else "", after)
            changes += replaced
        if not changes:
            return text, 0
        after = _BLANKS.sub(" ", after)
        if " \n" in after or "\n " in after or after.endswith(" "):
            after = _BLANK_AT_AN_END.sub("", after)
        return after, changes


@functools.lru_cache(maxsize=32)
def _marks(keep: str, symbols: bool, inside_words: bool) -> tuple[re.Pattern[str], ...]:
    """What finds the marks to take out.

    Each begins with a class of characters, so that the search runs over other text fast.
    """
    kinds = ("P", "S") if symbols else ("P",)
    plain = _class(letters(*kinds), without=keep)
    # Emoji among them; a class with one range is found fast, one with many is not.
    where = f"(?<=[{letters(*kinds, plane=1)}])"
    rare = _class("\U00010000-\U0001ffff", without=keep, where=where)
    if not inside_words:
        return plain, rare
    return (
        _class(letters(*kinds), without=f"{keep}{_POINTS}{_JOINTS}"),
        _class(_escaped(_POINTS), without=keep, where=r"(?:(?!\d)|(?<!\d.))"),
        _class(_escaped(_JOINTS), without=keep, where=r"(?:(?!\w)|(?<!\w.))"),
        rare,
    )


def _class(inside: str, *, without: str, where: str = "") -> re.Pattern[str]:
    not_after = f"(?<![{_escaped(without)}])" if without else ""
    return re.compile(f"[{inside}]{not_after}{where}")


def _escaped(characters: str) -> str:
    return "".join(map(re.escape, characters))
