"""The text of a piece of a large file: as `decode` gives it, for UTF-8 alone and much faster.

A piece of a file that was found to be text is decoded without looking for its encoding again; what
is left out and when it is refused are the same as there.
"""

import re

from slm_core.corpus.encodings.detect import BROKEN_SHARE
from slm_core.corpus.encodings.unicode_forms import CONTROLS, HIGH_SHARE_OF_CONTROLS, NO_TEXT
from slm_core.errors import CorpusError

# What `decode` leaves out, too, as bytes: searched for only where there is some.
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]+")


def decode_piece(data: bytes) -> tuple[str, int]:
    """A piece of a large text in UTF-8, and how many places in it could not be read.

    Line ends are \\n, and a mark at the beginning is none of it. Raises CorpusError where it is
    not text, which is where more than `BROKEN_SHARE` of it cannot be read.
    """
    plain = data if len(data.translate(None, CONTROLS)) == len(data) else _without_controls(data)
    try:
        text, broken = plain.decode("utf-8"), 0
    except UnicodeDecodeError:
        text = plain.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
        if broken > max(1, len(text) * BROKEN_SHARE):
            raise CorpusError(NO_TEXT) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff"), broken


def _without_controls(data: bytes) -> bytes:
    plain = _CONTROL_BYTES.sub(b"", data)
    if len(data) - len(plain) > len(data) * HIGH_SHARE_OF_CONTROLS:
        raise CorpusError(NO_TEXT)
    return plain
