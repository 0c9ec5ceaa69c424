"""Settings dataclasses as one source: checks, form labels, command-line help and reference.

A settings class writes each field once, with its range in the type and its meaning in the
line under it; everything that shows or checks a setting reads it from there.
"""

import ast
import dataclasses
import functools
import inspect
import math
import textwrap
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from slm_core.errors import SettingsError

T = TypeVar("T")

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_WANTED: dict[type, str] = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    tuple: "numbers with commas between them",
}


@dataclass(frozen=True)
class Range:
    """Smallest and largest value allowed, both included."""

    low: float
    high: float


@dataclass(frozen=True)
class FieldInfo:
    """What is known of one setting."""

    section: str
    name: str
    kind: type
    """int, float, bool or str; for several numbers, tuple."""
    default: object
    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False
    """Whether None ("not set") is allowed."""

    @property
    def path(self) -> str:
        """The name people write, such as training.learning_rate."""
        return f"{self.section}.{self.name}"

    def parse(self, text: str) -> object:
        """The value written as `text`. Raises SettingsError."""
        plain = text.strip()
        if self.optional and plain.casefold() in ("", "none", "null"):
            return None
        try:
            if self.kind is bool:
                return _TRUTH[plain.casefold()]
            if self.kind is tuple:
                return tuple(float(part) for part in plain.split(","))
            return text if self.kind is str else self.kind(plain)
        except (ValueError, KeyError):
            wanted = _WANTED[self.kind]
            raise SettingsError(f"{self.path} is {text!r}; it must be {wanted}.") from None

    def check(self, value: object) -> object:
        """`value` if it is allowed, a whole float made an int and so on. Raises SettingsError."""
        if value is None and self.optional:
            return None
        if self.kind is tuple:
            if not isinstance(value, (tuple, list)) or not value:
                raise SettingsError(f"{self.path} is {value!r}; it must be one or more numbers.")
            return tuple(self._checked_number(float, item) for item in value)
        if self.kind in (int, float):
            return self._checked_number(self.kind, value)
        if not isinstance(value, self.kind):
            raise SettingsError(f"{self.path} is {value!r}; it must be a {self.kind.__name__}.")
        if self.choices and value not in self.choices:
            raise SettingsError(
                f"{self.path} is {value!r}; it must be one of {', '.join(self.choices)}."
            )
        return value

    def _checked_number(self, kind: type, value: object) -> int | float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise SettingsError(f"{self.path} is {value!r}; it must be a number.")
        try:
            finite = math.isfinite(value)
        except OverflowError:  # a whole number of hundreds of digits
            raise SettingsError(f"{self.path} is larger than any number it could be.") from None
        if not finite:
            raise SettingsError(f"{self.path} is {value}; it must be a finite number.")
        if kind is int and value != int(value):
            raise SettingsError(f"{self.path} is {value}; it must be a whole number.")
        if self.low is not None and not self.low <= value <= (self.high or math.inf):
            raise SettingsError(
                f"{self.path} is {value:g}; it must be from {self.low:g} to {self.high:g}."
            )
        return kind(value)


@functools.cache
def fields_of(cls: type) -> dict[str, FieldInfo]:
    """Every setting of a settings class, in the order written."""
    hints = typing.get_type_hints(cls, include_extras=True)
    helps = _docstrings(cls)
    section = getattr(cls, "section", cls.__name__.casefold())
    return {
        field.name: _info(section, field, hints[field.name], helps.get(field.name, ""))
        for field in dataclasses.fields(cls)  # ty: ignore[invalid-argument-type]
    }


def check_fields(settings: Any) -> None:
    """Call in `__post_init__`: every field by its type, range and choices. Raises SettingsError."""
    for name, info in fields_of(type(settings)).items():
        object.__setattr__(settings, name, info.check(getattr(settings, name)))


def from_dict(cls: type[T], values: Mapping[str, object]) -> T:
    """A settings object from what JSON holds. Raises SettingsError on what is no setting."""
    known = fields_of(cls)
    for name in values:
        if name not in known:
            section = getattr(cls, "section", cls.__name__)
            raise SettingsError(
                f"{section}.{name} is not a setting. {section} has: {', '.join(known)}."
            )
    return cls(**values)


def _info(section: str, field: dataclasses.Field, hint: Any, text: str) -> FieldInfo:
    bounds: Range | None = None
    optional = False
    if typing.get_origin(hint) is Annotated:
        hint, *notes = typing.get_args(hint)
        bounds = next((note for note in notes if isinstance(note, Range)), None)
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        optional = True
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
        if typing.get_origin(hint) is Annotated:
            hint, *notes = typing.get_args(hint)
            bounds = next((note for note in notes if isinstance(note, Range)), None)
    choices: tuple[str, ...] = ()
    if typing.get_origin(hint) is Literal:
        choices, hint = typing.get_args(hint), str
    kind = typing.get_origin(hint) or hint
    return FieldInfo(
        section=section,
        name=field.name,
        kind=kind,
        default=field.default,
        help=text,
        low=bounds.low if bounds else None,
        high=bounds.high if bounds else None,
        choices=choices,
        optional=optional,
    )


def _docstrings(cls: type) -> dict[str, str]:
    """The string under each annotated field, joined to one line; inherited ones too."""
    found = {}
    for base in reversed(cls.__mro__):
        if dataclasses.is_dataclass(base):
            found |= _own_docstrings(base)
    return found


def _own_docstrings(cls: type) -> dict[str, str]:
    body = ast.parse(textwrap.dedent(inspect.getsource(cls))).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, after in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
            and isinstance(after.value.value, str)
        ):
            found[field.target.id] = " ".join(after.value.value.split())
    return found
