"""Standard output and error: no character is lost without a word, whatever the console's encoding.

A file or a pipe gets UTF-8. A terminal gets its own encoding, and what that has no character for is
counted.
"""

import codecs
import io
import sys
from dataclasses import dataclass

from slm_core.messages import Message, plural

_HANDLER = "argot.lost"
_UTF8 = "utf-8"


@dataclass
class LostCharacters:
    """What the encodings of the streams had no character for so far."""

    count: int = 0
    encoding: str = ""
    """Of the terminal; an error would only say charmap."""

    def replace(self, error: UnicodeError) -> tuple[str, int]:
        """What is written instead, as `codecs.register_error` wants it."""
        if not isinstance(error, UnicodeEncodeError):
            raise error
        size = error.end - error.start
        if error.encoding.lower() != _UTF8:  # UTF-8 only lacks halves of characters
            self.count += size
        return "?" * size, error.end

    def message(self) -> Message | None:
        """A sentence for the person; None where nothing was lost."""
        if not self.count:
            return None
        return plural(
            "{n:,} character is none of {encoding}, the encoding of this terminal, and shows as ?. "
            "A file has all of them: add > out.txt to the command.",
            "{n:,} characters are none of {encoding}, the encoding of this terminal, and show as ?."
            " A file has all of them: add > out.txt to the command.",
            n=self.count,
            encoding=self.encoding,
        )


def prepare_streams() -> LostCharacters:
    """Set standard output and error up, once a process; counts what is lost from then on."""
    lost = LostCharacters()
    codecs.register_error(_HANDLER, lost.replace)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else _UTF8
            if stream.isatty():
                lost.encoding = encoding
            stream.reconfigure(encoding=encoding, errors=_HANDLER)
    return lost
