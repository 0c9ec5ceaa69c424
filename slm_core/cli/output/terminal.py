"""Output of the command line: answers on standard output, all else on standard error.

It speaks one language, the locale's, which `main` sets once.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from types import MappingProxyType
from unicodedata import east_asian_width

import orjson

from slm_core.messages import Message
from slm_core.translation import translate, translations

Answer = Mapping[str, object]
"""What `--json` prints, once a command."""
NOTHING: Answer = MappingProxyType({})
"""An answer that says nothing."""

_COMMANDS = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"
)
"""Control characters but for tab and line end, and marks of direction."""

_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


def speak(language: str) -> None:
    """Say everything in this language from here on."""
    _LANGUAGE.set(language)


def spoken() -> str:
    """The language that is spoken."""
    return _LANGUAGE.get()


def told(text: str | Message | None) -> str:
    """A message in the language that is spoken; a text as it is."""
    return translate(text, _LANGUAGE.get())


def named(text: str) -> str:
    """A text that is English, such as an option's help, in the language that is spoken."""
    return translations(_LANGUAGE.get()).gettext(text) if text else text


def in_a_row(parts: Iterable[str]) -> str:
    """Names one after the other, with the commas of the language."""
    return ("、" if _LANGUAGE.get() == "zh" else ", ").join(parts)


def padded(text: str | Message, width: int) -> str:
    """What is told, filled up with blanks to so many columns; a Chinese sign takes two."""
    words = told(text)
    return words + " " * max(0, width - columns(words))


def columns(text: str) -> int:
    """Columns of a terminal that the text takes."""
    return sum(1 + (east_asian_width(sign) in "WF") for sign in text)


def say(text: str | Message) -> None:
    """A line for the person, on standard error."""
    print(told(text), file=sys.stderr, flush=True)


def answer(values: Answer, *, text: str | Message, as_json: bool) -> None:
    """The result of a command on standard output: one JSON object, or `text`.

    Messages in the object are written in the language that is spoken; keys stay English.
    """
    if not as_json:
        print(told(text), flush=True)
        return
    options = orjson.OPT_INDENT_2 | orjson.OPT_PASSTHROUGH_DATACLASS
    sys.stdout.buffer.write(orjson.dumps(values, default=_plain, option=options) + b"\n")
    sys.stdout.flush()


def answer_list(
    root: Path, name: str, rows: Sequence[tuple[str, Answer]], *, empty: Message, as_json: bool
) -> None:
    """A list of what is in the workspace in `root`, each as a line and as values; of nothing,
    `empty`. `name` is the key of the list in the object."""
    lines = [line for line, _values in rows]
    values = {"workspace": str(root), name: [values for _line, values in rows]}
    answer(values, text="\n".join(lines) or empty, as_json=as_json)


def answer_line(values: Answer) -> None:
    """One of several results as a line of JSON on standard output, at once."""
    options = orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATACLASS
    sys.stdout.buffer.write(orjson.dumps(values, default=_plain, option=options))
    sys.stdout.flush()


def _plain(value: object) -> str:
    return told(value) if isinstance(value, Message) else str(value)


def whole(text: str) -> str:
    """`text` as UTF-8 can hold it: bytes of an argument that are no characters become U+FFFD."""
    return text.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")


def harmless(text: str) -> str:
    """`text` as a terminal may show it: signs that would move its cursor, change its colours or
    turn the direction of writing are spelled out."""
    return _COMMANDS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def clock(seconds: float) -> str:
    """A length of time as people read it: 0:41, 12:05, 1:02:03."""
    minutes, rest = divmod(round(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
