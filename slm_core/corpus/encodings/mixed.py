"""UTF-8 with some lines in an older encoding, as logs and joined files are: read line by line."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_FEWEST = 4
"""Valid sequences of UTF-8 that a text must have; other encodings have them by chance, but for
each one that is by chance at least two are not."""
_SHARE = 0.25
"""Of all bytes beyond ASCII those that must be in lines of valid UTF-8."""
_OWN = 0.5
"""Share of a broken line's bytes beyond ASCII from which it is UTF-8 with a flaw."""


@dataclass(frozen=True)
class Lines:
    """The lines of a text that are not ASCII, by whether they are valid UTF-8."""

    valid: int
    """Bytes beyond ASCII in lines that are, all of them."""
    sequences: int
    """Characters that these are."""
    foreign: bytes
    """The lines that are not, one after the other."""

    @property
    def is_mixed(self) -> bool:
        """Whether it is UTF-8 with lines in another encoding, and not another encoding."""
        strange = len(_HIGH.findall(self.foreign))
        return (
            strange > 0
            and self.sequences >= _FEWEST
            and self.valid >= _SHARE * (self.valid + strange)
        )


def sort_lines(data: bytes) -> Lines:
    """The lines of `data`; a line that is cut at its end is no other than its beginning."""
    valid = sequences = 0
    foreign: list[bytes] = []
    for line in data.replace(b"\r", b"\n").split(b"\n"):  # joined files mix line ends
        if line.isascii():
            continue
        if is_foreign(line):
            foreign.append(line)
        elif not _SEQUENCE.sub(b"", line).isascii():
            continue  # in part: it says nothing of the rest
        else:
            valid += len(_HIGH.findall(line))
            sequences += len(_SEQUENCE.findall(line))
    return Lines(valid, sequences, b"\n".join(foreign))


def is_foreign(line: bytes) -> bool:
    """Whether a line is in another encoding than UTF-8: most of it does not go as UTF-8."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        inside = sum(map(len, _SEQUENCE.findall(line)))
        return inside < _OWN * len(_HIGH.findall(line))
    return False


def decode_mixed(data: bytes, codec: str) -> tuple[str, list[int]]:
    """The text, lines that are not UTF-8 by this codec, and where these begin.

    A line that is mostly UTF-8 stays so; what cannot be read in it is U+FFFD.
    """
    parts: list[str] = []
    places: list[int] = []
    for start, end, foreign in _runs(data):
        piece = data[start:end]
        parts.append(piece.decode(codec if foreign else "utf-8", errors="replace"))
        if foreign:
            places.append(start)
    return "".join(parts), places


def _runs(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """Beginnings and ends of what is UTF-8, and of each line that is not."""
    start = at = 0
    view = memoryview(data)  # slices of bytes would be copied at each bad line
    while at < len(data):
        try:
            codecs.utf_8_decode(view[at:], "strict", True)
        except UnicodeDecodeError as error:
            place = at + error.start
        else:
            break
        line = data.rfind(b"\n", 0, place) + 1
        end = data.find(b"\n", place) + 1 or len(data)
        line = data.rfind(b"\r", line, place) + 1 or line
        end = data.find(b"\r", place, end) + 1 or end
        if is_foreign(data[line:end]):
            if line > start:
                yield start, line, False
            yield line, end, True
            start = end
        at = end
    if start < len(data):
        yield start, len(data), False
