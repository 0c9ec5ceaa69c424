"""Whether a word divided at the end of a line keeps its hyphen: government, but well-known.

What the same text has elsewhere decides; where it has neither form, a dictionary of its language.
"""

import re
from collections import Counter
from functools import cached_property

from slm_core.corpus.text.language import language_of

_COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]+(?:[-‐][^\W\d_]+)+")
_WORD = re.compile(r"[^\W\d_]+")
_AT_LINE_END = re.compile(
    r"(?<![^\W\d_])[^\W\d_]{1,40}[-‐\u00ad][ \t]*(?:\n[ \t]*[^\W\d_]{0,40}|$)"
)
_PREFIX_NAMES = (
    "un re in im dis mis pre post sub super inter intra trans over under out anti multi micro "
    "macro hyper hypo ultra semi poly mono uni bi tri tele auto bio geo neo con com ex en em"
)
_PREFIXES = frozenset(_PREFIX_NAMES.split())
"""Beginnings of words that are divided after them; a dictionary may know them as words, too."""
_HYPHENATING = frozenset(("en", "fr", "pt", "ru", "uk"))
"""Languages in which two words with a hyphen are common; others, as German, write them together."""


class DividedWords:
    """The words of a text, to compare divided ones with."""

    def __init__(self, text: str) -> None:
        self._text = text

    def keep_hyphen(self, first: str, second: str, *, in_chain: bool) -> bool:
        """Whether both parts have a hyphen between them where they do not end a line.

        `in_chain` is whether there is another hyphen beside them, as in state-of-the-art.
        """
        whole = f"{first}{second}".casefold()
        compound = f"{first}-{second}".casefold()
        written, joined = self._compounds[compound], self._words[whole]
        if written or joined:
            return written > joined
        if self._language not in _HYPHENATING:
            return in_chain
        if _is_known(compound, self._language):
            return True
        if _is_known(whole, self._language):
            return False
        if first.casefold() in _PREFIXES or (len(first) > 3 and first.endswith("o")):
            return in_chain
        return in_chain or all(_is_known(part, self._language) for part in (first, second))

    @cached_property
    def _language(self) -> str:
        return language_of([self._text])

    @cached_property
    def _compounds(self) -> Counter[str]:
        found = _COMPOUND.findall(_AT_LINE_END.sub(" ", self._text))
        return Counter(word.casefold().replace("‐", "-") for word in found)

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(_WORD.findall(_AT_LINE_END.sub(" ", self._text).casefold()))


def _is_known(word: str, language: str) -> bool:
    import simplemma  # noqa: PLC0415 - 50 ms

    return len(word) > 1 and (
        simplemma.is_known(word, lang=language) or simplemma.is_known(word.lower(), lang=language)
    )
