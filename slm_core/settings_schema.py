"""Settings dataclasses as one source: checks, form labels, command-line help and reference.

A settings class writes each field once: its type and bounds in the annotation, its meaning in the
docstring under it. pydantic checks the values; everything that shows a setting asks `fields_of`.
"""

import ast
import dataclasses
import functools
import inspect
import itertools
import math
import sys
import textwrap
import typing
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import (
    ConfigDict,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic.dataclasses import dataclass
from pydantic_core import ArgsKwargs

from slm_core.errors import SettingsError
from slm_core.messages import Message, msg

T = TypeVar("T")

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_CONFIG = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
"""Strict: True is no number, and "3" is none either."""
_WANTED: dict[type, Message] = {
    int: msg("a whole number"),
    float: msg("a number"),
    bool: msg("true or false"),
    str: msg("text"),
    tuple: msg("numbers with commas between them"),
}


def setting_name(path: str) -> Message:
    """What a setting is called, such as training.learning_rate; translations say it in words."""
    return Message(path)


def _from_json(value: object) -> object:
    """JSON and number fields have no tuples, and give whole numbers as floats."""
    if isinstance(value, list):
        return tuple(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


@dataclass(frozen=True)
class Settings:
    """Base of all settings classes, each of them a frozen pydantic dataclass.

    Raises SettingsError where a value is not allowed or a name is no setting. What cannot be
    together is refused in `__post_init__`, which sees values that are allowed each by itself.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG
    section: ClassVar[str]
    """What people write before the point, such as training in training.learning_rate."""

    @model_validator(mode="wrap")
    @classmethod
    def _refuse(cls, values: Any, validate: Callable[[Any], Any]) -> Any:
        if isinstance(values, ArgsKwargs):
            given = {name: _from_json(value) for name, value in (values.kwargs or {}).items()}
            values = ArgsKwargs(tuple(map(_from_json, values.args)), given)
        try:
            return validate(values)
        except ValidationError as error:
            raise _refusal(cls, error) from None


@dataclasses.dataclass(frozen=True)
class FieldInfo:
    """What is known of one setting."""

    section: str
    name: str
    kind: type
    """int, float, bool or str; for several numbers, tuple."""
    default: object
    help: str
    annotation: Any
    """Its type with its bounds."""
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
            raise self._must_be(_WANTED[self.kind], text) from None

    def check(self, value: object) -> object:
        """`value` if it is allowed, a whole float made an int and so on. Raises SettingsError."""
        try:
            return self._adapter.validate_python(_from_json(value))
        except ValidationError as error:
            [first, *_] = error.errors(include_url=False)
            raise self.refusal(first["type"], first["input"]) from None

    @functools.cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.annotation, config=_CONFIG)

    def refusal(self, error_type: str, value: Any) -> SettingsError:
        """Why `value` is not allowed: pydantic's type of error in a sentence."""
        if error_type == "missing":
            return SettingsError(msg("{path} is missing.", path=setting_name(self.path)))
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if number and isinstance(value, int) and abs(value) > sys.float_info.max:
            return SettingsError(
                msg("{path} is larger than any number it could be.", path=setting_name(self.path))
            )
        if error_type in ("greater_than_equal", "less_than_equal"):
            return SettingsError(
                msg(
                    "{path} is {value}; it must be from {low} to {high}.",
                    path=setting_name(self.path),
                    value=f"{value:,.12g}",
                    low=f"{self.low:,.12g}",
                    high=f"{self.high:,.12g}",
                )
            )
        if number and not math.isfinite(value):
            return self._must_be(msg("a finite number"), value)
        if self.choices:
            return self._must_be(msg("one of {choices}", choices=", ".join(self.choices)), value)
        if error_type in ("tuple_type", "too_short"):
            return self._must_be(msg("one or more numbers"), value)
        if error_type in ("int_type", "float_type"):
            return self._must_be(_WANTED[int if isinstance(value, float) else float], value)
        return self._must_be(_WANTED[self.kind], value)

    def _must_be(self, wanted: Message, value: object) -> SettingsError:
        return SettingsError(
            msg(
                "{path} is {value}; it must be {wanted}.",
                path=setting_name(self.path),
                value=repr(value),
                wanted=wanted,
            )
        )


@functools.cache
def fields_of(cls: type[Settings]) -> dict[str, FieldInfo]:
    """Every setting of a settings class, in the order written."""
    helps = _docstrings(cls)
    hints = typing.get_type_hints(cls, include_extras=True)
    return {
        field.name: _info(cls.section, field, hints[field.name], helps.get(field.name, ""))
        for field in dataclasses.fields(cls)
    }


def from_dict(cls: type[T], values: Mapping[str, object]) -> T:
    """A settings object from what JSON holds. Raises SettingsError on what is no setting."""
    return cls(**values)


def _refusal(cls: type[Settings], error: ValidationError) -> SettingsError:
    known = fields_of(cls)
    problems = error.errors(include_url=False)
    places = [_name_of(problem["loc"][0], known) for problem in problems]
    for name in places:
        if name not in known:
            return SettingsError(
                msg(
                    "{path} is not a setting. {section} has: {known}.",
                    path=f"{cls.section}.{name}",
                    section=cls.section,
                    known=", ".join(known),
                )
            )
    first = problems[0]
    return known[places[0]].refusal(first["type"], first["input"])


def _name_of(place: int | str, known: Mapping[str, FieldInfo]) -> str:
    """The field at a place: pydantic numbers arguments that were given without their names."""
    return [*known][place] if isinstance(place, int) else place


def _info(section: str, field: dataclasses.Field, hint: Any, help: str) -> FieldInfo:
    kind, *notes = typing.get_args(hint) if typing.get_origin(hint) is Annotated else (hint,)
    optional = type(None) in typing.get_args(kind)
    if optional:
        [kind] = (part for part in typing.get_args(kind) if part is not type(None))
    is_choice = typing.get_origin(kind) is Literal
    bounds = [bound for note in notes for bound in note.metadata]
    return FieldInfo(
        section=section,
        name=field.name,
        kind=str if is_choice else typing.get_origin(kind) or kind,
        default=field.default,
        help=help,
        annotation=hint,
        low=next((bound.ge for bound in bounds if hasattr(bound, "ge")), None),
        high=next((bound.le for bound in bounds if hasattr(bound, "le")), None),
        choices=typing.get_args(kind) if is_choice else (),
        optional=optional,
    )


def _docstrings(cls: type) -> dict[str, str]:
    """The docstring under each field, joined to one line; inherited ones too.

    pydantic's `use_attribute_docstrings` would read the source when the class is made: 10 ms for
    each of 35 classes, before any command starts. Here it is read where somebody asks.
    """
    texts: dict[str, str] = {}
    for base in reversed([base for base in cls.__mro__ if issubclass(base, Settings)]):
        body = ast.parse(textwrap.dedent(inspect.getsource(base))).body[0]
        assert isinstance(body, ast.ClassDef)
        for field, after in itertools.pairwise(body.body):
            match (field, after):
                case (ast.AnnAssign(ast.Name(name)), ast.Expr(ast.Constant(str(text)))):
                    texts[name] = " ".join(text.split())
    return texts
