"""Output of the command line: answers on standard output, all else on standard error."""

import sys
from collections.abc import Mapping
from types import MappingProxyType

import orjson

from slm_core.messages import Message

Answer = Mapping[str, object]
"""What `--json` prints, once a command."""
NOTHING: Answer = MappingProxyType({})
"""An answer that says nothing."""


def say(text: str | Message) -> None:
    """A line for the person, on standard error."""
    print(text, file=sys.stderr, flush=True)


def answer(values: Answer, *, text: str, as_json: bool) -> None:
    """The result of a command on standard output: one JSON object, or `text`."""
    if not as_json:
        print(text, flush=True)
        return
    options = orjson.OPT_INDENT_2 | orjson.OPT_PASSTHROUGH_DATACLASS
    sys.stdout.buffer.write(orjson.dumps(values, default=str, option=options) + b"\n")
    sys.stdout.flush()


def answer_line(values: Answer) -> None:
    """One of several results as a line of JSON on standard output, at once."""
    options = orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATACLASS
    sys.stdout.buffer.write(orjson.dumps(values, default=str, option=options))
    sys.stdout.flush()


def whole(text: str) -> str:
    """`text` as UTF-8 can hold it: bytes of an argument that are no characters become U+FFFD."""
    return text.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")


def clock(seconds: float) -> str:
    """A length of time as people read it: 0:41, 12:05, 1:02:03."""
    minutes, rest = divmod(round(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
