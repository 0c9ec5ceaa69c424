"""What the library says, in the language of the session.

slm_core knows no languages. Its sentences come as plain English, also through JSON and from other
processes; here the template that a sentence was made from is found again, and its translation
filled with the same values. What is not known stays as it is.
"""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from pages.ui.catalogue import Catalogue
from pages.ui.i18n import _, catalogue, language

_NUMBER = re.compile(r"[\d.,%e+-]+")
_QUOTES = ('""', "''", "“”", "‘’", "<>")
_AS_GIVEN = frozenset(("name", "id", "path", "file"))
"""Places whose values are names: nothing in them is ours."""
_LONGEST = 2_000
"""Characters of a line that is looked at."""
_CUTS = 8
"""Borders of sentences that are tried; file names can be full of them."""
_MOST = 4_000
"""Lines remembered."""


def said(text: str) -> str:
    """What the library says, English, in the language of this session."""
    return _sayings(language()).of(text)


@cache
def _sayings(code: str) -> "Sayings":
    assert code == language()
    return Sayings(catalogue(), named=_("{file}: {reason}"))


@dataclass(frozen=True)
class _Template:
    """A text with places: before each of them, and behind the last, a piece of literal text."""

    text: str

    @cached_property
    def _parts(self) -> list[tuple[str, str | None]]:
        parts: list[tuple[str, str | None]] = []
        before = ""
        for literal, name, *_rest in string.Formatter().parse(self.text):
            before += literal  # a brace that stands for itself ends a piece, too
            if name is not None:
                parts.append((before, name))
                before = ""
        return [*parts, (before, None)]

    @cached_property
    def weight(self) -> tuple[bool, int]:
        """Whether a text of its own begins it, and how many characters have to be there."""
        literals = [literal for literal, _name in self._parts]
        return literals[0] != "", sum(map(len, literals))

    def values(self, text: str) -> dict[str, str] | None:
        """What stands in its places in this text; None where the text is another one."""
        (first, name), *others = self._parts
        if not text.startswith(first) or not text.endswith(self._parts[-1][0]):
            return None
        found: dict[str, str] = {}
        at = len(first)
        for literal, following in others:
            end = len(text) - len(literal) if following is None else _next(text, literal, at)
            if end < at or name is None:
                return None
            value = text[at:end]
            if name.startswith("n_") and not _NUMBER.fullmatch(value):
                return None
            if at == 0 and ": " in value and not _is_quoted(value):
                return None  # a file's name stands before the sentence
            found[name] = value
            at, name = end + len(literal), following
        return found if at == len(text) else None

    def is_given(self, name: str) -> bool:
        """Whether what stands in a place is somebody's own word, in quotes or as a name."""
        if name in _AS_GIVEN or name.startswith("n_"):
            return True
        at = [here for _literal, here in self._parts].index(name)
        before, behind = self._parts[at][0][-1:], self._parts[at + 1][0][:1]
        return f"{before}{behind}" in _QUOTES


class Sayings:
    """Finds the templates of sentences in one catalogue; `named` is a file's name before one."""

    def __init__(self, texts: Catalogue, *, named: str) -> None:
        self._catalogue, self._named = texts, named
        templates = map(_Template, texts.library)
        self._templates = sorted(templates, key=lambda one: one.weight, reverse=True)
        self._known: dict[str, str | None] = {}

    def of(self, text: str) -> str:
        """The translation of a text, line by line."""
        if not self._templates:
            return text
        return "\n".join(self._line(line) or line for line in text.split("\n"))

    def _line(self, text: str) -> str | None:
        """The translation of a line, or of a part of one; None where it is not known."""
        if text not in self._known:
            if len(self._known) >= _MOST:
                self._known.clear()
            short = len(text) <= _LONGEST
            found = self._sentence(text) or self._with_name(text) if short else None
            self._known[text] = found
        return self._known[text]

    def _sentence(self, text: str) -> str | None:
        return self._whole(text) or self._several(text)

    def _whole(self, text: str) -> str | None:
        for template in self._templates:
            values = template.values(text)
            if values is not None:
                filled = {
                    name: value if template.is_given(name) else self._part(value)
                    for name, value in values.items()
                }
                return self._catalogue.gettext(template.text).format(**filled)
        return None

    def _part(self, text: str) -> str:
        plain = text.strip()
        return text if _is_quoted(plain) or not plain else self._line(plain) or text

    def _several(self, text: str) -> str | None:
        """Several sentences one after the other."""
        for head, rest in _cuts(text, ". "):
            first = self._line(f"{head}.")
            others = self._line(rest) if first else None
            if first and others:
                return first + ("" if ord(first[-1]) > 0x2E80 else " ") + others
        return None

    def _with_name(self, text: str) -> str | None:
        """A sentence with the name of its file before it."""
        for head, rest in _cuts(text, ": "):
            if reason := self._sentence(rest):
                return self._named.format(file=head, reason=reason)
        return None


def _is_quoted(text: str) -> bool:
    return f"{text[:1]}{text[-1:]}" in _QUOTES


def _next(text: str, literal: str, at: int) -> int:
    """Where a value that begins at `at` ends; one in quotes may have the literal text in it."""
    closed = text.find(text[at] + literal, at + 1) if text[at : at + 1] in ("'", '"') else -1
    return closed + 1 if closed >= 0 else text.find(literal, at)


def _cuts(text: str, border: str) -> Iterator[tuple[str, str]]:
    """The text before and after each of the first borders in it."""
    at = 0
    for _cut in range(_CUTS):
        at = text.find(border, at + 1)
        if at < 0:
            return
        yield text[:at], text[at + len(border) :]
