"""What a text as a whole must be: a match of an expression, one of several choices, JSON of a
shape, or a template filled in.
"""

import json
from dataclasses import dataclass
from typing import Literal

from slm_core.errors import SettingsError
from slm_core.generation.control.template import template_expression
from slm_core.messages import msg

ConstraintKind = Literal["regex", "choices", "json", "template"]

LONGEST_EXPRESSION = 10_000
"""Characters of an expression or a template."""
MOST_CHOICES, LONGEST_CHOICES = 1000, 50_000
"""Choices, and the characters of all of them."""
LONGEST_SCHEMA = 50_000
"""Characters of a JSON schema."""


@dataclass(frozen=True)
class Constraint:
    """One constraint on what is written after the seed text. Raises SettingsError."""

    kind: ConstraintKind
    source: str
    """As a person wrote it: an expression, the choices one a line, a JSON schema, a template."""

    def __post_init__(self) -> None:
        """Refuse what is empty, too long or not written as its kind is."""
        if not self.source.strip("\n"):
            raise SettingsError(
                msg("The constraint is empty. Write what the text must match, or leave it out.")
            )
        if self.kind == "json":
            self._check_length(LONGEST_SCHEMA)
            self.schema()
        elif self.kind == "choices":
            self._check_length(LONGEST_CHOICES)
            if len(self.choices()) > MOST_CHOICES:
                raise SettingsError(
                    msg(
                        "{count:,} choices are too many; {most:,} are the most.",
                        count=len(self.choices()),
                        most=MOST_CHOICES,
                    )
                )
        else:
            self._check_length(LONGEST_EXPRESSION)
            self.expression()

    @classmethod
    def one_of(cls, choices: tuple[str, ...]) -> "Constraint":
        """One of these texts, which have no line breaks."""
        return cls("choices", "\n".join(choices))

    def choices(self) -> tuple[str, ...]:
        """The choices, each once."""
        return tuple(dict.fromkeys(filter(None, self.source.splitlines())))

    def schema(self) -> dict[str, object]:
        """The JSON schema. Raises SettingsError."""
        try:
            found = json.loads(self.source)
        except ValueError as error:
            raise SettingsError(
                msg(
                    "The JSON shape is no JSON ({error}). It must be a JSON schema, such as "
                    "{example}.",
                    error=error,
                    example='{"type": "object", "properties": {"dose": {"type": "integer"}}}',
                )
            ) from None
        if not isinstance(found, dict):
            raise SettingsError(
                msg(
                    "The JSON shape is {source}; it must be an object, a JSON schema.",
                    source=self.source[:80],
                )
            )
        return found

    def expression(self) -> str:
        """The regular expression of an expression or a template. Raises SettingsError."""
        assert self.kind in ("regex", "template"), "the others are no expressions"
        return template_expression(self.source) if self.kind == "template" else self.source

    def _check_length(self, most: int) -> None:
        if len(self.source) > most:
            raise SettingsError(
                msg(
                    "The constraint has {length:,} characters; {most:,} are the most. Shorten it.",
                    length=len(self.source),
                    most=most,
                )
            )
