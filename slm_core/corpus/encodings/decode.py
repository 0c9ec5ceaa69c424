"""Decoding bytes to text in an encoding that is detected or chosen."""

import re
from contextlib import suppress
from dataclasses import dataclass

from slm_core.corpus.encodings.detect import BROKEN_SHARE, candidates
from slm_core.corpus.encodings.mixed import decode_mixed
from slm_core.corpus.encodings.names import CODECS, ENCODINGS, MARKS, NARROWER, encoding_name
from slm_core.corpus.encodings.unicode_forms import (
    CONTROLS,
    HIGH_SHARE_OF_CONTROLS,
    NO_TEXT,
    Guess,
    aligned,
    byte_order,
)
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural

__all__ = ["DOUBTED", "ENCODINGS", "Decoded", "decode", "encoding_name", "exact_codec"]

DOUBTED = 0.6
"""Confidence below which people are asked to look whether the text looks right: of real excerpts
of 3,000 characters that were read right 4 % fall below it, 18 % below 0.7."""
_MAGIC = (
    (b"%PDF-", msg("a PDF file"), ".pdf"),
    (b"PK\x03\x04", msg("a ZIP file, as DOCX, EPUB and ODT are too"), ".zip, .docx, .epub or .odt"),
    (b"\x89PNG\r\n", msg("a PNG picture"), ""),
    (b"GIF89a", msg("a GIF picture"), ""),
    (b"\xff\xd8\xff", msg("a JPEG picture"), ""),
    (b"\x1f\x8b\x08", msg("a gzip archive"), ""),
    (b"7z\xbc\xaf\x27\x1c", msg("a 7z archive"), ""),
    (b"Rar!\x1a\x07", msg("a RAR archive"), ""),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", msg("an old Office file (.doc, .xls or .ppt)"), ""),
    (b"{\\rtf", msg("an RTF document"), ".rtf"),
    (b"\x7fELF", msg("a program"), ""),
    (b"SQLite format 3\x00", msg("a database"), ""),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]+")


@dataclass(frozen=True)
class Decoded:
    """A file's text, with line ends as \\n and without a byte order mark."""

    text: str
    encoding: str
    """One of `ENCODINGS`."""
    confidence: float
    """0 to 1; 1 where the bytes leave no doubt or the person chose."""
    note: Message
    """One sentence: why this encoding."""
    damage: tuple[Message, ...] = ()
    """Sentences on what could not be read or was left out; empty for a sound file."""
    lines_in: str = ""
    """The encoding of the lines that are not in `encoding`, if there are any."""


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    """The text in `data`, its encoding found or, if `encoding` names one, taken as that.

    Raises CorpusError where it is not text, where the chosen encoding does not fit (with the
    place of the first byte that does not), or where the name is not an encoding.
    """
    if encoding is not None:
        return _as_chosen(data, encoding)
    _refuse_known_binary(data)
    return _read(data, candidates(data)[0])


def exact_codec(data: bytes, encoding: str) -> tuple[str, int]:
    """Python's codec for a file that begins with `data`, and how many bytes its mark takes.

    Raises CorpusError where `encoding` is no name of one.
    """
    name = encoding_name(encoding)
    for mark, marked, exact in MARKS:
        if marked == name and data.startswith(mark):
            return exact, len(mark)
    codec = CODECS[name]
    if name in ("UTF-16", "UTF-32"):  # without a mark Python would take the machine's order
        codec, _ = byte_order(b"".join(aligned(data)), codec)
    return codec, 0


def _as_chosen(data: bytes, encoding: str) -> Decoded:
    name = encoding_name(encoding)
    codec, skip = exact_codec(data, name)
    try:
        text = _decoded(data[skip:], codec)
    except UnicodeDecodeError as error:
        at = error.start + skip
        raise CorpusError(
            msg(
                "The text is not {name}: byte {at:,} (0x{byte:02X}) does not fit. Choose "
                "another encoding, or let it be found.",
                name=name,
                at=at,
                byte=data[at],
            )
        ) from None
    return _cleaned(text, Guess(codec, name, 1.0, msg("Chosen by you.")))


def _refuse_known_binary(data: bytes) -> None:
    for magic, what, ending in _MAGIC:
        if data.startswith(magic):
            advice = msg(
                "Open it in the program it belongs to, save it as plain text, and add that."
            )
            if ending:
                advice = msg("Let its name end in {ending}, and add it again.", ending=ending)
            raise CorpusError(
                msg("This is {what}, not plain text. {advice}", what=what, advice=advice)
            )


def _decoded(data: bytes, codec: str) -> str:
    """By the standard's own table where that has all of it. Raises UnicodeDecodeError."""
    if codec in NARROWER:
        with suppress(UnicodeDecodeError):
            return data.decode(NARROWER[codec])
    return data.decode(codec)


def _read(data: bytes, guess: Guess) -> Decoded:
    body = data[guess.skip :] if guess.skip else data
    remarks = () if guess.remark is None else (guess.remark,)
    if guess.lines_in:
        return _read_lines(body, guess, remarks)
    try:
        return _cleaned(_decoded(body, guess.codec), guess, remarks)
    except UnicodeDecodeError as error:
        first = error.start + guess.skip
    text = body.decode(guess.codec, errors="replace")
    broken = text.count("\ufffd")
    if broken > max(1, len(text) * BROKEN_SHARE):
        raise CorpusError(
            msg(
                "This looks like {encoding}, but {broken:,} places in it cannot be read, "
                "the first at byte {first:,}. Choose another encoding, or save the file "
                "anew as UTF-8.",
                encoding=guess.encoding,
                broken=broken,
                first=first,
            )
        )
    damage = plural(
        "{n:,} place could not be read as {encoding}, at byte {first:,}; it shows as \ufffd",
        "{n:,} places could not be read as {encoding}, the first at byte {first:,}; each shows as "
        "\ufffd",
        n=broken,
        encoding=guess.encoding,
        first=first,
    )
    return _cleaned(text, guess, (*remarks, damage))


def _read_lines(data: bytes, guess: Guess, remarks: tuple[Message, ...]) -> Decoded:
    text, places = decode_mixed(data, CODECS[guess.lines_in])
    if places:
        told = plural(
            "{n:,} line is not {encoding} and was read as {other}, at byte {first:,}",
            "{n:,} lines are not {encoding} and were read as {other}, the first at byte {first:,}",
            n=len(places),
            encoding=guess.encoding,
            other=guess.lines_in,
            first=places[0],
        )
        remarks = (*remarks, told)
    if broken := text.count("\ufffd"):
        unread = plural(
            "{n:,} place could not be read, in line {line:,}; it shows as \ufffd",
            "{n:,} places could not be read, the first in line {line:,}; each shows as \ufffd",
            n=broken,
            line=text.count("\n", 0, text.index("\ufffd")) + 1,
        )
        remarks = (*remarks, unread)
    return _cleaned(text, guess, remarks)


def _cleaned(text: str, guess: Guess, damage: tuple[Message, ...] = ()) -> Decoded:
    if text.startswith("\ufeff"):
        text = text[1:]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    data = text.encode("utf-8", errors="surrogatepass")  # 20 times as fast as a search
    if len(data.translate(None, CONTROLS)) < len(data):
        before = len(text)
        text = _CONTROL.sub("", text)
        gone = before - len(text)
        if gone > before * HIGH_SHARE_OF_CONTROLS:
            raise CorpusError(NO_TEXT)
        damage += (
            plural(
                "{n:,} control character was left out",
                "{n:,} control characters such as null bytes were left out",
                n=gone,
            ),
        )
    return Decoded(
        text, guess.encoding, guess.confidence, guess.note, damage, lines_in=guess.lines_in
    )
