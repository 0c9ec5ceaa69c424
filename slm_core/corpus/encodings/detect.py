"""Detection of the encoding of bytes, from the bytes alone.

Certain things come first (byte order marks, zero bytes where UTF-16 has them). Only then is
anything guessed, by reading samples from all over the file in each candidate encoding and asking
which reading has the characters people use (`plausibility`).
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from slm_core.corpus.encodings.letter_tables import DOS, WRITINGS
from slm_core.corpus.encodings.names import CODECS, MARKS
from slm_core.corpus.encodings.plausibility import is_known, plausibility, unicode_legibility
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg

NO_TEXT = msg(
    "This is not text: it is full of bytes that no text has. Choose a text "
    "file, or save the document as plain text first."
)
"""What is said of such bytes."""
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
"""Bytes that are left out of a text."""
HIGH_SHARE_OF_CONTROLS = 0.02  # a text has none; a random byte is one in 9 % of cases
BROKEN_SHARE = 0.01  # more characters than this that cannot be read: not that encoding
_HIGH = re.compile(rb"[\x80-\xff]")
_OLD = tuple(dict.fromkeys(writing.encoding for writing in (*WRITINGS, *DOS)))
_CLEARLY = 0.15  # better must a reading be that is seldom the right one
_READS, _WORST, _UNICODE_READS = 0.45, 0.3, 0.6  # legibility: believed, doubted, believed
_SURE, _FEWEST_TIMES = 9, 2  # times as much valid UTF-8 as not: any, or of a known writing
_ESCAPES = (b"\x1b$B", b"\x1b$@", b"\x1b$(D")  # to Japanese
_SHAPES = bytes(0x30 if code == 0 else 0x61 if 32 <= code < 127 else 0x78 for code in range(256))
"""So that a zero byte is 0, a sign of ASCII is a, and all else is x."""
_WINDOWS, _WINDOW = 16, 4096  # what is read to guess: 64 kB from all over the file


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


def certain_encoding(data: bytes) -> Guess | None:
    """What a byte order mark, an escape or the places of zero bytes say; None where nothing does.

    Raises CorpusError where it is not text.
    """
    for mark, name, codec in MARKS:
        if data.startswith(mark) and not (name == "UTF-32" and len(data) % 4):
            return Guess(codec, name, 1.0, msg("It begins with a byte order mark."), len(mark))
    if any(escape in data for escape in _ESCAPES) and data.isascii():
        note = msg("It changes between alphabets by the escapes of ISO-2022-JP.")
        return Guess(CODECS["ISO-2022-JP"], "ISO-2022-JP", 0.99, note)
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
    if len(data.translate(None, CONTROLS)) < len(data) * (1 - HIGH_SHARE_OF_CONTROLS):
        guess = _utf16_by_characters(head)
        if guess is not None:
            return guess
        raise CorpusError(NO_TEXT)
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


def _utf16_by_characters(head: bytes) -> Guess | None:
    """Chinese in UTF-16 has hardly a zero byte, but only one byte order reads as characters."""
    codec, score = byte_order(head[: len(head) // 2 * 2], "utf-16")
    if score < _UNICODE_READS or _is_plain_in_pairs(head):
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


def candidates(data: bytes) -> list[Guess]:
    """The ways to read `data` that are worth a look, the likeliest first, at least one.

    Raises CorpusError where it is not text.
    """
    certain = certain_encoding(data)
    return [certain] if certain is not None else likely_encodings(data)


def evidence(data: bytes) -> bytes:
    """The samples that an encoding is guessed from."""
    return b"\n".join(_windows(data))


def likely_encodings(data: bytes) -> list[Guess]:
    """The likeliest encodings of bytes that are not valid UTF-8, the best first, at least one."""
    windows = list(_windows(data))
    nearly = _nearly_utf8(_decoded(windows, "utf-8"))
    scores, readings = _scores(windows)
    ranked = sorted(scores, key=lambda name: -scores[name])  # of equals the first stays first
    best = ranked[0]
    others = [_other(name, scores) for name in ranked if scores[name] >= _WORST]
    if nearly is not None:
        return [nearly, *others]
    wide = _utf16_by_characters(b"".join(aligned(data))) if len(data) % 2 == 0 else None
    if wide is not None and wide.confidence > scores[best]:
        return [wide, *others]
    if scores[best] < _WORST:
        raise CorpusError(
            msg(
                "The encoding of this text could not be found. If you know it, choose "
                "it; otherwise open the file in the program it comes from and save it as "
                "UTF-8."
            )
        )
    if scores[best] < _READS:
        note = msg("Nothing fits well; this fits least badly.")
        return [Guess(CODECS[best], best, 0.3, note), *others[1:]]
    note = msg("Found by which reading has common characters.")
    confidence = _confidence(windows, scores, readings, best)
    return [Guess(CODECS[best], best, confidence, note), *others[1:]]


def _scores(windows: list[bytes]) -> tuple[dict[str, float], dict[str, str]]:
    """How plausible each old encoding is, and what the windows are in it."""
    readings = {name: _decoded(windows, codec) for name, codec in CODECS.items() if name in _OLD}
    scores = dict.fromkeys(readings, -1.0)
    for writing in (*WRITINGS, *DOS):
        name = writing.encoding
        score = plausibility(readings[name], writing) - (_CLEARLY if writing in DOS else 0.0)
        scores[name] = max(scores[name], score)
    return scores, readings


def _other(name: str, scores: dict[str, float]) -> Guess:
    share = max(0.0, scores[name]) / sum(score for score in scores.values() if score > 0)
    note = msg("Found by which reading has common characters.")
    return Guess(CODECS[name], name, round(share, 2), note)


def _confidence(
    windows: list[bytes], scores: dict[str, float], readings: dict[str, str], best: str
) -> float:
    seldom = {writing.encoding for writing in DOS}
    rivals = (
        score
        for name, score in scores.items()
        if readings[name] != readings[best] and name not in seldom
    )
    beyond = sum(1 for byte in b"".join(windows) if byte > 0x7F)
    sure = 0.6 + scores[best] - max(0.0, *rivals, 0.0)
    return round(min(0.99, sure) * beyond / (beyond + 2), 2)


def _nearly_utf8(text: str) -> Guess | None:
    """Where it is UTF-8 that was cut off at the end, or has a few stray bytes inside.

    In other encodings bytes rarely follow one another as UTF-8 wants it, three of them hardly
    ever, and what comes of it is of no known writing.
    """
    note = msg("Nearly every byte is valid UTF-8.")
    beyond = [char for char in text if char > "\x7f"]
    bad = beyond.count("\ufffd")
    good = len(beyond) - bad
    if good > 0 and good >= _SURE * bad:
        return Guess("utf-8", "UTF-8", 0.9, note)
    known = sum(len(char.encode()) - 1 for char in beyond if is_known(char))
    if bad > max(1, len(text) * BROKEN_SHARE) or known < _FEWEST_TIMES * bad:
        return None
    return Guess("utf-8", "UTF-8", round(0.9 * known / (known + bad), 2), note)


def _windows(data: bytes) -> Iterator[bytes]:
    """Pieces of `data` around bytes that are not ASCII, each beginning between characters."""
    if len(data) <= _WINDOWS * _WINDOW:
        yield data
        return
    end = 0
    for part in range(_WINDOWS):
        match = _HIGH.search(data, max(end, part * len(data) // _WINDOWS))
        if match is None:
            return
        start = max(end, match.start() - _WINDOW)
        # Bytes below 0x30 are never the second half of a character in any candidate.
        before = data[start : match.start()]
        low = max((before.rfind(byte) for byte in b'\n ,.\t"'), default=-1)
        start = start + low + 1 if low >= 0 else match.start()
        end = match.start() + _WINDOW
        yield data[start:end]


def _decoded(windows: list[bytes], codec: str) -> str:
    """The windows read with `codec`; what cannot be read is U+FFFD, a cut end is left out."""
    decoder = codecs.getincrementaldecoder(codec)
    whole = len(windows) == 1
    return "\n".join(decoder("replace").decode(window, whole) for window in windows)
