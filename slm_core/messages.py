"""What the library says to people: a template and its values, put together only where it is read.

Errors, status, events, warnings and jobs carry messages, on disk as JSON. `str` gives the English
sentence; pages look the template up in their translations and fill in the same values. Extraction
finds the templates as the arguments of `msg` and `plural`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from numbers import Integral, Real
from typing import Any


@dataclass(frozen=True)
class Message:
    """A sentence that has not been written out yet."""

    template: str
    """English, with {names} where values come in, as `str.format` has them."""
    values: dict[str, object] = field(default_factory=dict, hash=False)
    """What stands in those places: text, numbers, or messages."""
    plural: str = ""
    """The template for any other number than 1 of `values["n"]`; "" where nothing is counted."""

    def __str__(self) -> str:
        """The sentence in English."""
        chosen = self.plural if self.plural and self.values["n"] != 1 else self.template
        return chosen.format(**self.values)

    def with_values(self, values: Mapping[str, object]) -> "Message":
        """The same template with these values."""
        return Message(self.template, dict(values), self.plural)

    def to_json(self) -> dict[str, object]:
        """Plain values, which `from_json` takes."""
        values = {name: _plain(value) for name, value in self.values.items()}
        told: dict[str, object] = {"template": self.template, "values": values}
        return told | ({"plural": self.plural} if self.plural else {})

    @classmethod
    def from_json(cls, data: object) -> "Message":
        """What `to_json` gave; a plain text is a message that stays as it is.

        Raises ValueError where it is neither.
        """
        if isinstance(data, Message):
            return data
        if isinstance(data, str):
            return as_given(data)
        if not isinstance(data, Mapping) or not isinstance(data.get("template"), str):
            raise ValueError(f"{data!r:.80} is no message.")
        values = data.get("values") or {}
        if not isinstance(values, Mapping):
            raise ValueError(f"{values!r:.80} are no values of a message.")
        made = cls(
            data["template"],
            {str(name): _revived(value) for name, value in values.items()},
            str(data.get("plural") or ""),
        )
        try:
            str(made)
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"{made.template!r:.80} does not go with its values.") from error
        return made

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        """For dataclasses that `TypeAdapter` reads and have messages in them."""
        from pydantic_core import core_schema  # noqa: PLC0415 - whoever asks has it loaded

        return core_schema.no_info_plain_validator_function(
            cls.from_json,
            serialization=core_schema.plain_serializer_function_ser_schema(cls.to_json),
        )


def msg(template: str, /, **values: object) -> Message:
    """A message, such as `msg("{name} is larger than {limit}.", name=name, limit=limit)`."""
    return Message(template, {name: _carried(value) for name, value in values.items()})


def plural(one: str, many: str, /, n: int, **values: object) -> Message:
    """A message by number: `plural("{n} file is empty.", "{n} files are empty.", n=count)`."""
    return Message(one, msg(one, **values).values | {"n": int(n)}, many)


def as_given(text: str) -> Message:
    """A text that is nobody's to translate: a name, or what another program said."""
    return Message("{text}", {"text": text})


def sentences(messages: Iterable[Message]) -> Message:
    """Sentences one after the other."""
    first, *rest = [*messages] or [as_given("")]
    for message in rest:
        first = msg("{first} {second}", first=first, second=message)
    return first


def listed(messages: Iterable[Message]) -> Message:
    """Names one after the other, with the comma of the language they are told in."""
    first, *rest = messages
    for message in rest:
        first = msg("{first}, {second}", first=first, second=message)
    return first


def joined(messages: Iterable[Message]) -> Message:
    """Things that go together: one and another."""
    first, *rest = messages
    for message in rest:
        first = msg("{first} and {second}", first=first, second=message)
    return first


def lines(messages: Iterable[Message]) -> Message:
    """Messages below one another."""
    first, *rest = messages
    for message in rest:
        first = Message("{first}\n{second}", {"first": first, "second": message})
    return first


def duration(seconds: float) -> Message:
    """A time in the one or two units that matter, such as 12 min or 1 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return msg("{seconds} s", seconds=whole)
    if whole < 3600:
        minutes, rest = divmod(whole, 60)
        if rest == 0 or minutes >= 10:
            return msg("{minutes} min", minutes=round(seconds / 60))
        return msg("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    hours, rest = divmod(whole, 3600)
    if rest < 60:
        return msg("{hours} h", hours=hours)
    return msg("{hours} h {minutes} min", hours=hours, minutes=rest // 60)


def _carried(value: object) -> object:
    """A value as JSON can hold it: errors by what they say, paths as text, numbers as Python's."""
    if isinstance(value, (str, bool, int, float, Message)) or value is None:
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    told = getattr(value, "message", None)  # of an error of ours
    return told if isinstance(told, Message) else str(value)


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return value.to_json()
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)


def _revived(value: object) -> object:
    return Message.from_json(value) if isinstance(value, Mapping) else value
