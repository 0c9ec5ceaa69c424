"""Bytes to text: which encoding a file is in, and what it says. Knows no file formats.

Certain things come first (byte order marks, zero bytes where UTF-16 has them, valid UTF-8).
Only then is anything guessed, by reading samples from all over the file in each candidate
encoding and asking which reading has the characters people use (`legibility`).
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from slm_core.corpus.legibility import legibility, unicode_legibility
from slm_core.corpus.writings import WRITINGS
from slm_core.errors import CorpusError

_CODECS = {
    "UTF-8": "utf-8",
    "UTF-16": "utf-16",
    "UTF-32": "utf-32",
    "GB18030": "gb18030",
    "Big5": "big5hkscs",
    "Shift-JIS": "cp932",
    "EUC-JP": "euc_jp",
    "EUC-KR": "cp949",
    "Windows-1252": "cp1252",
    "Latin-1": "latin-1",
    "Windows-1250": "cp1250",
    "Windows-1251": "cp1251",
    "KOI8-R": "koi8-r",
    "Windows-1253": "cp1253",
    "Windows-1254": "cp1254",
    "Windows-1255": "cp1255",
    "Windows-1256": "cp1256",
}
ENCODINGS: tuple[str, ...] = tuple(_CODECS)
"""The names a person can choose from; each is what `Decoded.encoding` may say."""

# Names that Python or other programs give to what we read with a wider table of the same kind.
_ALIASES = {
    "utf-8-sig": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "gb2312": "GB18030",
    "gbk": "GB18030",
    "big5": "Big5",
    "cp950": "Big5",
    "shift_jis": "Shift-JIS",
    "euc_kr": "EUC-KR",
    "iso8859-1": "Latin-1",
    "ascii": "UTF-8",
}
_MARKS = (  # UTF-32's little-endian mark begins with UTF-16's, so it is asked for first
    (codecs.BOM_UTF8, "UTF-8", "utf-8"),
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF file", ".pdf"),
    (b"PK\x03\x04", "a ZIP file, as DOCX, EPUB and ODT are too", ".zip, .docx, .epub or .odt"),
    (b"\x89PNG\r\n", "a PNG picture", ""),
    (b"GIF89a", "a GIF picture", ""),
    (b"\xff\xd8\xff", "a JPEG picture", ""),
    (b"\x1f\x8b\x08", "a gzip archive", ""),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", ""),
    (b"Rar!\x1a\x07", "a RAR archive", ""),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office file (.doc, .xls or .ppt)", ""),
    (b"{\\rtf", "an RTF document", ".rtf"),
    (b"\x7fELF", "a program", ""),
    (b"SQLite format 3\x00", "a database", ""),
)
NO_TEXT = (
    "This is not text: it is full of bytes that no text has. Choose a text file, or save the "
    "document as plain text first."
)
"""What is said of such bytes."""
CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
"""Bytes that are left out of a text."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]+")
_HIGH = re.compile(rb"[\x80-\xff]")
HIGH_SHARE_OF_CONTROLS = 0.02  # a text has none; a random byte is one in 9 % of cases
BROKEN_SHARE = 0.01  # more characters than this that cannot be read: not that encoding
_OLD = tuple(dict.fromkeys(writing.encoding for writing in WRITINGS))
_READS, _WORST, _UNICODE_READS = 0.45, 0.3, 0.6  # legibility: believed, doubted, believed
_WINDOWS, _WINDOW = 16, 4096  # what is read to guess: 64 kB from all over the file


@dataclass(frozen=True)
class Decoded:
    """A file's text, with line ends as \\n and without a byte order mark."""

    text: str
    encoding: str
    """One of `ENCODINGS`."""
    confidence: float
    """0 to 1; 1 where the bytes leave no doubt or the person chose."""
    note: str
    """One sentence: why this encoding."""
    damage: tuple[str, ...] = ()
    """Sentences on what could not be read or was left out; empty for a sound file."""


@dataclass(frozen=True)
class _Guess:
    codec: str
    encoding: str
    confidence: float
    note: str
    skip: int = 0


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    """The text in `data`, its encoding found or, if `encoding` names one, taken as that.

    Raises CorpusError where it is not text, where the chosen encoding does not fit (with the
    place of the first byte that does not), or where the name is not an encoding.
    """
    if encoding is not None:
        return _as_chosen(data, encoding)
    _refuse_known_binary(data)
    guess = _certain(data)
    if guess is None:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            guess = _guess(data)
        else:
            plain = text.isascii()
            note = "Only ASCII characters." if plain else "Every byte is valid UTF-8."
            return _cleaned(text, _Guess("utf-8", "UTF-8", 1.0, note))
    return _read(data, guess)


def encoding_name(name: str) -> str:
    """`name`, or a common alias of it such as gbk or latin1, as `ENCODINGS` writes it.

    Raises CorpusError for anything else.
    """
    for known in ENCODINGS:
        if known.casefold() == name.strip().casefold():
            return known
    try:
        codec = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        codec = ""
    for known, ours in _CODECS.items():
        if codec and codecs.lookup(ours).name == codec:
            return known
    if codec in _ALIASES:
        return _ALIASES[codec]
    raise CorpusError(f"{name!r} is not an encoding we read. Choose one of {', '.join(ENCODINGS)}.")


def exact_codec(data: bytes, encoding: str) -> tuple[str, int]:
    """Python's codec for a file that begins with `data`, and how many bytes its mark takes.

    Raises CorpusError where `encoding` is no name of one.
    """
    name = encoding_name(encoding)
    for mark, marked, exact in _MARKS:
        if marked == name and data.startswith(mark):
            return exact, len(mark)
    codec = _CODECS[name]
    if name in ("UTF-16", "UTF-32"):  # without a mark Python would take the machine's order
        codec, _ = _byte_order(b"".join(_aligned(data)), codec)
    return codec, 0


def _as_chosen(data: bytes, encoding: str) -> Decoded:
    name = encoding_name(encoding)
    codec, skip = exact_codec(data, name)
    try:
        text = data[skip:].decode(codec)
    except UnicodeDecodeError as error:
        at = error.start + skip
        raise CorpusError(
            f"The text is not {name}: byte {at:,} (0x{data[at]:02X}) does not fit. "
            "Choose another encoding, or let it be found."
        ) from None
    return _cleaned(text, _Guess(codec, name, 1.0, "Chosen by you."))


def _refuse_known_binary(data: bytes) -> None:
    for magic, what, ending in _MAGIC:
        if data.startswith(magic):
            advice = "Open it in the program it belongs to, save it as plain text, and add that."
            if ending:
                advice = f"Let its name end in {ending}, and add it again."
            raise CorpusError(f"This is {what}, not plain text. {advice}")


def _certain(data: bytes) -> _Guess | None:
    """What a byte order mark or the places of zero bytes say."""
    for mark, name, codec in _MARKS:
        if data.startswith(mark) and not (name == "UTF-32" and len(data) % 4):
            return _Guess(codec, name, 1.0, "It begins with a byte order mark.", len(mark))
    head = b"".join(_aligned(data))
    if b"\0" in data and len(data) % 4 == 0:
        for codec in ("utf-32-le", "utf-32-be"):
            try:  # almost nothing else passes: three of four bytes are bound
                head.decode(codec)
            except UnicodeDecodeError:
                continue
            return _Guess(codec, "UTF-32", 0.99, "Its zero bytes stand as in UTF-32.")
    if b"\0" in head:
        even, odd = _zeros(head, 0, 2), _zeros(head, 1, 2)
        if max(even, odd) > 0.3 and min(even, odd) < 0.05:
            codec = "utf-16-le" if odd > even else "utf-16-be"
            return _Guess(codec, "UTF-16", 0.99, "Its zero bytes stand as in UTF-16.")
    if len(data.translate(None, CONTROLS)) < len(data) * (1 - HIGH_SHARE_OF_CONTROLS):
        guess = _utf16_by_characters(head)
        if guess is not None:
            return guess
        raise CorpusError(NO_TEXT)
    return None


def _zeros(data: bytes, first: int, step: int) -> float:
    lane = data[first::step]
    return lane.count(0) / max(1, len(lane))


def _aligned(data: bytes) -> Iterator[bytes]:
    """Samples that start on a multiple of four bytes."""
    if len(data) <= _WINDOWS * _WINDOW:
        yield data
        return
    for part in range(_WINDOWS):
        start = part * (len(data) - _WINDOW) // (_WINDOWS - 1) // 4 * 4
        yield data[start : start + _WINDOW]


def _utf16_by_characters(head: bytes) -> _Guess | None:
    """Chinese in UTF-16 has hardly a zero byte, but only one byte order reads as characters."""
    codec, score = _byte_order(head[: len(head) // 2 * 2], "utf-16")
    if score < _UNICODE_READS:
        return None
    return _Guess(codec, "UTF-16", round(min(0.95, score), 2), "It reads as text in UTF-16.")


def _byte_order(head: bytes, codec: str) -> tuple[str, float]:
    """The codec for the byte order that reads better, and how well it reads."""
    scores = {
        name: unicode_legibility(head.decode(name, errors="replace"))
        for name in (f"{codec}-le", f"{codec}-be")
    }
    best = max(scores, key=lambda name: scores[name])
    return best, scores[best]


def _guess(data: bytes) -> _Guess:
    """The likeliest encoding of bytes that are not valid UTF-8."""
    windows = list(_windows(data))
    broken = _decoded(windows, "utf-8")
    bad = broken.count("\ufffd")
    good = sum(1 for char in broken if char > "\x7f") - bad
    if good > 0 and good >= 9 * bad:  # cut off at the end, or a few stray bytes inside
        return _Guess("utf-8", "UTF-8", 0.9, "Nearly every byte is valid UTF-8.")
    readings = {name: _decoded(windows, codec) for name, codec in _CODECS.items() if name in _OLD}
    scores = dict.fromkeys(readings, -1.0)
    for writing in WRITINGS:
        name = writing.encoding
        scores[name] = max(scores[name], legibility(readings[name], writing))
    best = max(scores, key=lambda name: scores[name])  # of equals the first
    wide = _utf16_by_characters(b"".join(_aligned(data))) if len(data) % 2 == 0 else None
    if wide is not None and wide.confidence > scores[best]:
        return wide
    if scores[best] < _WORST:
        raise CorpusError(
            "The encoding of this text could not be found. If you know it, choose it; otherwise "
            "open the file in the program it comes from and save it as UTF-8."
        )
    if scores[best] < _READS:
        return _Guess(_CODECS[best], best, 0.3, "Nothing fits well; this fits least badly.")
    rivals = (scores[name] for name in scores if readings[name] != readings[best])
    evidence = sum(1 for byte in b"".join(windows) if byte > 0x7F)
    sure = 0.6 + scores[best] - max(0.0, *rivals, 0.0)
    confidence = round(min(0.99, sure) * evidence / (evidence + 2), 2)
    return _Guess(_CODECS[best], best, confidence, "Found by which reading has common characters.")


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


def _read(data: bytes, guess: _Guess) -> Decoded:
    body = data[guess.skip :] if guess.skip else data
    try:
        return _cleaned(body.decode(guess.codec), guess)
    except UnicodeDecodeError as error:
        first = error.start + guess.skip
    text = body.decode(guess.codec, errors="replace")
    broken = text.count("\ufffd")
    if broken > max(1, len(text) * BROKEN_SHARE):
        raise CorpusError(
            f"This looks like {guess.encoding}, but {broken:,} places in it cannot be read, the "
            f"first at byte {first:,}. Choose another encoding, or save the file anew as UTF-8."
        )
    damage = (
        f"{broken:,} {'place' if broken == 1 else 'places'} could not be read as "
        f"{guess.encoding}, the first at byte {first:,}; each shows as \ufffd"
    )
    return _cleaned(text, guess, (damage,))


def _cleaned(text: str, guess: _Guess, damage: tuple[str, ...] = ()) -> Decoded:
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
        damage += (f"{gone:,} control characters such as null bytes were left out",)
    return Decoded(text, guess.encoding, guess.confidence, guess.note, damage)
