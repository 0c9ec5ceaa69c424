"""Steps that make letters and marks fewer: lower case, no punctuation. Knows no languages."""

import functools
import re
from dataclasses import dataclass
from typing import ClassVar, Literal

from slm_core.corpus.steps.step import TextStep
from slm_core.corpus.steps.words import letters

_ASCII_UPPER = re.compile("[A-Z]+")
_BLANKS = re.compile(" {2,}")
_BLANK_AT_AN_END = re.compile("(?<! ) ++(?=\n|$)|(?<=\n) ")


@dataclass(frozen=True)
class Lowercase(TextStep):
    """Write every letter small: fewer different words, but names and beginnings are lost."""

    section: ClassVar[str] = "lowercase"

    def change(self, text: str) -> tuple[str, int]:  # noqa: D102
        after = text.lower()
        if after == text:
            return text, 0
        capitals = _ASCII_UPPER if text.isascii() else _capitals()
        return after, len(capitals.findall(text))


@dataclass(frozen=True)
class Punctuation(TextStep):
    """Take out punctuation marks, in every script."""

    section: ClassVar[str] = "punctuation"
    warning: ClassVar[str] = (
        "Without punctuation a model writes sentences that never end. It is good for counting "
        "and comparing words, and for search."
    )

    instead: Literal["blank", "nothing"] = "blank"
    """What stands where a mark was."""
    keep: str = ""
    """Marks that stay, one after another, such as .?!"""
    symbols: bool = True
    """Take out currency, mathematical and other signs too."""
    inside_words: bool = True
    """Leave the marks inside words and numbers: don't, state-of-the-art, 3.5."""

    def change(self, text: str) -> tuple[str, int]:  # noqa: D102
        pattern = _marks(self.keep, self.symbols, self.inside_words)
        after, changes = pattern.subn(" " if self.instead == "blank" else "", text)
        if not changes:
            return text, 0
        after = _BLANKS.sub(" ", after)
        if " \n" in after or "\n " in after or after.endswith(" "):
            after = _BLANK_AT_AN_END.sub("", after)
        return after, changes


@functools.cache
def _capitals() -> re.Pattern[str]:
    capital = "".join(char for char in map(chr, range(0x20000)) if char.lower() != char)
    return re.compile(f"[{re.escape(capital)}]+")


@functools.lru_cache(maxsize=32)
def _marks(keep: str, symbols: bool, inside_words: bool) -> re.Pattern[str]:
    kinds = ("P", "S") if symbols else ("P",)
    kept = f"(?![{re.escape(keep)}])" if keep else ""
    anything = f"{kept}[{letters(*kinds)}]"
    if not inside_words:
        return re.compile(f"(?:{anything})+")
    inside = r"(?!(?<=\w)['’\-‐](?=\w)|(?<=\d)[.,:/](?=\d))"
    return re.compile(f"(?:{inside}{anything})+")
