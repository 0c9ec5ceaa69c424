"""Text of users and models, escaped for Markdown."""

import re
from dataclasses import dataclass, replace

from slm_core.messages import Message

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>&^=\"'])")
_COLON = re.compile(r":(?=\S)")
_ADDRESS = re.compile(r"(?<=www)(?=\\\.)|(?=@)", re.IGNORECASE)
_JOINER = "\u2060"
"""Word joiner: has no width and no sound, and keeps `:name:` from being read as an icon."""


def escape_markdown(text: str) -> str:
    """`text` so that Markdown shows it letter by letter: no links, no maths, no icons, no HTML.

    Line ends stay line ends; several in a row stay an empty line.
    """
    lines = [_plain_line(line) for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).replace("\n\n", "\n\u00a0\n").replace("\n", "  \n")


def muted(text: str) -> str:
    """The same in grey."""
    return _in_colour(text, "gray")


def bold(message: Message, *names: str) -> Message:
    """The message with these of its values, where it has them, in bold."""
    values = {name: _Bold(message.values[name]) for name in names if name in message.values}
    return replace(message, values={**message.values, **values})


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
    lead = len(line) - len(line.lstrip(" \t"))
    body = _SPECIAL.sub(r"\\\1", line[lead:])
    return "\u00a0" * lead + _ADDRESS.sub(_JOINER, _COLON.sub(":" + _JOINER, body))
