"""Text of users and models, escaped for Markdown."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from slm_core.messages import Message

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>&^=\"'])")
_COLON = re.compile(r":(?=\S)")
_ADDRESS = re.compile(r"(?<=www)(?=\\\.)|(?=@)", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what follows."""
_JOINER = "\u2060"
"""Word joiner: has no width and no sound, and keeps `:name:` from being read as an icon."""


def escape_markdown(text: str) -> str:
    """`text` so that Markdown shows it letter by letter: no links, no maths, no icons, no HTML.
    Control characters and those that turn the direction of writing are spelled out.

    Line ends stay line ends; several in a row stay an empty line.
    """
    lines = [_plain_line(line) for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).replace("\n\n", "\n\u00a0\n").replace("\n", "  \n")


def muted(text: str) -> str:
    """The same in grey."""
    return _in_colour(text, "gray")


def bold(message: Message, *names: str) -> Message:
    """The message with these of its values, and of messages in it, in bold."""
    return _with_values(message, names, _Bold)


def strong(sentence: str) -> str:
    """A whole sentence in bold. Its end mark stays outside: Markdown does not see the end of what
    is bold where a mark is inside and a letter follows at once, as between Chinese sentences."""
    body = sentence.rstrip(".!?。！？")
    return f"**{body}**{sentence[len(body) :]}"


def strong_text(sentence: str) -> str:
    """The same of a sentence with words of users in it, shown letter by letter."""
    body = sentence.rstrip(".!?。！？")
    return f"**{escape_markdown(body)}**{escape_markdown(sentence[len(body) :])}"


def escaped(message: Message, *names: str) -> Message:
    """The message with these of its values, which users chose, shown letter by letter."""
    return _with_values(message, names, lambda value: escape_markdown(str(value)))


def _with_values(
    message: Message, names: Collection[str], change: Callable[[object], object]
) -> Message:
    def changed(name: str, value: object) -> object:
        if name in names:
            return change(value)
        return _with_values(value, names, change) if isinstance(value, Message) else value

    values = {name: changed(name, value) for name, value in message.values.items()}
    return replace(message, values=values)


@dataclass(frozen=True)
class _Bold:
    """A value that a template may format as it would the value itself."""

    value: object

    def __format__(self, spec: str) -> str:
        return f"**{self.value:{spec}}**"


def _in_colour(text: str, colour: str) -> str:
    lines = [_plain_line(line) for line in text.replace("\r\n", "\n").split("\n")]
    return "  \n".join(f":{colour}[{line}]" if line.strip() else "\u00a0" for line in lines)


def _plain_line(line: str) -> str:
    line = _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
    lead = len(line) - len(line.lstrip(" \t"))
    body = _SPECIAL.sub(r"\\\1", line[lead:])
    return "\u00a0" * lead + _ADDRESS.sub(_JOINER, _COLON.sub(":" + _JOINER, body))
