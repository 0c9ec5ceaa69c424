"""Detection of the encoding of bytes, from the bytes alone.

Certain things come first: marks and zero bytes (`unicode_forms`), escapes, valid UTF-8, what the
file says of itself. Only then is anything guessed, from samples all over the file (`ranking`).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

import chardet

from slm_core.corpus.encodings.declared import declared_encoding, declared_label
from slm_core.corpus.encodings.mixed import sort_lines
from slm_core.corpus.encodings.names import CODECS, name_of_codec
from slm_core.corpus.encodings.plausibility import is_known
from slm_core.corpus.encodings.ranking import Ranked, ranked
from slm_core.corpus.encodings.unicode_forms import (
    CONTROLS,
    HIGH_SHARE_OF_CONTROLS,
    NO_TEXT,
    Guess,
    aligned,
    by_mark,
    by_zeros,
    utf16_by_characters,
)
from slm_core.errors import CorpusError
from slm_core.messages import msg

BROKEN_SHARE = 0.01  # more characters than this that cannot be read: not that encoding
_HIGH = re.compile(rb"[\x80-\xff]")
_SURE, _FEWEST_TIMES = 9, 2  # times as much valid UTF-8 as not: any, or of a known writing
_ESCAPES = {
    b"\x1b$B": "ISO-2022-JP",
    b"\x1b$@": "ISO-2022-JP",
    b"\x1b$(D": "ISO-2022-JP",
    b"\x1b$)C": "ISO-2022-KR",
}
_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e]){2,}~\}")
_BETWEEN = re.compile(rb'[\n ,.\t"]')
"""Bytes below 0x30, which are never the second half of a character in any candidate."""
_WINDOWS, _WINDOW = 16, 4096  # what is read to guess: 64 kB from all over the file
_READINGS = 12


def candidates(data: bytes) -> list[Guess]:
    """The ways to read `data` that are worth a look, the likeliest first, at least one.

    Raises CorpusError where it is not text.
    """
    certain = by_mark(data) or _by_escapes(data) or by_zeros(data)
    if certain is None and _has_controls(data):
        certain = utf16_by_characters(b"".join(aligned(data))) or _ebcdic(data)
        if certain is None:
            raise CorpusError(NO_TEXT)
    if certain is not None:
        return [certain]
    return _without_marks(data)


def evidence(data: bytes) -> bytes:
    """The samples that an encoding is guessed from."""
    return b"\n".join(_windows(data))


def _without_marks(data: bytes) -> list[Guess]:
    label = declared_label(data)
    is_utf8 = _is_utf8(data)
    declared = declared_encoding(data, label) if label and not is_utf8 else None
    if declared is not None:
        note = msg("The file says so itself.")
        return [Guess(CODECS[declared], declared, 0.95, note)]
    if is_utf8:
        plain = data.isascii()
        note = msg("Only ASCII characters.") if plain else msg("Every byte is valid UTF-8.")
        guesses = [Guess("utf-8", "UTF-8", 1.0, note)]
        if plain:
            return guesses
    else:
        guesses = _likely(data)
    if label and _contradicts(label, guesses[0]):
        said = msg(
            "the file says that it is in {label}, which its bytes are not; it was read as "
            "{encoding}",
            label=label,
            encoding=guesses[0].encoding,
        )
        guesses[0] = replace(guesses[0], remark=said)
    return guesses


def _contradicts(label: str, guess: Guess) -> bool:
    return name_of_codec(label) != guess.encoding


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _has_controls(data: bytes) -> bool:
    return len(data.translate(None, CONTROLS)) < len(data) * (1 - HIGH_SHARE_OF_CONTROLS)


def _by_escapes(data: bytes) -> Guess | None:
    """What changes between alphabets by escapes, all of it in ASCII."""
    if not data.isascii():
        return None
    found = [name for escape, name in _ESCAPES.items() if escape in data]
    if not found and _HZ.search(data):
        found = ["HZ"]
    for name in found:
        try:
            data.decode(CODECS[name])
        except UnicodeDecodeError:
            continue
        note = msg("It changes between alphabets by the escapes of {name}.", name=name)
        return Guess(CODECS[name], name, 0.99, note)
    return None


def _ebcdic(data: bytes) -> Guess | None:
    """The encodings of mainframes, in which tabulators and line ends are other bytes."""
    name = name_of_codec(str(chardet.detect(data, compat_names=False)["encoding"] or ""))
    if name is None or "plain" in "plain".encode(CODECS[name]).decode("latin-1"):
        return None
    if data.decode("cp037") == data.decode(CODECS[name], errors="replace"):
        name = "CP037"  # the usual one, and of texts in English no other
    note = msg("Its letters are where EBCDIC has them.")
    return Guess(CODECS[name], name, 0.8, note)


def _likely(data: bytes) -> list[Guess]:
    """The likeliest encodings of bytes that are not valid UTF-8, the best first, at least one."""
    sample = evidence(data)
    mixed = _mixed(sample)
    if mixed is not None:
        return [mixed]
    nearly = _nearly_utf8(sample.decode("utf-8", errors="replace"))
    found = ranked(sample)
    others = [_guess(one) for one in found[:_READINGS]]
    wide = utf16_by_characters(b"".join(aligned(data))) if len(data) % 2 == 0 else None
    if nearly is not None:
        return [nearly, *others]
    if wide is not None and (not others or wide.confidence > others[0].confidence):
        return [wide, *others]
    if not others:
        raise CorpusError(
            msg(
                "The encoding of this text could not be found. If you know it, choose "
                "it; otherwise open the file in the program it comes from and save it as "
                "UTF-8."
            )
        )
    return others


def _guess(one: Ranked) -> Guess:
    note = msg("Found by which reading has common characters.")
    return Guess(CODECS[one.name], one.name, one.confidence, note)


def _mixed(sample: bytes) -> Guess | None:
    """UTF-8 with lines in another encoding."""
    lines = sort_lines(sample)
    if not lines.is_mixed:
        return None
    other = _guess(ranked(lines.foreign)[0])
    note = msg("Most lines are valid UTF-8, some are {other}.", other=other.encoding)
    confidence = round(max(0.5, min(0.9, other.confidence)), 2)
    return Guess("utf-8", "UTF-8", confidence, note, lines_in=other.encoding)


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
    """Pieces of `data` around bytes that are not ASCII, each of whole characters if it can be."""
    if len(data) <= _WINDOWS * _WINDOW:
        yield data
        return
    end = 0
    for part in range(_WINDOWS):
        match = _HIGH.search(data, max(end, part * len(data) // _WINDOWS))
        if match is None:
            return
        start = max(end, match.start() - _WINDOW)
        before = _BETWEEN.finditer(data, start, match.start())
        start = max((border.end() for border in before), default=match.start())
        border = _BETWEEN.search(data, match.start() + _WINDOW, match.start() + 2 * _WINDOW)
        end = border.start() if border else match.start() + _WINDOW
        yield data[start:end]
        if border is None and end < len(data):
            return  # whatever followed would begin inside a character
