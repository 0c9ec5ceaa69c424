"""UTF-8, UTF-16 and UTF-32 by their marks, by where zero bytes are, and by their characters."""

from collections.abc import Iterator
from dataclasses import dataclass

from slm_core.corpus.encodings.names import MARKS
from slm_core.corpus.encodings.plausibility import unicode_legibility
from slm_core.messages import Message, msg

NO_TEXT = msg(
    "This is not text: it is full of bytes that no text has. Choose a text "
    "file, or save the document as plain text first."
)
"""What is said of such bytes."""
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
"""Bytes that are left out of a text."""
HIGH_SHARE_OF_CONTROLS = 0.02  # a text has none; a random byte is one in 9 % of cases
_READS = 0.6  # legibility from which characters are believed
_SHAPES = bytes(0x30 if code == 0 else 0x61 if 32 <= code < 127 else 0x78 for code in range(256))
"""So that a zero byte is 0, a sign of ASCII is a, and all else is x."""
_WINDOWS, _WINDOW = 16, 4096


@dataclass(frozen=True)
class Guess:
    """What bytes are probably in."""

    codec: str
    """As Python calls it."""
    encoding: str
    """As `encoding_names` does."""
    confidence: float
    note: Message
    """One sentence: why."""
    skip: int = 0
    """Bytes before the text."""
    lines_in: str = ""
    """The encoding of those lines that are not in this one, if any."""
    remark: Message | None = None
    """What else is to be said."""


def by_mark(data: bytes) -> Guess | None:
    """What a byte order mark says; None where there is none."""
    for mark, name, codec in MARKS:
        if data.startswith(mark) and not (name == "UTF-32" and len(data) % 4):
            return Guess(codec, name, 1.0, msg("It begins with a byte order mark."), len(mark))
    return None


def by_zeros(data: bytes) -> Guess | None:
    """What the places of zero bytes say; None where they say nothing."""
    head = b"".join(aligned(data))
    if b"\0" in data and len(data) % 4 == 0:
        for codec in ("utf-32-le", "utf-32-be"):
            try:  # almost nothing else passes: three of four bytes are bound
                head.decode(codec)
            except UnicodeDecodeError:
                continue
            return Guess(codec, "UTF-32", 0.99, msg("Its zero bytes stand as in UTF-32."))
    if b"\0" in head:
        even, odd = _zeros(head, 0, 2), _zeros(head, 1, 2)
        if max(even, odd) > 0.3 and min(even, odd) < 0.05 and not _is_plain_in_pairs(head):
            codec = "utf-16-le" if odd > even else "utf-16-be"
            return Guess(codec, "UTF-16", 0.99, msg("Its zero bytes stand as in UTF-16."))
    return None


def _zeros(data: bytes, first: int, step: int) -> float:
    lane = data[first::step]
    return lane.count(0) / max(1, len(lane))


def aligned(data: bytes) -> Iterator[bytes]:
    """Samples that start on a multiple of four bytes."""
    if len(data) <= _WINDOWS * _WINDOW:
        yield data
        return
    for part in range(_WINDOWS):
        start = part * (len(data) - _WINDOW) // (_WINDOWS - 1) // 4 * 4
        yield data[start : start + _WINDOW]


def utf16_by_characters(head: bytes) -> Guess | None:
    """Chinese in UTF-16 has hardly a zero byte, but only one byte order reads as characters."""
    codec, score = byte_order(head[: len(head) // 2 * 2], "utf-16")
    if score < _READS or _is_plain_in_pairs(head):
        return None
    return Guess(codec, "UTF-16", round(min(0.95, score), 2), msg("It reads as text in UTF-16."))


def _is_plain_in_pairs(head: bytes) -> bool:
    """Whether what would be characters beyond Latin are really two ASCII letters each."""
    shapes = head.translate(_SHAPES)
    pairs = [shapes[at : at + 2] for at in range(0, len(shapes) - 1, 2)]
    wide = sum(b"0" not in pair for pair in pairs)
    plain = pairs.count(b"aa")
    return plain > 0.2 * len(pairs) and plain > 0.9 * wide


def byte_order(head: bytes, codec: str) -> tuple[str, float]:
    """The codec for the byte order that reads better, and how well it reads."""
    scores = {
        name: unicode_legibility(head.decode(name, errors="replace"))
        for name in (f"{codec}-le", f"{codec}-be")
    }
    best = max(scores, key=lambda name: scores[name])
    return best, scores[best]
